import { DbsynthError } from '../errors.js';
import type { ForeignKey } from '../introspect/catalog.js';
import type { Base, Forest, NumberScale, Variable } from '../model/model.js';
import { binCount, binOfNumber, drawNumber } from '../model/scale.js';
import { drawBin } from '../model/walk-tree.js';
import { hash32, hashText, unit } from '../random/hash.js';
import { compileFeatures, FamilyState, type FeatureByte } from './read-features.js';
import { compilePath, type SampledTable, type SampledTables } from './sampled-table.js';
import type { ReferenceResolver } from './resolve-reference.js';
import type { RowGuard } from './row-guard.js';

const DAY = 86_400_000_000;
/** How often a row is drawn anew before its keys are repaired one step at a time. */
const MAX_ATTEMPTS = 200;
/** To how many other owners a row is moved at most. */
const MAX_MOVES = 50;
/** How often a difference that leads out of the learned range is drawn anew. */
const RANGE_ATTEMPTS = 6;

/** States of the gate of a category or reference inside a family. */
const FRESH = 0;
const PREVIOUS = 1;
const SEEN = 2;
const GATE_NULL = 3;

interface CompiledForest {
  readonly trees: Forest['trees'];
  readonly features: readonly FeatureByte[];
}

type Step =
  | { readonly kind: 'variable'; readonly variable: number }
  | { readonly kind: 'reference'; readonly reference: number };
type DrawVariable = (row: number, attempt: number) => void;

/**
 * Draws the rows of one table, family after family, each row variable by variable. Every number comes from a hash
 * of (seed, table, variable, row, attempt); what one row takes from another (siblings, degrees of parents, keys
 * in use) follows the order of rows, so that batches and threads do not matter.
 */
export class TableSampler {
  private readonly steps: readonly Step[];
  private readonly draws: DrawVariable[];
  private readonly family: FamilyState;
  private readonly tableSeed: number;

  constructor(
    private readonly sampled: SampledTable,
    private readonly tables: SampledTables,
    private readonly resolver: ReferenceResolver,
    private readonly guard: RowGuard,
    /** Owners without children, each given once. */
    private readonly childless: Iterator<number>,
    seed: number,
  ) {
    this.tableSeed = hash32(seed, hashText(sampled.model.id));
    this.family = new FamilyState(sampled);
    this.steps = planSteps(sampled);
    this.draws = sampled.model.variables.map((variable, index) => this.compileDraw(variable, index));
  }

