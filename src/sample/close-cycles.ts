import { DbsynthError } from '../errors.js';
import type { LateKey } from '../graph/find-load-order.js';
import { isOptional } from '../graph/is-optional.js';
import { hash32, hashText } from '../random/hash.js';
import type { AdjustedCells } from './adjusted-cells.js';
import type { CandidateValues } from './candidate-values.js';
import { compileHasKey } from './compile-has-key.js';
import { compileLacksParent } from './compile-lacks-parent.js';
import { compileSelection } from './compile-selection.js';
import { findNeeded } from './find-needed.js';
import { decidedBeforeLate } from './grouped-rows.js';
import { LateParents } from './late-parents.js';
import { findNullTies, type NullTies } from './null-ties.js';
import type { OpenReference } from './open-references.js';
import type { RowGuard } from './row-guard.js';
import type { SampledTable, SampledTables } from './sampled-table.js';

/** What nobody has read yet of rows that wait, to be changed where no parent satisfies their constraints. */
export interface OpenCells {
  readonly columns: ReadonlySet<string>;
  readonly references: readonly OpenReference[];
  readonly adjusted: AdjustedCells;
  readonly candidates: CandidateValues;
  /** Watches the CHECKs that these foreign keys have no say in. */
  readonly checks: RowGuard;
}

/**
 * Chooses the parent rows of foreign keys that close a cycle, once all tables are drawn: a parent row that agrees in
 * shared columns and with which the constraints of the row hold, each at most once where the key is unique.
 * @param guard watches the constraints that these foreign keys have a say in
 * @param cells what may be changed beside the parents
 * @throws {DbsynthError} E_CAPACITY when a row that needs a parent finds none
 */
export function closeCycles(
  sampled: SampledTable,
  tables: SampledTables,
  late: readonly LateKey[],
  guard: RowGuard,
  cells: OpenCells | null,
  seed: number,
): void {
  const { table } = sampled;
  const choices = late.flatMap(({ foreignKey }) => {
    const choice = prepare(sampled, tables, foreignKey, seed);
    return choice === null ? [] : [choice];
  });
  const dangles = compileDangles(sampled);
  const agree = (row: number): boolean => !dangles(row) && choices.every((choice) => isAgreed(choice, row));
  for (const row of neededFirst(choices, sampled.rows)) {
    const isChosen = choices.map((choice) => tryChoose(choice, row, () => true));
    if (isChosen.includes(false) || guard.check(row) !== null)
      mend(table.id, choices, row, guard, cells, agree);
    guard.commit(row);
  }
  for (const { name, links } of choices)
    sampled.foreseen.set(
      name,
      Uint8Array.from(links, (link) => Number(link >= 0)),
    );
}

/** Rows in their order, but those that cannot be without a parent before all others. */
function neededFirst(choices: readonly Choice[], rows: number): Iterable<number> {
  const all = Array.from({ length: rows }, (_, row) => row);
  const isNeeded = (row: number): boolean => choices.some((choice) => choice.isNeeded[row] === 1);
  const needed = all.filter(isNeeded);
  return needed.length === 0 ? all : [...needed, ...all.filter((row) => !isNeeded(row))];
}

/** A foreign key to be closed. */
interface Choice {
  readonly table: string;
  readonly name: string;
  readonly links: Int32Array;
  readonly isOptional: boolean;
  /** Rows that cannot be without a parent though the key is optional, because others refer to them by it. */
  readonly isNeeded: Uint8Array;
  readonly lacksParent: (row: number) => boolean;
  /** Whether a polymorphic reference concerns a row; null = it concerns all. */
  readonly isConcerned: ((row: number) => boolean) | null;
  /** Whether a parent row can be referred to; null = all can. */
  readonly hasKey: ((parent: number) => boolean) | null;
  readonly parents: LateParents;
  /** What the keys decided before say of this one being NULL. */
  readonly ties: NullTies;
  /** Parents in use, where each may be used once. */
  readonly taken: Set<number> | null;
}

function prepare(sampled: SampledTable, tables: SampledTables, name: string, seed: number): Choice | null {
  const { table, references, model, rows } = sampled;
  const index = references.findIndex((reference) => reference.name === name);
  const key = references[index]!;
  const parent = tables.get(key.parent);
  if (parent === undefined || parent.rows === 0) return null;
  const { when: _, ...whole } = key;
  const before = decidedBeforeLate(sampled, index);
  const isUnique = table.uniques.some(
    ({ columns, predicate }) =>
      predicate === null && columns.every((column) => key.columns.includes(column!)),
  );
  const isNeeded = findNeeded(
    sampled,
    key.columns.filter((column) => sampled.late.has(column)),
    tables,
  );
  const isConcerned = compileSelection(sampled, key);
  const ownSeed = hash32(seed, hashText(model.id), hashText(name));
  const parents = new LateParents(sampled, tables, index, parent, isUnique, ownSeed);
  const lacks = compileLacksParent(model, index, seed);
  const foreseen = sampled.foreseen.get(name);
  const lacking = Uint8Array.from({ length: rows }, (_, row) => Number(lacks(row) && foreseen?.[row] !== 1));
  const mayLack = (row: number): boolean => isNeeded[row] === 0 && isConcerned?.(row) !== false;
  leaveOutKinless(lacking, (row) => parents.isWithoutKin(row), mayLack);
  return {
    table: table.id,
    name,
    links: sampled.links.get(name)!,
    isOptional: isOptional(table, whole),
    isNeeded,
    lacksParent: (row) => lacking[row] === 1,
    isConcerned,
    hasKey: compileHasKey(key, parent),
    parents,
    ties: findNullTies(sampled, index, sampled.owner === null ? before : [sampled.owner, ...before]),
    taken: isUnique ? new Set() : null,
  };
}

