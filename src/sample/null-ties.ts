import type { ForeignKey } from '../introspect/catalog.js';
import type { SampledTable } from './sampled-table.js';

/** Whether foreign keys that share columns with one leave a row the choice to have a parent by it, or none. */
export interface NullTies {
  /** A row cannot have this parent: another key would be whole of which it has no parent. */
  readonly bindsNull: (row: number) => boolean;
  /** A row cannot be without this parent: others fill the columns by which it would be NULL. */
  readonly bindsParent: (row: number) => boolean;
}

/**
 * Finds what other foreign keys of a row say of a reference being NULL. A row without a parent has a NULL in one of the
 * key's columns under MATCH SIMPLE, in all of them under MATCH FULL; a parent by another key fills the columns they share.
 * @param index position of the reference
 * @param decided foreign keys whose parents are decided
 */
export function findNullTies(sampled: SampledTable, index: number, decided: readonly ForeignKey[]): NullTies {
  const key = sampled.references[index]!;
  const others = decided.filter((other) => other !== key);
  if (
    key.when !== undefined ||
    !others.some(({ columns }) => columns.some((name) => key.columns.includes(name)))
  )
    return NONE;
  const linksOf = ({ name }: ForeignKey): Int32Array => sampled.links.get(name)!;
  const fillersOf = (names: readonly string[], but: ForeignKey): Int32Array[][] =>
    names.map((name) => others.filter((other) => other !== but && other.columns.includes(name)).map(linksOf));
  const isWholeWithoutParent = (
    of: ForeignKey,
    filled: readonly string[],
  ): ((row: number) => boolean) | null => {
    const named = columnsOfNull(sampled, of);
    const fillers = fillersOf(
      named.filter((name) => !filled.includes(name)),
      of,
    );
    if (isFull(of)) {
      if (named.some((name) => filled.includes(name))) return ALWAYS;
      return fillers.flat().length === 0 ? null : (row) => fillers.some((links) => isFilled(links, row));
    }
    if (named.length === 0 || fillers.some((links) => links.length === 0)) return null;
    return (row) => fillers.every((links) => isFilled(links, row));
  };
  const binding = others.flatMap((other) => {
    const isShared =
      other.when === undefined && columnsOfNull(sampled, other).some((name) => key.columns.includes(name));
    const isWhole = isShared ? isWholeWithoutParent(other, key.columns) : null;
    return isWhole === null ? [] : [{ links: linksOf(other), isWhole }];
  });
  return {
    bindsNull: (row) => binding.some(({ links, isWhole }) => links[row]! < 0 && isWhole(row)),
    bindsParent: isWholeWithoutParent(key, []) ?? NEVER,
  };
}

const NEVER = (): boolean => false;
const ALWAYS = (): boolean => true;
const NONE: NullTies = { bindsNull: NEVER, bindsParent: NEVER };

function isFilled(fillers: readonly Int32Array[], row: number): boolean {
  return fillers.some((links) => links[row]! >= 0);
}

function isFull({ match, columns }: ForeignKey): boolean {
  return match === 'full' && columns.length > 1;
}

/** The columns that say whether a key is NULL: all under MATCH FULL, else those that may be. */
function columnsOfNull({ table }: SampledTable, key: ForeignKey): readonly string[] {
  if (isFull(key)) return key.columns;
  return key.columns.filter((name) => table.columns.find((column) => column.name === name)!.nullable);
}
