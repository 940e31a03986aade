import { DbsynthError } from '../errors.js';
import { hash32, hashText, rehash } from '../random/hash.js';
import { compileRangeCheck } from './check-ranges.js';
import { DrawCompiler } from './compile-draw.js';
import type { DrawVariable } from './draw-variable.js';
import { FamilyState } from './family-state.js';
import type { ReferenceResolver } from './resolve-reference.js';
import { choose, Refiner, type Onlooker } from './refiner.js';
import { RowFeatures } from './row-features.js';
import type { AdjustedCells } from './adjusted-cells.js';
import type { RowGuard, Violation } from './row-guard.js';
import type { ApartKeeper } from './keep-apart.js';
import type { RowRepair } from './row-repair.js';
import type { SampledTable, SampledTables } from './sampled-table.js';

/** How often a row is drawn anew before single cells of it are changed. */
const MOST_DRAWS_FOR_CHECK = 150;
const MOST_DRAWS_FOR_KEY = 24;
/** How often a row is drawn anew whose worked-out numbers lie beyond all learned ones, before it is taken as it is. */
const MOST_DRAWS_FOR_RANGE = 24;
/** Of so many rows or families that are drawn, one is taken. */
const CANDIDATES = 3;
/** The rows of each further family that is drawn to be chosen from start with an attempt so many higher. */
const ATTEMPTS_APART = 40;
/** To how many other owners a row is moved at most. */
const MAX_MOVES = 4;
type Step =
  | {
      readonly kind: 'variable';
      readonly variable: number;
      readonly bins: Uint8Array;
      readonly seed: number;
      readonly draw: DrawVariable;
    }
  | {
      readonly kind: 'reference';
      readonly reference: number;
      /** Its variable, whose bin may be another once the parent is found. */
      readonly variable: number | null;
    };

/**
 * Draws the rows of one table, family after family, each row variable by variable. Every number comes from a hash
 * of (seed, table, variable, row, attempt); what one row takes from another (siblings, degrees of parents, keys
 * in use) follows the order of rows, so that batches and threads do not matter.
 */
export class TableSampler {
  private readonly steps: readonly Step[];
  private readonly family: FamilyState;
  private readonly features: RowFeatures;
  private readonly tableSeed: number;
  private readonly checkRanges: ((row: number) => Violation | null) | null;
  /** The features of the family are those of another owner, to whom a row was moved. */
  private hasMoved = false;
  private readonly refiner: Refiner;
  private readonly choosesFamilies: boolean;
  /** The number of the first draw of each row of the family at hand. */
  private firstAttempt = 0;
  /** The family at hand may not be the one that is taken, so that no row of it may take the place of another. */
  private isTrial = false;
  /** Whether a row was given up because a reference found no parent beside those of others. */
  lacksParents = false;

  constructor(
    private readonly sampled: SampledTable,
    tables: SampledTables,
    private readonly resolver: ReferenceResolver,
    private readonly guard: RowGuard,
    private readonly adjusted: AdjustedCells,
    private readonly repair: RowRepair,
    private readonly apart: ApartKeeper,
    /** Owners without children, each given once. */
    private readonly childless: Iterator<number>,
    seed: number,
    onlooker: Onlooker | null = null,
  ) {
    this.tableSeed = hash32(seed, hashText(sampled.model.id));
    this.family = new FamilyState(sampled);
    this.features = new RowFeatures(sampled, tables, this.family);
    const compiler = new DrawCompiler(sampled, tables, resolver, this.family, this.features, this.tableSeed);
    this.checkRanges = compileRangeCheck(sampled);
    this.steps = planSteps(sampled, this.tableSeed, (variable) => compiler.compile(variable));
    this.refiner = new Refiner(sampled, tables, this.features, onlooker);
    // A family that is not taken must leave nothing behind.
    this.choosesFamilies =
      this.refiner.judgesFamilies &&
      guard.isWithinFamilies &&
      apart.isIdle &&
      !sampled.model.references.some(({ how }) => how.kind === 'self');
  }

  /**
   * Draws the rows of one family, from row number `first` on.
   * @returns how many of `size` rows its constraints left room for
   */
  drawFamily(first: number, size: number): number {
    const drawn = this.choosesFamilies ? this.drawChosenFamily(first, size) : this.drawRows(first, size);
    this.refiner.showFamily(first, drawn);
    return drawn;
  }

