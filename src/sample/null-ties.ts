import type { SampledTable } from './sampled-table.js';

/** A foreign key, decided before, that shares a column with another one, and one of the two is MATCH FULL. */
export interface NullTie {
  readonly links: Int32Array;
  /** A row without this parent has none of the other. */
  readonly bindsNull: boolean;
  /** A row with this parent has one of the other. */
  readonly bindsParent: boolean;
}

/**
 * Finds what decides beforehand whether a reference is NULL: under MATCH FULL a shared column that is NULL, or is not,
 * speaks for all columns of the key.
 * @param index position of the reference; the owner and the references before it are decided already
 */
export function findNullTies({ owner, references, links }: SampledTable, index: number): NullTie[] {
  const key = references[index]!;
  const before = [...(owner === null ? [] : [owner]), ...references.slice(0, index)];
  const isFull = ({ match, columns }: typeof key): boolean => match === 'full' && columns.length > 1;
  return before
    .filter(({ columns }) => columns.some((name) => key.columns.includes(name)))
    .filter((other) => isFull(other) || isFull(key))
    .map((other) => ({
      links: links.get(other.name)!,
      bindsNull: isFull(other),
      bindsParent: isFull(key),
    }));
}

/** Whether a row cannot have a parent, because another key that shares a column with this one has none. */
export function isTiedToNull(ties: readonly NullTie[], row: number): boolean {
  return ties.some(({ links, bindsNull }) => bindsNull && links[row]! < 0);
}

/** Whether a row must have a parent, because another key that shares a column with this one has one. */
export function isTiedToParent(ties: readonly NullTie[], row: number): boolean {
  return ties.some(({ links, bindsParent }) => bindsParent && links[row]! >= 0);
}
