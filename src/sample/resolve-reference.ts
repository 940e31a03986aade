import { DbsynthError } from '../errors.js';
import { isNeededBeside } from '../graph/is-needed-beside.js';
import { isOptional } from '../graph/is-optional.js';
import { selectorColumns } from '../graph/selector-columns.js';
import type { ForeignKey } from '../introspect/catalog.js';
import type { ReferenceModel } from '../model/model.js';
import { hash32, hashText, unit } from '../random/hash.js';
import { allocateFamilies } from './allocate-families.js';
import { compileHasKey } from './compile-has-key.js';
import { compileSelection } from './compile-selection.js';
import { findDistinctness, type Distinctness } from './find-distinctness.js';
import { findFollower, isDecidedTogether, type Follower } from './followers.js';
import { GroupedRows } from './grouped-rows.js';
import { findNullTies, type NullTies } from './null-ties.js';
import { cellsOfParents, childrenPerRow, degreesDrawn, spreadChildren, rowsAsking } from './parent-cells.js';
import { ParentPicker } from './parent-picker.js';
import { RowSet } from './row-set.js';
import { SelfReference } from './self-reference.js';
import { Support } from './support.js';
import { compilePath, tableAt, type SampledTable, type SampledTables } from './sampled-table.js';

/** Of relatives, so many are looked at for the one that misses children most. */
const MOST_KIN = 200;

/** How one reference of the table at hand finds parent rows. */
interface Resolved {
  readonly key: ForeignKey;
  readonly model: ReferenceModel;
  readonly links: Int32Array;
  readonly parentRows: number;
  readonly isNullable: boolean;
  /** Bins of its variable, the null bin being `nullBin`; null without a variable. */
  readonly bins: Uint8Array | null;
  readonly nullBin: number;
  readonly picker: ParentPicker;
  readonly cellOf: Uint8Array;
  /** Whether the source tells how many children each parent has, not only the parents' rows. */
  readonly isCounted: boolean;
  /** Parent rows that agree in the columns which other foreign keys of the row decide; null if there are none. */
  readonly groups: GroupedRows | null;
  /** Of these, parent rows that stem from the same row as the child: preferred, not needed. */
  readonly kin: GroupedRows | null;
  readonly carried: ((row: number) => number) | null;
  /** No two children of an owner (or no two children at all) may have the same parent. */
  readonly isDistinct: Distinctness | null;
  readonly taken: Uint8Array | null;
  readonly inFamily: RowSet;
  readonly self: SelfReference | null;
  readonly seed: number;
  /** What keys decided before say of this one being NULL. */
  readonly ties: NullTies;
  /** Whether a polymorphic reference concerns a row; null = it concerns all. */
  readonly isConcerned: ((row: number) => boolean) | null;
  /** Polymorphic references go by where it leads. */
  readonly isSelecting: boolean;
  /** Whether a parent row can be referred to; null = all can. */
  readonly hasKey: ((parent: number) => boolean) | null;
  /** What it must leave to references behind it that are needed. */
  readonly leaves: Pick<Support, 'holds'>[];
  /** The same of those whose columns it decides together with keys before it. */
  readonly followers: (Follower & { readonly reference: Resolved })[];
  /** What references before it have left to this one, where each parent may be used once. */
  readonly left: Support[];
  /** Parent that the gate chose for the row at hand; -1 = none. */
  pending: number;
}

/**
 * Finds the parent rows of a table's references, so that each parent gets the children drawn with it, keys that
 * share columns agree, and pairs that must be unique are.
 */
export class ReferenceResolver {
  private readonly references: readonly Resolved[];
  private first = 0;
  /** Whether what the row itself holds decides which parents agree. */
  readonly isByRow: boolean;

  constructor(
    private readonly sampled: SampledTable,
    private readonly tables: SampledTables,
    nulled: ReadonlySet<string>,
    seed: number,
  ) {
    const tableSeed = hash32(seed, hashText(sampled.model.id), 0x4ef);
    this.references = sampled.references.map((_, index) => this.prepare(index, nulled, tableSeed));
    this.findSupports();
    this.isByRow = this.references.some(({ groups }) => groups?.isByRow === true);
  }

