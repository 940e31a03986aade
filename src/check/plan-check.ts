import type { SqlValue } from '../batch/batch.js';
import type { Column } from '../introspect/catalog.js';
import type { CompiledCheck } from './compile-check.js';
import { findFacts } from './find-facts.js';

/**
 * Which way a CHECK is kept.
 * - `solved`: bounds, lists, forms and orders decide what is drawn.
 * - `tried`: rows are tried against it, and drawn again or mended where they break it.
 * - `judged`: dbsynth cannot evaluate it; rows are drawn together as they were learned, and the database judges them.
 */
export type CheckWay = 'solved' | 'tried' | 'judged';

/**
 * Tells which way a CHECK is kept.
 * @param columns of its table
 */
export function planCheck(check: CompiledCheck, columns: readonly Column[]): CheckWay {
  if (check.expression === null) return 'judged';
  const findings = findFacts(check);
  if (findings.length > 0 && findings.every(({ covers }) => covers)) return 'solved';
  const isKnown = SAMPLES.every((at) => check.evaluate((name) => sampleOf(columns, name, at)) !== 'unknown');
  return isKnown ? 'tried' : 'judged';
}

/** Rows to see whether the check can be evaluated at all: two of values, one of nulls. */
const SAMPLES = [0, 1, 2];

function sampleOf(columns: readonly Column[], name: string, at: number): SqlValue {
  const type = columns.find((column) => column.name === name)?.type;
  if (type === undefined || at === 2) return null;
  switch (type.name) {
    case 'integer':
    case 'decimal':
    case 'real':
    case 'boolean':
      return at;
    case 'date':
      return `2024-01-0${at + 1}`;
    case 'timestamp':
      return `2024-01-0${at + 1} 10:00:00`;
    case 'time':
      return `1${at}:00:00`;
    case 'uuid':
      return `00000000-0000-4000-8000-00000000000${at}`;
    case 'json':
      return '{}';
    case 'enum':
      return type.labels[at % type.labels.length]!;
    case 'bytes':
      return new Uint8Array(at);
    default:
      return at === 0 ? 'a' : 'b1';
  }
}
