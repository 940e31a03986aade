import { valueAt, type SqlValue, type Vector } from '../batch/batch.js';
import { RULE_SHARE } from './rule-share.js';

/** Another category of the same rows. */
export interface RelatedCategory {
  /** A row's value; of a column that is learned already the stand-in of a rare one. */
  readonly valueAt: (row: number) => SqlValue;
  readonly isLearned: boolean;
}

/** Gives the values among which the stand-in of a row's rare value is drawn; null for all that are kept. */
export type StandInsOf = (row: number) => readonly SqlValue[] | null;

/**
 * Narrows what may stand in for a rare value, so that what depends on it still does: a rare region is shown as another
 * of the same continent, and a rare continent as that of the region that is shown.
 * @param column whose rare values need stand-ins
 * @param kept values that are not rare
 */
export function narrowStandIns(
  column: Vector,
  rows: number,
  kept: ReadonlySet<SqlValue>,
  related: readonly RelatedCategory[],
): StandInsOf {
  const ownAt = (row: number): SqlValue => {
    const value = valueAt(column, row);
    return kept.has(value) ? value : null;
  };
  for (const finer of related) {
    const told = finer.isLearned ? tell(rows, finer.valueAt, ownAt) : null;
    if (told === null) continue;
    return (row) => {
      const value = told.get(finer.valueAt(row));
      return value === undefined ? null : [value];
    };
  }
  let best: { valueAt: (row: number) => SqlValue; groups: Map<SqlValue, SqlValue[]> } | null = null;
  for (const coarser of related) {
    const told = tell(rows, ownAt, coarser.valueAt);
    if (told === null) continue;
    const groups = new Map<SqlValue, SqlValue[]>();
    for (const [value, group] of told) groups.set(group, [...(groups.get(group) ?? []), value]);
    if (groups.size > (best?.groups.size ?? 1)) best = { valueAt: coarser.valueAt, groups };
  }
  if (best === null) return () => null;
  const { groups, valueAt: groupAt } = best;
  return (row) => groups.get(groupAt(row)) ?? null;
}

/**
 * Finds what each value tells of another column.
 * @returns the other's most frequent value by value; null when nearly all rows do not agree with that, or all say the same
 */
function tell(
  rows: number,
  tellerAt: (row: number) => SqlValue,
  toldAt: (row: number) => SqlValue,
): Map<SqlValue, SqlValue> | null {
  const counts = new Map<SqlValue, Map<SqlValue, number>>();
  let both = 0;
  for (let row = 0; row < rows; row++) {
    const [teller, told] = [tellerAt(row), toldAt(row)];
    if (teller === null || told === null) continue;
    both++;
    const known = counts.get(teller) ?? new Map<SqlValue, number>();
    counts.set(teller, known.set(told, (known.get(told) ?? 0) + 1));
  }
  let agreed = 0;
  const usual = new Map<SqlValue, SqlValue>();
  for (const [teller, known] of counts) {
    const [value, count] = [...known].reduce((a, b) => (b[1] > a[1] ? b : a));
    usual.set(teller, value);
    agreed += count;
  }
  const isTelling = both > 0 && agreed >= RULE_SHARE * both && new Set(usual.values()).size > 1;
  return isTelling ? usual : null;
}