  startFamily(first: number): void {
    this.first = first;
    for (const { inFamily } of this.references) inFamily.clear();
  }

  /** Sets the parent row of a reference. */
  resolve(index: number, row: number, attempt: number): void {
    const reference = this.references[index]!;
    const found = this.find(reference, row, attempt);
    reference.links[row] = found;
    if (found < 0) {
      const isNeeded = !mayBeNull(reference, row) && reference.isConcerned?.(row) !== false;
      if (isNeeded && reference.model.how.kind !== 'late') throw this.noParent(reference);
      return;
    }
    take(reference, found);
  }

  /**
   * Takes back a parent before the reference is resolved anew.
   * @param isUndone the row may be drawn again as it was
   */
  release(index: number, row: number, isUndone = false): void {
    const reference = this.references[index]!;
    const held = reference.links[row]!;
    if (held < 0) return;
    if (isUndone) reference.picker.putBack(held);
    else reference.picker.release(held);
    if (reference.taken !== null) reference.taken[held] = 0;
    for (const support of reference.left) support.release(held);
    reference.links[row] = -1;
    if (reference.isDistinct === 'in family' && !isInRange(reference.links, held, this.first, row))
      reference.inFamily.delete(held);
  }

  /**
   * Chooses the parent of an earlier sibling.
   * @returns the bin of that sibling's variable; -1 when there is no such sibling
   */
  repeat(foreignKey: string, row: number, isPrevious: boolean, isSeen: boolean, u: number): number {
    const reference = this.references.find(({ key }) => key.name === foreignKey)!;
    reference.pending = -1;
    if (row === this.first || !(isPrevious || isSeen)) return -1;
    const earlier = isPrevious ? row - 1 : this.seenBefore(reference, row, u);
    const parent = earlier < 0 ? -1 : reference.links[earlier]!;
    if (parent < 0 || !this.isOpen(reference, row, parent) || !agreesWithRow(reference, row, parent))
      return -1;
    if (reference.ties.bindsNull(row)) return -1;
    // Where it is known how many children each parent has, none gets more.
    if (reference.isCounted && !reference.picker.hasLeft(parent)) return -1;
    if (reference.kin?.agrees(row, parent) === false) return -1;
    reference.pending = parent;
    return reference.bins![earlier]!;
  }

  /**
   * Tries every parent row, and last none, until one satisfies a condition on the row.
   * @param isSpent asked before every trial, whether to give up
   */
  walk(index: number, row: number, isFree: () => boolean, isSpent: () => boolean): boolean {
    const reference = this.references[index]!;
    const { links, picker, model } = reference;
    if (model.how.kind === 'late' || reference.parentRows === 0 || reference.isSelecting) return false;
    if (reference.isConcerned?.(row) === false) return false;
    const held = links[row]!;
    this.release(index, row);
    const lead = (parent: number): void => {
      links[row] = parent;
      if (parent < 0) return;
      picker.take(parent);
      take(reference, parent);
    };
    const candidates = reference.self?.rowsFor(row) ?? reference.groups?.rowsFor(row) ?? null;
    const count = candidates?.length ?? reference.parentRows;
    const start = hash32(reference.seed, row, 0x3a1c) % Math.max(1, count);
    for (let i = 0; i < count && !isSpent(); i++) {
      const at = (start + i) % count;
      const parent = candidates === null ? at : candidates[at]!;
      if (parent === held || !this.isAllowed(reference, parent)) continue;
      lead(parent);
      if (this.isConsistent(row) && isFree()) return true;
      this.release(index, row);
    }
    if (held >= 0 && reference.isNullable && !isSpent() && this.isConsistent(row) && isFree()) return true;
    lead(held);
    return false;
  }

  /** Whether all parents of a row agree in the columns that their keys share. */
  isConsistent(row: number): boolean {
    return this.references.every((reference) => isAgreed(reference, row));
  }

  /** @returns position of a reference whose parent does not agree, -1 when all do */
  firstInconsistent(row: number): number {
    return this.references.findIndex((reference) => !isAgreed(reference, row));
  }