/** Rows without kin go without a parent in the place of others, so that as many do as before. */
function leaveOutKinless(
  lacking: Uint8Array,
  isWithoutKin: (row: number) => boolean,
  mayLack: (row: number) => boolean,
): void {
  let spare = 0;
  for (let row = 0; row < lacking.length; row++)
    if (lacking[row] === 0 && mayLack(row) && isWithoutKin(row)) {
      lacking[row] = 1;
      spare++;
    }
  for (let row = 0; row < lacking.length && spare > 0; row++)
    if (lacking[row] === 1 && mayLack(row) && !isWithoutKin(row)) {
      lacking[row] = 0;
      spare--;
    }
}

/** Gives a row the first parent, from a random place on, that is free and suits; or none. */
function choose(choice: Choice, row: number, suits: () => boolean): boolean {
  const { links, taken, parents, ties } = choice;
  const isOptional = mayBeNull(choice, row);
  links[row] = -1;
  if (choice.isConcerned?.(row) === false) return suits();
  if (ties.bindsNull(row)) return isOptional && suits();
  if (isOptional && choice.lacksParent(row) && suits()) return true;
  for (const found of parents.candidates(row)) {
    if (taken?.has(found) === true || choice.hasKey?.(found) === false) continue;
    links[row] = found;
    if (!suits()) continue;
    taken?.add(found);
    parents.take(found);
    return true;
  }
  links[row] = -1;
  if (isOptional && suits()) return true;
  if (isOptional) return false;
  throw new DbsynthError(
    'E_CAPACITY',
    `table "${choice.table}": foreign key ${choice.name} finds no parent row that its other constraints allow`,
    { hint: 'ask for more parent rows, or fewer rows of this table, with --rows' },
  );
}

function mayBeNull({ isOptional, isNeeded, ties }: Choice, row: number): boolean {
  return isOptional && isNeeded[row] === 0 && !ties.bindsParent(row);
}

/** Whether the parent of a row, or that it has none, suits its other foreign keys. */
function isAgreed(choice: Choice, row: number): boolean {
  const { links, parents, ties, isConcerned } = choice;
  const link = links[row]!;
  if (link < 0) return isConcerned?.(row) === false || mayBeNull(choice, row);
  return !ties.bindsNull(row) && parents.agrees(row, link);
}

/** Whether a row has no parent by a foreign key whose columns are all filled by others. */
function compileDangles(sampled: SampledTable): (row: number) => boolean {
  const { references, owner, links } = sampled;
  const all = owner === null ? references : [owner, ...references];
  const ties = references.map(({ name }, index) => ({
    links: links.get(name)!,
    isWhole: findNullTies(sampled, index, all).bindsParent,
  }));
  return (row) => ties.some((tie) => tie.links[row]! < 0 && tie.isWhole(row));
}

/**
 * Changes the parents of a row, one foreign key after the other, then two at a time, until its constraints hold; then,
 * where the row is not written yet, what else of it may change.
 */
function mend(
  table: string,
  choices: readonly Choice[],
  row: number,
  guard: RowGuard,
  cells: OpenCells | null,
  agree: (row: number) => boolean,
): void {
  const holds = (): boolean => agree(row) && guard.check(row) === null;
  for (const choice of choices) if (replace(choice, row, holds)) return;
  for (const first of choices)
    for (const second of choices)
      if (first !== second && replace(first, row, () => replace(second, row, holds))) return;
  if (cells !== null && changeReference(cells, choices, row, guard, agree)) return;
  if (cells !== null && agree(row) && changeCell(cells, row, guard)) return;
  throw new DbsynthError(
    'E_CAPACITY',
    `table "${table}": the parents that close a cycle leave row ${row + 1} no way to satisfy its constraints`,
    { hint: 'ask for fewer rows of this table with --rows or --scale' },
  );
}

/** Leads another reference of a row elsewhere, alone or together with one that closes a cycle. */
function changeReference(
  { references, checks }: OpenCells,
  choices: readonly Choice[],
  row: number,
  guard: RowGuard,
  agree: (row: number) => boolean,
): boolean {
  const holds = (): boolean => guard.check(row) === null && agree(row) && checks.check(row) === null;
  if (references.some((reference) => reference.replace(row, holds))) return true;
  return choices.some((choice) =>
    references.some((reference) => reference.replace(row, () => replace(choice, row, holds))),
  );
}

/** Gives a cell of a broken constraint another value, where the row is not written yet. */
function changeCell(
  { columns, adjusted, candidates, checks }: OpenCells,
  row: number,
  guard: RowGuard,
): boolean {
  const broken = guard.check(row);
  if (broken === null) return true;
  for (const column of broken.columns) {
    if (!columns.has(column) || !adjusted.canAdjust(column)) continue;
    const held = adjusted.hold(column, row);
    for (const value of broken.isKey ? candidates.forKey(column, row) : candidates.forCheck(column, row)) {
      adjusted.set(column, row, value);
      if (guard.check(row) === null && checks.check(row) === null) return true;
    }
    adjusted.restore(column, row, held);
  }
  return false;
}

/** Gives a row another parent that suits, or leaves it as it was. */
function replace(choice: Choice, row: number, suits: () => boolean): boolean {
  const { links, taken, parents } = choice;
  const held = links[row]!;
  taken?.delete(held);
  if (held >= 0) parents.release(held);
  if (tryChoose(choice, row, suits)) return true;
  links[row] = held;
  if (held < 0) return false;
  taken?.add(held);
  parents.take(held);
  return false;
}

function tryChoose(choice: Choice, row: number, suits: () => boolean): boolean {
  try {
    return choose(choice, row, suits);
  } catch (error) {
    if (error instanceof DbsynthError && error.code === 'E_CAPACITY') return false;
    throw error;
  }
}