  /** Draws a family several times, and takes one of them by how real they look. */
  private drawChosenFamily(first: number, size: number): number {
    const odds: number[] = [];
    let drawn = 0;
    const drawAgain = (candidate: number): void => {
      this.undoRows(first, drawn);
      this.firstAttempt = candidate * ATTEMPTS_APART;
      drawn = this.drawRows(first, size);
    };
    this.isTrial = true;
    for (let candidate = 0; candidate < CANDIDATES; candidate++) {
      drawAgain(candidate);
      odds.push(drawn < size ? 0 : this.refiner.oddsOfFamily(first, size));
    }
    this.isTrial = false;
    const chosen = choose(odds, hash32(this.tableSeed, first, 0xfa));
    if (chosen < CANDIDATES - 1) drawAgain(Math.max(0, chosen));
    this.firstAttempt = 0;
    return drawn;
  }

  private undoRows(first: number, size: number): void {
    for (let row = first + size - 1; row >= first; row--) {
      this.releaseFrom(0, row, true);
      this.adjusted.clear(row);
    }
    this.sampled.finished = first;
  }

  private drawRows(first: number, size: number): number {
    this.family.start(size);
    this.resolver.startFamily(first);
    this.guard.startFamily();
    this.features.startFamily(first);
    let row = first;
    for (let i = 0; i < size; i++) {
      this.sampled.positions[row] = row - first;
      if (this.hasMoved) this.features.startFamily(row);
      this.hasMoved = false;
      this.features.startRow(row);
      if (!this.drawRow(row)) continue;
      this.refiner.showRow(row);
      this.family.add(row);
      row++;
    }
    return row - first;
  }

  /** @returns false when no row can be made that its constraints allow */
  private drawRow(row: number): boolean {
    if (!this.isPlaced(row)) {
      this.releaseFrom(0, row);
      this.adjusted.clear(row);
      if (!this.guard.waiveDemands() || !this.isPlaced(row)) return false;
    }
    this.guard.commit(row);
    this.apart.commit(row);
    this.sampled.finished = row + 1;
    return true;
  }

  private isPlaced(row: number): boolean {
    if (this.isKeptApart(row, this.tryRow(row, this.firstAttempt))) return true;
    return !this.isTrial && this.isKeptApart(row, this.moveToChildless(row));
  }

  /** Moves a row that was drawn to where it excludes no other; false when its constraints leave no such place. */
  private isKeptApart(row: number, isDrawn: boolean): boolean {
    if (!isDrawn) return false;
    const hasMoved = this.apart.place(row);
    return hasMoved === false || (hasMoved === true && this.guard.check(row) === null);
  }

  /** Draws a row anew, from the first column that a broken constraint names, and mends it if that does not help. */
  private tryRow(row: number, firstAttempt: number): boolean {
    if (!this.hasChosen(row, firstAttempt)) return false;
    const lastAttempt = firstAttempt + (this.refiner.judgesRows ? CANDIDATES - 1 : 0);
    for (let attempt = 1; ; attempt++) {
      const broken =
        this.guard.check(row) ?? (attempt <= MOST_DRAWS_FOR_RANGE ? (this.checkRanges?.(row) ?? null) : null);
      if (broken === null)
        return !this.resolver.isByRow || this.resolver.isConsistent(row) || this.repair.repair(row);
      if (attempt > (broken.isKey ? MOST_DRAWS_FOR_KEY : MOST_DRAWS_FOR_CHECK))
        return this.repair.repair(row);
      if (!this.hasDrawn(this.firstStepOf(broken.columns), row, lastAttempt + attempt)) return false;
    }
  }

  /** Draws a row several times, where that pays, and takes one by how real they look. */
  private hasChosen(row: number, firstAttempt: number): boolean {
    if (!this.refiner.judgesRows) return this.hasDrawn(0, row, firstAttempt);
    const odds: number[] = [];
    for (let candidate = 0; candidate < CANDIDATES; candidate++) {
      this.releaseFrom(0, row, true);
      const isDrawn = this.hasDrawn(0, row, firstAttempt + candidate);
      const isGood = isDrawn && this.guard.check(row) === null && !this.checkRanges?.(row);
      odds.push(isGood ? this.refiner.oddsOfRow(row) : 0);
    }
    const chosen = choose(odds, hash32(this.tableSeed, row, 0xca));
    if (chosen === CANDIDATES - 1) return true;
    this.releaseFrom(0, row, true);
    return this.hasDrawn(0, row, firstAttempt + Math.max(0, chosen));
  }