  /** A sibling's row that has another parent than the previous sibling. */
  private seenBefore(reference: Resolved, row: number, u: number): number {
    const previous = reference.links[row - 1];
    const start = Math.floor(u * (row - this.first));
    for (let i = 0; i < row - this.first; i++) {
      const earlier = this.first + ((start + i) % (row - this.first));
      if (reference.links[earlier]! >= 0 && reference.links[earlier] !== previous) return earlier;
    }
    return row - 1;
  }

  private find(reference: Resolved, row: number, attempt: number): number {
    const { pending } = reference;
    reference.pending = -1;
    if (reference.parentRows === 0) return -1;
    if (reference.isConcerned?.(row) === false) {
      if (reference.bins !== null) reference.bins[row] = reference.nullBin;
      return -1;
    }
    const { how, nullShare } = reference.model;
    let bin = reference.bins === null ? -1 : reference.bins[row]!;
    if (how.kind !== 'late' && reference.ties.bindsNull(row)) {
      if (bin >= 0) reference.bins![row] = reference.nullBin;
      return -1;
    }
    const isFree = mayBeNull(reference, row);
    if (bin >= 0 && bin === reference.nullBin) {
      // Of a polymorphic reference, most rows with this bin are not concerned.
      const isNull = reference.isConcerned === null || unit(hash32(reference.seed, row, 1)) < nullShare;
      if (isFree && isNull) return -1;
      // The source has rows without the parent that they need; a copy must not.
      bin = hash32(reference.seed, row, attempt, 4) % Math.max(1, reference.nullBin);
      reference.bins![row] = bin;
    }
    if (pending >= 0) {
      reference.picker.take(pending);
      return pending;
    }
    if (how.kind === 'late') return -1;
    if (reference.self !== null) return reference.self.find(row, attempt, isFree);
    if (bin < 0 && isFree && unit(hash32(reference.seed, row, 1)) < nullShare) return -1;
    if (reference.carried !== null) {
      const parent = reference.carried(row);
      if (parent < 0 ? isFree : this.suits(reference, row, parent)) return parent;
    }
    const isAllowed = (parent: number): boolean => this.isOpen(reference, row, parent);
    const cell = Math.max(0, bin);
    const kin = reference.kin?.rowsFor(row) ?? null;
    if (kin !== null) {
      const start = hash32(reference.seed, row, attempt, 2);
      const parent = reference.picker.pickAmong(kin, reference.cellOf, cell, start, isAllowed, MOST_KIN);
      if (parent >= 0) return parent;
      if (isFree) {
        if (bin >= 0) reference.bins![row] = reference.nullBin;
        return -1;
      }
    }
    if (reference.groups === null) return reference.picker.pick(cell, row, attempt, isAllowed);
    const group = reference.groups.rowsFor(row);
    if (group === null) return reference.picker.pick(cell, row, attempt, isAllowed);
    return reference.picker.pickAmong(
      group,
      reference.cellOf,
      cell,
      hash32(reference.seed, row, attempt, 2),
      isAllowed,
    );
  }

  /** Whether a row whose later references are not decided yet may have a parent. */
  private isOpen(reference: Resolved, row: number, parent: number): boolean {
    return this.isAllowed(reference, parent) && this.leavesOthers(reference, row, parent);
  }

  /** Whether the row that another path reaches can be the parent. */
  private suits(reference: Resolved, row: number, parent: number): boolean {
    return (
      reference.hasKey?.(parent) !== false &&
      agreesWithRow(reference, row, parent) &&
      this.leavesOthers(reference, row, parent)
    );
  }

  /** Whether the references behind find a parent beside this one. */
  private leavesOthers({ leaves, followers, links }: Resolved, row: number, parent: number): boolean {
    if (!leaves.every((support) => support.holds(parent))) return false;
    if (followers.length === 0) return true;
    const held = links[row]!;
    links[row] = parent;
    const isFollowed = followers.every((follower) => !follower.isBound(row) || this.hasParent(follower, row));
    links[row] = held;
    return isFollowed;
  }

