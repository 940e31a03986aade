import { DbsynthError } from '../errors.js';
import type { NumberScale } from '../model/model.js';
import { binCount, binOfNumber } from '../model/scale.js';
import { hash32, hashText, rehash } from '../random/hash.js';
import { DrawCompiler, type DrawVariable } from './compile-draw.js';
import { FamilyState } from './family-state.js';
import type { ReferenceResolver } from './resolve-reference.js';
import { RowFeatures } from './row-features.js';
import type { RowGuard } from './row-guard.js';
import type { SampledTable, SampledTables } from './sampled-table.js';

/** How often a row is drawn anew before its keys are repaired one step at a time. */
const MAX_ATTEMPTS = 200;
/** To how many other owners a row is moved at most. */
const MAX_MOVES = 50;
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

  constructor(
    private readonly sampled: SampledTable,
    tables: SampledTables,
    private readonly resolver: ReferenceResolver,
    private readonly guard: RowGuard,
    /** Owners without children, each given once. */
    private readonly childless: Iterator<number>,
    seed: number,
  ) {
    this.tableSeed = hash32(seed, hashText(sampled.model.id));
    this.family = new FamilyState(sampled);
    this.features = new RowFeatures(sampled, tables, this.family);
    const compiler = new DrawCompiler(sampled, tables, resolver, this.family, this.features);
    this.steps = planSteps(sampled, this.tableSeed, (variable) => compiler.compile(variable));
  }

  /**
   * Draws the rows of one family: row numbers `first` to `first + size - 1`.
   */
  drawFamily(first: number, size: number): void {
    this.family.start(size);
    this.resolver.startFamily(first);
    this.guard.startFamily();
    this.features.startFamily(first);
    for (let row = first; row < first + size; row++) {
      this.sampled.positions[row] = row - first;
      this.features.startRow(row);
      this.drawRow(row);
      this.family.add(row);
    }
  }

  private drawRow(row: number): void {
    this.drawFrom(0, row, 0);
    for (let attempt = 1; ; attempt++) {
      const broken = this.guard.check(row);
      if (broken === null) break;
      if (attempt > MAX_ATTEMPTS) {
        this.repair(row, broken.columns, attempt);
        break;
      }
      this.drawFrom(this.firstStepOf(broken.columns), row, attempt);
    }
    this.guard.commit(row);
    this.sampled.finished = row + 1;
  }

  private drawFrom(step: number, row: number, attempt: number): void {
    this.sampled.salts[row] = attempt;
    for (let at = this.steps.length - 1; attempt > 0 && at >= step; at--) {
      const undone = this.steps[at]!;
      if (undone.kind === 'reference') this.resolver.release(undone.reference, row);
    }
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

  /** Walks the last free column of a broken constraint through its values until the row is allowed. */
  private repair(row: number, columns: readonly string[], attempt: number): void {
    const { model, references } = this.sampled;
    for (const [index, key] of references.entries()) {
      if (!key.columns.some((column) => columns.includes(column))) continue;
      const isFree = this.resolver.walk(index, row, () => this.guard.check(row) === null);
      if (isFree) return;
    }
    for (let index = model.variables.length - 1; index >= 0; index--) {
      const { role, of, scale } = model.variables[index]!;
      if (role !== 'column' || !columns.includes(of)) continue;
      if (scale.kind === 'number' ? this.walkNumber(index, scale, row) : this.walkCategory(index, row))
        return;
    }
    if (this.moveToChildless(row, attempt)) return;
    throw new DbsynthError(
      'E_CAPACITY',
      `table "${model.id}": no value is left that its constraints allow for columns ${columns.join(', ')} (row ${row + 1}, after ${attempt} draws)`,
      { hint: 'ask for fewer rows of this table with --rows or --scale' },
    );
  }

  /** Gives the row to an owner that has no children yet: the last resort where families share a key. */
  private moveToChildless(row: number, attempt: number): boolean {
    if (this.sampled.owner === null) return false;
    for (let i = 1; i <= MAX_MOVES; i++) {
      const next = this.childless.next();
      if (next.done === true) return false;
      this.sampled.ownerRows[row] = next.value;
      this.sampled.positions[row] = 0;
      this.features.startFamily(row);
      try {
        this.drawFrom(0, row, attempt + i);
      } catch (error) {
        if (error instanceof DbsynthError && error.code === 'E_CAPACITY') continue;
        throw error;
      }
      if (this.guard.check(row) === null) return true;
    }
    return false;
  }

  private walkNumber(index: number, scale: NumberScale, row: number): boolean {
    const values = this.sampled.values[index]!;
    const start = values[row]!;
    if (Number.isNaN(start)) return false;
    const steps = Math.min(this.sampled.rows + 1000, 1_000_000);
    for (let i = 1; i <= steps; i++) {
      for (const sign of [1, -1]) {
        values[row] = start + sign * i * scale.step;
        this.sampled.bins[index]![row] = binOfNumber(scale, values[row]!);
        if (this.guard.check(row) === null) return true;
      }
    }
    values[row] = start;
    return false;
  }

  private walkCategory(index: number, row: number): boolean {
    const bins = this.sampled.bins[index]!;
    const count = binCount(this.sampled.model.variables[index]!.scale);
    const start = bins[row]!;
    for (let i = 1; i < count; i++) {
      bins[row] = (start + i) % count;
      if (this.guard.check(row) === null) return true;
    }
    bins[row] = start;
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