  /** Draws a row from a step on; false when a reference finds no parent that other constraints allow. */
  private hasDrawn(step: number, row: number, attempt: number): boolean {
    try {
      this.drawFrom(step, row, attempt);
      return true;
    } catch (error) {
      if (!(error instanceof DbsynthError && error.code === 'E_CAPACITY')) throw error;
      this.lacksParents = true;
      return false;
    }
  }

  private drawFrom(step: number, row: number, attempt: number): void {
    this.sampled.salts[row] = attempt;
    if (attempt > 0) this.releaseFrom(step, row);
    const { features, steps, sampled } = this;
    const rowHash = hash32(this.tableSeed, row, attempt);
    for (let at = step; at < steps.length; at++) {
      const next = steps[at]!;
      if (next.kind === 'variable') {
        next.draw(row, rehash(rowHash, next.seed));
        features.bytes[next.variable] = next.bins[row]!;
      } else {
        this.resolver.resolve(next.reference, row, attempt);
        if (next.variable !== null) features.bytes[next.variable] = sampled.bins[next.variable]![row]!;
        features.startReference(next.reference, row);
      }
    }
  }

  /** @param isUndone the row may be drawn again as it was */
  private releaseFrom(step: number, row: number, isUndone = false): void {
    for (let at = this.steps.length - 1; at >= step; at--) {
      const undone = this.steps[at]!;
      if (undone.kind === 'reference') this.resolver.release(undone.reference, row, isUndone);
    }
  }

  /** The first step that has a say in any of the columns. */
  private firstStepOf(columns: readonly string[]): number {
    const { model, references } = this.sampled;
    const step = this.steps.findIndex((candidate) => {
      if (candidate.kind === 'reference')
        return references[candidate.reference]!.columns.some((column) => columns.includes(column));
      const { role, of } = model.variables[candidate.variable]!;
      return role !== 'count' && role !== 'reference' && columns.includes(of);
    });
    return step < 0 ? 0 : step;
  }

  /** Gives the row to an owner that has no children yet: the last resort where families share a key. */
  private moveToChildless(row: number): boolean {
    const { ownerRows, positions } = this.sampled;
    if (this.sampled.owner === null || ownerRows[row]! < 0) return false;
    const [owner, position] = [ownerRows[row]!, positions[row]!];
    for (let i = 1; i <= MAX_MOVES; i++) {
      const next = this.childless.next();
      if (next.done === true) break;
      this.releaseFrom(0, row);
      this.adjusted.clear(row);
      ownerRows[row] = next.value;
      positions[row] = 0;
      this.features.startFamily(row);
      this.hasMoved = true;
      if (this.tryRow(row, i)) return true;
    }
    ownerRows[row] = owner;
    positions[row] = position;
    return false;
  }
}

/** Steps of a row: leading variables, each reference with its variable before it, then the rest. */
function planSteps(
  { model, bins }: SampledTable,
  tableSeed: number,
  compile: (variable: number) => DrawVariable,
): Step[] {
  const variableOf = new Map<string, number>();
  model.variables.forEach(({ role, of }, variable) => {
    if (role === 'reference') variableOf.set(of, variable);
  });
  const drawn = (variable: number): Step => {
    const { role, of } = model.variables[variable]!;
    const seed = hash32(tableSeed, hashText(`${role}:${of}`));
    return { kind: 'variable', variable, bins: bins[variable]!, seed, draw: compile(variable) };
  };
  const steps: Step[] = [];
  for (let variable = 0; variable < model.leading; variable++) steps.push(drawn(variable));
  model.references.forEach(({ foreignKey }, reference) => {
    const variable = variableOf.get(foreignKey) ?? null;
    if (variable !== null) steps.push(drawn(variable));
    steps.push({ kind: 'reference', reference, variable });
  });
  model.variables.forEach(({ role }, variable) => {
    if (variable >= model.leading && role !== 'reference') steps.push(drawn(variable));
  });
  return steps;
}
