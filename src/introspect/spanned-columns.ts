import type { ExcludedSpan } from './catalog.js';

/** Names the columns that an exclusion compares other than by being equal. */
export function spannedColumns(span: ExcludedSpan): string[] {
  if ('alike' in span) return [span.alike];
  return 'range' in span ? [span.range] : [span.low, span.high];
}