  private hasParent({ reference, rowsFor }: Resolved['followers'][number], row: number): boolean {
    const rows = rowsFor(row);
    if (rows === null) return reference.parentRows > 0;
    return rows.some((parent) => this.isOpen(reference, row, parent));
  }

  /** Looks for references that must find a parent which agrees with one chosen before. */
  private findSupports(): void {
    const { references, sampled, tables } = this;
    references.forEach((later, at) => {
      const { model, parentRows, key, hasKey, isDistinct } = later;
      if (model.how.kind === 'late' || key.when !== undefined) return;
      references.slice(0, at).forEach((first, index) => {
        if (first.model.how.kind === 'late' || first.parentRows === 0) return;
        if (key.parent !== sampled.model.id && isDecidedTogether(sampled, index, at, tables)) {
          const parent = parentRows === 0 ? null : tables.get(key.parent)!;
          const follower = findFollower(sampled, index, at, parent, tables);
          if (follower !== null) first.followers.push({ ...follower, reference: later });
          return;
        }
        if (!isNeededBeside(sampled.table, key, [first.key])) return;
        if (parentRows === 0) {
          if (later.isNullable) first.leaves.push(NO_SUPPORT);
          return;
        }
        const support = Support.between(sampled, index, at, tables, hasKey);
        if (support === null) return;
        first.leaves.push(support);
        if (isDistinct === 'overall') later.left.push(support);
      });
    });
  }

  /** The owner and the references before one; those that close a cycle are decided when all tables are drawn. */
  private decidedBefore(index: number): ForeignKey[] {
    const { owner, references, model } = this.sampled;
    const before = references.slice(0, index).filter((_, at) => model.references[at]!.how.kind !== 'late');
    return owner === null ? before : [owner, ...before];
  }

  private isAllowed(reference: Resolved, parent: number): boolean {
    if (reference.hasKey?.(parent) === false) return false;
    if (reference.taken !== null && reference.taken[parent] === 1) return false;
    return reference.isDistinct !== 'in family' || !reference.inFamily.has(parent);
  }

  private prepare(index: number, nulled: ReadonlySet<string>, tableSeed: number): Resolved {
    const { sampled, tables } = this;
    const key = sampled.references[index]!;
    const model = sampled.model.references[index]!;
    const variable = sampled.model.variables.findIndex(
      ({ role, of }) => role === 'reference' && of === key.name,
    );
    const isSelf = key.parent === sampled.model.id;
    const parent = isSelf ? sampled : tables.get(key.parent);
    const parentRows = nulled.has(key.name) || parent === undefined ? 0 : parent.rows;
    const seed = hash32(tableSeed, hashText(key.name));
    const isDistinct = findDistinctness(sampled, key);
    const { when: _, ...whole } = key;
    const isNullable = isOptional(sampled.table, whole);
    const isLinked = !isSelf && parent !== undefined && parentRows > 0;
    const cells = isLinked
      ? cellsOfParents(parent, model, `${sampled.model.id}.${key.name}`)
      : { cellOf: new Uint8Array(parentRows), count: 1 };
    const isLike = isLinked || (isSelf && parentRows > 0);
    const groups = isLike ? GroupedRows.forReference(sampled, index, parent!, tables) : null;
    const kin = isLike ? GroupedRows.forKin(sampled, index, parent!, tables) : null;
    return {
      key,
      model,
      links: sampled.links.get(key.name)!,
      parentRows,
      isNullable,
      bins: variable < 0 ? null : sampled.bins[variable]!,
      nullBin: variable < 0 ? -1 : binCountOf(sampled, variable),
      picker: new ParentPicker(
        isLinked
          ? this.degreesOf(parent, key, model, cells.cellOf, isDistinct === 'overall', seed)
          : new Int32Array(parentRows),
        cells.cellOf,
        cells.count,
        seed,
      ),
      cellOf: cells.cellOf,
      isCounted: isLinked && childrenPerRow(model) !== null,
      groups,
      kin,
      carried: isLinked && model.how.kind === 'carried' ? this.compileCarried(model.how) : null,
      isDistinct,
      taken: isDistinct === 'overall' ? new Uint8Array(parentRows) : null,
      inFamily: new RowSet(isDistinct === 'in family' ? parentRows : 0),
      self:
        isSelf && parentRows > 0
          ? new SelfReference(
              model,
              sampled,
              kin ?? groups,
              isNullable,
              isDistinct === 'overall',
              groups === null && key.parentColumns.every((name) => sampled.numbered.has(name)),
              seed,
            )
          : null,
      seed,
      ties: findNullTies(sampled, index, this.decidedBefore(index)),
      isConcerned: compileSelection(sampled, key),
      isSelecting: key.columns.some((name) => selectorColumns(sampled.table).has(name)),
      hasKey: parent === undefined ? null : compileHasKey(key, parent),
      leaves: [],
      followers: [],
      left: [],
      pending: -1,
    };
  }