  /**
   * Draws the rows of one family: row numbers `first` to `first + size - 1`.
   */
  drawFamily(first: number, size: number): void {
    this.family.start(size);
    this.resolver.startFamily(first);
    this.guard.startFamily();
    for (let row = first; row < first + size; row++) {
      this.sampled.positions[row] = row - first;
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
    for (let at = step; at < this.steps.length; at++) {
      const next = this.steps[at]!;
      if (next.kind === 'variable') this.draws[next.variable]!(row, attempt);
      else this.resolver.resolve(next.reference, row, attempt);
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

  // ---- drawing one variable

  private compileDraw(variable: Variable, index: number): DrawVariable {
    const draw = this.compileUsualDraw(variable, index);
    if (variable.start === null) return draw;
    const seed = hash32(this.tableSeed, index, 0x57a27);
    const bins = this.sampled.bins[index]!;
    const start = this.compileForest(variable.start);
    const setValue = variable.scale.kind === 'number' ? this.valueSetter(index, variable.scale, seed) : null;
    return (row, attempt) => {
      if (this.family.position > 0) return draw(row, attempt);
      bins[row] = this.draw(start, seed, row, attempt);
      setValue?.(row, bins[row]!, attempt);
    };
  }

  private compileUsualDraw(variable: Variable, index: number): DrawVariable {
    const seed = hash32(this.tableSeed, index, hashText(`${variable.role}:${variable.of}`));
    const bins = this.sampled.bins[index]!;
    const values = this.sampled.values[index]!;
    const { draw, scale } = variable;
    switch (draw.kind) {
      case 'forest': {
        const forest = this.compileForest(draw.forest);
        if (scale.kind !== 'number')
          return (row, attempt) => void (bins[row] = this.draw(forest, seed, row, attempt));
        const setValue = this.valueSetter(index, scale, seed);
        return (row, attempt) => {
          const bin = this.draw(forest, seed, row, attempt);
          bins[row] = bin;
          setValue(row, bin, attempt);
        };
      }
      case 'difference':
        return this.compileDifference(variable, draw, index, seed, bins, values!);
      case 'gate': {
        const drawGate = this.compileGate(variable, draw, seed, bins);
        if (scale.kind !== 'number') return drawGate;
        const setValue = this.valueSetter(index, scale, seed);
        return (row, attempt) => {
          drawGate(row, attempt);
          setValue(row, bins[row]!, attempt);
        };
      }
    }
  }

  private compileForest(forest: Forest): CompiledForest {
    return { trees: forest.trees, features: compileFeatures(forest, this.sampled, this.tables, this.family) };
  }

  private draw(forest: CompiledForest, seed: number, row: number, attempt: number): number {
    const hash = hash32(seed, row, attempt);
    const tree = forest.trees[hash % forest.trees.length]!;
    const { feature, split, left, subsets } = tree;
    let node = 0;
    for (let f = feature[0]!; f >= 0; f = feature[node]!) {
      const bin = forest.features[f]!(row);
      const at = split[node]!;
      const goesLeft =
        at >= 0 ? bin <= at : ((subsets[(-1 - at) * 8 + (bin >> 5)]! >>> (bin & 31)) & 1) === 1;
      node = left[node]! + (goesLeft ? 0 : 1);
    }
    return drawBin(tree, left[node]!, unit(hash32(seed, row, attempt, 1)));
  }

  /** Sets the value of a number from its bin; a clock is added to its day. */
  private valueSetter(
    index: number,
    scale: NumberScale,
    seed: number,
  ): (row: number, bin: number, attempt: number) => void {
    const nullBin = scale.upper.length;
    const { role, of } = this.sampled.model.variables[index]!;
    const numberOf = (row: number, bin: number, attempt: number): number =>
      drawNumber(
        scale,
        bin,
        unit(hash32(seed, row, attempt, 2)),
        unit(hash32(seed, row, attempt, 3)),
        unit(hash32(seed, row, attempt, 6)),
      );
    if (role === 'clock') {
      const day = this.sampled.model.variables.findIndex(
        (other) => other.role === 'column' && other.of === of,
      );
      const days = this.sampled.values[day]!;
      const floor = this.floorOfClock(day);
      return (row, bin, attempt) => {
        const dayStart = Math.floor(days[row]! / DAY) * DAY;
        let moment = dayStart + (bin === nullBin ? 0 : numberOf(row, bin, attempt));
        const least = floor(row);
        if (moment < least && least < dayStart + DAY)
          moment =
            least +
            Math.floor(((dayStart + DAY - least) * unit(hash32(seed, row, attempt, 4))) / scale.step) *
              scale.step;
        days[row] = moment;
      };
    }
    const values = this.sampled.values[index]!;
    return (row, bin, attempt) => void (values[row] = bin === nullBin ? NaN : numberOf(row, bin, attempt));
  }

  /** The moment before which a day with its clock must not lie. */
  private floorOfClock(day: number): (row: number) => number {
    const { draw } = this.sampled.model.variables[day]!;
    if (draw.kind !== 'difference' || !draw.keepsOrder) return () => -Infinity;
    const base = this.compileBase(draw.base);
    return (row) => base(row);
  }

  private compileDifference(
    variable: Variable,
    draw: Extract<Variable['draw'], { kind: 'difference' }>,
    index: number,
    seed: number,
    bins: Uint8Array,
    values: Float64Array,
  ): DrawVariable {
    const scale = variable.scale as NumberScale;
    const isDay = scale.step % DAY === 0;
    const base = this.compileBase(draw.base);
    const withBase = this.compileForest(draw.forest);
    const without = this.compileForest(draw.otherwise);
    const setValue = this.valueSetter(index, scale, seed);
    const nullBin = scale.upper.length;
    const differences = draw.scale.upper.length;
    const [lowest, highest] = rangeOf(scale);
    return (row, attempt) => {
      const from = base(row);
      if (Number.isNaN(from)) {
        bins[row] = this.draw(without, seed, row, attempt);
        setValue(row, bins[row]!, attempt);
        return;
      }
      const start = isDay ? Math.floor(from / DAY) * DAY : from;
      let value = NaN;
      for (let retry = 0; retry < RANGE_ATTEMPTS; retry++) {
        const salt = attempt + retry * 1000;
        const bin = this.draw(withBase, seed, row, salt);
        if (bin >= differences + draw.spikes.length) break;
        if (bin >= differences) {
          value = draw.spikes[bin - differences]!;
          break;
        }
        const difference = drawNumber(
          draw.scale,
          bin,
          unit(hash32(seed, row, salt, 2)),
          unit(hash32(seed, row, salt, 3)),
          unit(hash32(seed, row, salt, 6)),
        );
        value = tidy(start + difference);
        if (value >= lowest && value <= highest) break;
        value = Math.min(highest, Math.max(lowest, value));
      }
      values[row] = value;
      bins[row] = Number.isNaN(value) ? nullBin : binOfNumber(scale, value);
    };
  }

  private compileBase(base: Base): (row: number) => number {
    if (base.from === 'own') {
      const values = this.sampled.values[base.variable]!;
      return (row) => values[row]!;
    }
    if (base.from === 'previous') {
      const values = this.sampled.values[base.variable]!;
      return (row) => (this.family.position > 0 ? values[row - 1]! : NaN);
    }
    const follow = compilePath(this.sampled, base.path, this.tables);
    let above = this.sampled;
    for (const step of base.path) {
      const key: ForeignKey = step === null ? above.owner! : above.references[step]!;
      above = this.tables.get(key.parent)!;
    }
    const values = above.values[base.variable]!;
    return (row) => {
      const parent = follow(row);
      return parent < 0 ? NaN : values[parent]!;
    };
  }

  /** A value that a sibling had: one that fits the row, else a random sibling's. */
  private drawSeen(
    again: CompiledForest | null,
    seen: ReadonlySet<number>,
    seed: number,
    row: number,
    attempt: number,
    bins: Uint8Array,
  ): number {
    const salt = attempt * 1000;
    for (let retry = 1; again !== null && retry <= 12; retry++) {
      const bin = this.draw(again, seed, row, salt + retry);
      if (seen.has(bin)) return bin;
    }
    const before = this.family.position;
    const bin = bins[row - 1 - Math.floor(unit(hash32(seed, row, attempt, 5)) * before)]!;
    return seen.has(bin) ? bin : bins[row - 1]!;
  }

  private compileGate(
    variable: Variable,
    draw: Extract<Variable['draw'], { kind: 'gate' }>,
    seed: number,
    bins: Uint8Array,
  ): DrawVariable {
    const gate = this.compileForest(draw.gate);
    const fresh = this.compileForest(draw.fresh);
    const again = draw.again === null ? null : this.compileForest(draw.again);
    const nullBin = binCount(variable.scale);
    const isReference = variable.role === 'reference';
    const seen = this.family.watchDistinct(this.sampled.model.variables.indexOf(variable));
    return (row, attempt) => {
      let state = this.draw(gate, seed, row, attempt);
      if (state === GATE_NULL) {
        bins[row] = nullBin;
        return;
      }
      if (isReference) {
        const repeated = this.resolver.repeat(
          variable.of,
          row,
          state === PREVIOUS,
          state === SEEN,
          unit(hash32(seed, row, attempt, 5)),
        );
        if (repeated >= 0) {
          bins[row] = repeated;
          return;
        }
        state = FRESH;
      } else if (state === PREVIOUS && this.family.position > 0 && bins[row - 1] !== nullBin) {
        bins[row] = bins[row - 1]!;
        return;
      } else if (state === SEEN && seen.size > 0) {
        bins[row] = this.drawSeen(again, seen, seed, row, attempt, bins);
        return;
      }
      let bin = this.draw(fresh, seed, row, attempt);
      for (let retry = 1; !isReference && retry < 12 && seen.has(bin); retry++)
        bin = this.draw(fresh, seed, row, attempt + retry * 1000);
      bins[row] = bin;
    };
  }
}

/** Steps of a row: leading variables, each reference with its variable before it, then the rest. */
function planSteps(sampled: SampledTable): Step[] {
  const { model } = sampled;
  const steps: Step[] = [];
  const variableOf = new Map<string, number>();
  model.variables.forEach(({ role, of }, variable) => {
    if (role === 'reference') variableOf.set(of, variable);
  });
  for (let variable = 0; variable < model.leading; variable++) steps.push({ kind: 'variable', variable });
  model.references.forEach(({ foreignKey }, reference) => {
    const variable = variableOf.get(foreignKey);
    if (variable !== undefined) steps.push({ kind: 'variable', variable });
    steps.push({ kind: 'reference', reference });
  });
  model.variables.forEach(({ role }, variable) => {
    if (variable >= model.leading && role !== 'reference') steps.push({ kind: 'variable', variable });
  });
  return steps;
}

function rangeOf(scale: NumberScale): [number, number] {
  let low = scale.lowTail === null ? scale.low[0]! : scale.lowTail.edge - scale.lowTail.limit;
  let high = scale.highTail === null ? scale.high.at(-1)! : scale.highTail.edge + scale.highTail.limit;
  for (const atom of scale.atoms[0]!) low = Math.min(low, atom);
  for (const atom of scale.atoms.at(-1)!) high = Math.max(high, atom);
  return [low, high];
}

/** A sum without the noise of binary fractions. */
function tidy(value: number): number {
  if (Number.isInteger(value)) return value;
  return Math.abs(value) < 9e6 ? Math.round(value * 1e9) / 1e9 : Number(value.toPrecision(15));
}