  private compileCarried(how: Extract<ReferenceModel['how'], { kind: 'carried' }>): (row: number) => number {
    const follow = compilePath(this.sampled, how.path, this.tables);
    if (how.through === null) return follow;
    const above = tableAt(this.sampled, how.path, this.tables).links.get(how.through)!;
    return (row) => {
      const at = follow(row);
      return at < 0 ? -1 : above[at]!;
    };
  }

  /** Children per parent row, as drawn with the parents and scaled to the rows that will ask; even if none were drawn. */
  private degreesOf(
    parent: SampledTable,
    key: ForeignKey,
    model: ReferenceModel,
    cellOf: Uint8Array,
    isUnique: boolean,
    seed: number,
  ): Int32Array {
    const of = `${this.sampled.model.id}.${key.name}`;
    const perRow = childrenPerRow(model);
    const drawn =
      (perRow === null
        ? degreesDrawn(parent, of)
        : spreadChildren(perRow, cellOf, degreesDrawn(parent, of))) ?? new Float64Array(parent.rows).fill(1);
    const asked = rowsAsking(model, this.sampled.rows);
    const limits = isUnique ? new Float64Array(parent.rows).fill(1) : null;
    return allocateFamilies(drawn, asked, limits, seed) ?? new Int32Array(parent.rows).fill(1);
  }

  private noParent(reference: Resolved): DbsynthError {
    return new DbsynthError(
      'E_CAPACITY',
      `table "${this.sampled.model.id}": foreign key ${reference.key.name} finds no row of "${reference.key.parent}" that its other constraints allow`,
      { hint: 'ask for more parent rows, or fewer rows of this table, with --rows' },
    );
  }
}

/** Where the later reference has no parents at all. */
const NO_SUPPORT: Pick<Support, 'holds'> = { holds: () => false };

/** Marks a parent as used. */
function take({ taken, isDistinct, inFamily, left }: Resolved, parent: number): void {
  if (taken !== null) taken[parent] = 1;
  for (const support of left) support.take(parent);
  if (isDistinct === 'in family') inFamily.add(parent);
}

function isAgreed({ links, groups, ties }: Resolved, row: number): boolean {
  const link = links[row]!;
  if (link < 0 ? ties.bindsParent(row) : ties.bindsNull(row)) return false;
  return groups === null || link < 0 || link === row || groups.agrees(row, link);
}

/** Whether a row may be without a parent, as far as keys decided before leave it the choice. */
function mayBeNull({ isNullable, ties }: Resolved, row: number): boolean {
  return isNullable && !ties.bindsParent(row);
}

/** Whether a parent agrees in the columns that the row has decided already. */
function agreesWithRow(reference: Resolved, row: number, parent: number): boolean {
  return reference.groups?.agrees(row, parent) ?? true;
}

function isInRange(links: Int32Array, parent: number, from: number, to: number): boolean {
  for (let row = from; row < to; row++) if (links[row] === parent) return true;
  return false;
}

function binCountOf(sampled: SampledTable, variable: number): number {
  const { scale } = sampled.model.variables[variable]!;
  return scale.kind === 'category' ? scale.values.length : scale.upper.length;
}
