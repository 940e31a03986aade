import { MICROS_PER_DAY } from '../classify/civil.js';
import { formatMoment, parseMoment } from '../classify/moment-format.js';
import type {
  Base,
  Bound,
  Conditional,
  Determined,
  DifferenceDraw,
  Draw,
  NumberScale,
  Path,
  Variable,
} from '../model/model.js';
import { NumberDrawer } from '../model/number-drawer.js';
import { snapToPhase } from '../model/phase.js';
import { binCount, binOfNumber, rangeOf } from '../model/scale.js';
import { seasonOf } from '../model/season.js';
import { workOut } from '../model/work-out.js';
import { hash32, rehash, unit } from '../random/hash.js';
import { compileBase } from './compile-base.js';
import type { DrawVariable } from './draw-variable.js';
import type { FamilyState } from './family-state.js';
import type { BinDrawer } from './bin-drawer.js';
import { CopulaDrawer } from './copula-drawer.js';
import { ForestDrawer } from './forest-drawer.js';
import { keepBounds } from './keep-bounds.js';
import type { ReferenceResolver } from './resolve-reference.js';
import type { RowFeatures } from './row-features.js';
import { compilePath, tableAt, type SampledTable, type SampledTables } from './sampled-table.js';
import { tidy } from './tidy.js';

type SetValue = (row: number, bin: number, cell: number) => void;
type Gate = Extract<Draw, { kind: 'gate' }>;
type Echo = Extract<Draw, { kind: 'echo' }>;
type WorkedOut = Extract<Draw, { kind: 'formula' }>;

/** What determines a column leaves it open. */
const OPEN = 255;
/** How often a difference that leads out of the learned range is drawn anew. */
const RANGE_ATTEMPTS = 6;
/** The same where its month is less likely than others, too. */
const SEASON_ATTEMPTS = 12;

/** States of the gate of a category or reference inside a family. */
const PREVIOUS = 1;
const SEEN = 2;
const GATE_NULL = 3;

/** Which of a cell's further hashes decides what; `NumberDrawer` takes the first ones. */
const SALT = { clock: 11, sibling: 12, fresh: 13, again: 14, season: 15, retry: 100 };

/** Makes the functions that draw the variables of one table. */
export class DrawCompiler {
  constructor(
    private readonly sampled: SampledTable,
    private readonly tables: SampledTables,
    private readonly resolver: ReferenceResolver,
    private readonly family: FamilyState,
    private readonly features: RowFeatures,
    private readonly seed: number,
  ) {}

  compile(index: number): DrawVariable {
    const variable = this.sampled.model.variables[index]!;
    const draw = this.wholeYears(variable, index, this.compileUnbound(variable, index));
    return variable.bounds === undefined ? draw : this.compileBounded(variable, variable.bounds, draw, index);
  }

  /** Years begin with their first day, so that what is told by a year is in it. */
  private wholeYears({ role, of }: Variable, index: number, draw: DrawVariable): DrawVariable {
    const columnClass = this.sampled.model.columns.find(({ name }) => name === of)?.class;
    if (role !== 'column' || columnClass?.kind !== 'moment' || columnClass.format.form !== 'year')
      return draw;
    const values = this.sampled.values[index]!;
    const { format } = columnClass;
    return (row, cell) => {
      draw(row, cell);
      if (!Number.isNaN(values[row]!)) values[row] = parseMoment(format, formatMoment(format, values[row]!));
    };
  }

  /** A moment's bounds hold for its day, and once more for the whole when its clock is drawn. */
  private compileBounded(
    variable: Variable,
    bounds: readonly Bound[],
    draw: DrawVariable,
    index: number,
  ): DrawVariable {
    const { sampled } = this;
    const { variables } = sampled.model;
    const [at, next] = [variable.role === 'clock' ? index - 1 : index, variables[index + 1]];
    const { scale, nullable } = variables[at] as Variable & { scale: NumberScale };
    const { step, offset } = variable.scale as NumberScale;
    const isDay = variable.role === 'column' && next?.role === 'clock' && next.of === variable.of;
    const values = sampled.values[at]!;
    const read = bounds.map(({ base, side, isStrict }) => ({ side, isStrict, read: this.compileBase(base) }));
    const bins = sampled.bins[at]!;
    const rebin = (row: number): void => {
      const value = values[row]!;
      bins[row] = Number.isNaN(value) ? scale.upper.length : binOfNumber(scale, value);
    };
    const of = sampled.model.columns.find(({ name }) => name === variable.of)?.class;
    const isMoment = of?.kind === 'moment' && of.hasDate;
    return keepBounds(draw, read, { values, step, offset, isNullable: nullable, isMoment, isDay, rebin });
  }

  private compileUnbound(variable: Variable, index: number): DrawVariable {
    const { family } = this;
    const usual = this.compileUsual(variable, index);
    const start = variable.start === null ? null : this.compilePlain(variable, variable.start, index);
    const draw: DrawVariable =
      start === null
        ? usual
        : (row, cell) => {
            if (family.position > 0) usual(row, cell);
            else start(row, cell);
          };
    return variable.determined === null
      ? draw
      : this.compileDetermined(variable, variable.determined, draw, index);
  }

  private compileDetermined(
    { scale }: Variable,
    { feature, bins: told }: Determined,
    draw: DrawVariable,
    index: number,
  ): DrawVariable {
    const { features } = this;
    const slot = features.slotOf(feature);
    const bins = this.sampled.bins[index]!;
    const setValue = scale.kind === 'number' ? this.valueSetter(index, scale) : null;
    return (row, cell) => {
      const bin = told[features.bytes[slot]!]!;
      if (bin === OPEN) return draw(row, cell);
      bins[row] = bin;
      setValue?.(row, bin, cell);
    };
  }

  private compileUsual(variable: Variable, index: number): DrawVariable {
    const { draw, scale } = variable;
    switch (draw.kind) {
      case 'forest':
        return this.compilePlain(variable, draw.forest, index);
      case 'difference':
        return this.compileDifference(variable, draw, index);
      case 'formula':
        return this.compileFormula(variable, draw, index);
      case 'echo':
        return this.compileEcho(variable, draw, index);
      case 'gate': {
        const drawGate =
          variable.role === 'reference'
            ? this.compileReferenceGate(variable, draw, index)
            : this.compileGate(variable, draw, index);
        if (scale.kind !== 'number') return drawGate;
        const bins = this.sampled.bins[index]!;
        const setValue = this.valueSetter(index, scale);
        return (row, cell) => {
          drawGate(row, cell);
          setValue(row, bins[row]!, cell);
        };
      }
    }
  }

  private compilePlain({ scale, tilt }: Variable, conditional: Conditional, index: number): DrawVariable {
    const bins = this.sampled.bins[index]!;
    const drawer = this.drawerOf(conditional, index, tilt);
    if (scale.kind !== 'number') return (row, cell) => void (bins[row] = drawer.draw(cell, row));
    const setValue = this.valueSetter(index, scale);
    return (row, cell) => {
      const bin = drawer.draw(cell, row);
      bins[row] = bin;
      setValue(row, bin, cell);
    };
  }

  private drawerOf(
    conditional: Conditional,
    index: number,
    tilt: readonly number[] | null = null,
  ): BinDrawer {
    const spread = this.spreadOf(index);
    if ('trees' in conditional) return new ForestDrawer(conditional, this.features, spread, tilt);
    const follow = (path: Path): ((row: number) => number) => compilePath(this.sampled, path, this.tables);
    return new CopulaDrawer(conditional, this.features, follow, hash32(this.seed, index, 0xfa71), spread);
  }

  /**
   * Numbers of children of rows that are independent of each other are spread evenly, so that their sum comes near
   * the planned one. Columns are not: a copy that has the source's shares more exactly than a second sample of the
   * same population would is told from it by that (C2ST below 0.5 [measured on sakila]).
   */
  private spreadOf(index: number): number | null {
    const { owner, model } = this.sampled;
    return owner === null && model.variables[index]!.role === 'count'
      ? hash32(this.seed, index, 0x57a7)
      : null;
  }

  /** Sets the value of a number from its bin; a clock is added to its day. */
  private valueSetter(index: number, scale: NumberScale): SetValue {
    const nullBin = scale.upper.length;
    const numbers = new NumberDrawer(scale);
    const { variables } = this.sampled.model;
    const { role, of } = variables[index]!;
    if (role === 'clock') {
      const day = variables.findIndex((other) => other.role === 'column' && other.of === of);
      const days = this.sampled.values[day]!;
      const floor = this.floorOfClock(day);
      return (row, bin, cell) => {
        const dayStart = Math.floor(days[row]! / MICROS_PER_DAY) * MICROS_PER_DAY;
        let moment = dayStart + (bin === nullBin ? 0 : numbers.draw(bin, cell));
        const least = floor(row);
        if (moment < least && least < dayStart + MICROS_PER_DAY) {
          const room = dayStart + MICROS_PER_DAY - least;
          moment = least + Math.floor((room * unit(rehash(cell, SALT.clock))) / scale.step) * scale.step;
        }
        days[row] = moment;
      };
    }
    const values = this.sampled.values[index]!;
    const limits = limitsOf(this.sampled, of);
    const phases = this.phasesOf(index);
    if (limits === null && phases === null)
      return (row, bin, cell) => void (values[row] = bin === nullBin ? NaN : numbers.draw(bin, cell));
    return (row, bin, cell) => {
      if (bin === nullBin) values[row] = NaN;
      else {
        const number = numbers.draw(bin, cell);
        const snapped = phases === null ? number : snapToPhase(number, phases[row]!, -Infinity);
        values[row] = limits === null ? snapped : foldInto(limits, snapped);
      }
    };
  }

  /** The lattices that moments lie on, where these are drawn before them. */
  private phasesOf(index: number): Uint8Array | null {
    const { variables } = this.sampled.model;
    const before = variables[index - 1];
    const isPhase = before?.role === 'phase' && before.of === variables[index]!.of;
    return isPhase ? this.sampled.bins[index - 1]! : null;
  }

  /** The moment before which a day with its clock must not lie. */
  private floorOfClock(day: number): (row: number) => number {
    const { draw } = this.sampled.model.variables[day]!;
    return draw.kind === 'difference' && draw.keepsOrder ? this.compileBase(draw.base) : () => -Infinity;
  }

  private compileDifference(variable: Variable, draw: DifferenceDraw, index: number): DrawVariable {
    const scale = variable.scale as NumberScale;
    const bins = this.sampled.bins[index]!;
    const values = this.sampled.values[index]!;
    const isDay = scale.step % MICROS_PER_DAY === 0;
    const base = this.compileBase(draw.base);
    const drawer = this.drawerOf(draw.forest, index);
    const otherwise =
      draw.absent === null
        ? this.compilePlain(variable, draw.otherwise, index)
        : this.compileDifference(variable, draw.absent, index);
    const numbers = new NumberDrawer(draw.scale);
    const nullBin = scale.upper.length;
    const differences = draw.scale.upper.length;
    const repeatBin = draw.repeats ? differences + draw.spikes.length : -1;
    const [lowest, highest] = rangeOf(scale);
    const season = draw.months === undefined ? null : seasonOf(draw.months);
    const attempts = season === null ? RANGE_ATTEMPTS : SEASON_ATTEMPTS;
    const phases = this.phasesOf(index);
    const middle = this.middleOf(draw.base);
    // A base beyond a range that it usually lies in takes the value with it: the stay of a patient after all learned ones.
    const isUsuallyInside = middle >= lowest && middle <= highest;
    return (row, cell) => {
      const from = base(row);
      if (Number.isNaN(from)) return otherwise(row, cell);
      const start = isDay ? Math.floor(from / MICROS_PER_DAY) * MICROS_PER_DAY : from;
      const least = isUsuallyInside && start < lowest ? -Infinity : lowest;
      const most = isUsuallyInside && start > highest ? Infinity : highest;
      let value = NaN;
      for (let retry = 0; retry < attempts; retry++) {
        const hash = retry === 0 ? cell : rehash(cell, SALT.retry + retry);
        const bin = drawer.draw(hash, row);
        if (bin === repeatBin) {
          const previous = this.family.position > 0 ? values[row - 1]! : NaN;
          value = Number.isNaN(previous)
            ? start
            : isDay
              ? Math.floor(previous / MICROS_PER_DAY) * MICROS_PER_DAY
              : previous;
          break;
        }
        if (bin >= differences + draw.spikes.length) break;
        if (bin >= differences) {
          value = draw.spikes[bin - differences]!;
          break;
        }
        value = tidy(start + numbers.draw(bin, hash));
        if (draw.keepsOrder && value < start) value = start;
        if (phases !== null) value = snapToPhase(value, phases[row]!, draw.keepsOrder ? start : -Infinity);
        const isInSeason = season === null || unit(rehash(hash, SALT.season)) < season(value);
        if (value >= least && value <= most && isInSeason) break;
        value = Math.min(most, Math.max(least, value));
      }
      values[row] = value;
      bins[row] = Number.isNaN(value) ? nullBin : binOfNumber(scale, value);
    };
  }

  private compileFormula(variable: Variable, draw: WorkedOut, index: number): DrawVariable {
    const scale = variable.scale as NumberScale;
    const bins = this.sampled.bins[index]!;
    const values = this.sampled.values[index]!;
    const operands = draw.operands.map((base) => this.compileBase(base));
    const read = new Float64Array(operands.length);
    const otherwise =
      draw.absent === null
        ? this.compilePlain(variable, draw.otherwise, index)
        : this.compileDifference(variable, draw.absent, index);
    const { least, most } = limitsOf(this.sampled, variable.of) ?? { least: -Infinity, most: Infinity };
    return (row, cell) => {
      for (let i = 0; i < read.length; i++) read[i] = operands[i]!(row);
      const exact = workOut(draw.formula, read);
      if (Number.isNaN(exact)) return otherwise(row, cell);
      const value = Math.min(most, Math.max(least, exact));
      values[row] = value;
      bins[row] = binOfNumber(scale, value);
    };
  }

  private compileBase(base: Base): (row: number) => number {
    return compileBase(base, this.sampled, this.tables, this.family);
  }

  /** A value of a base that about half of its values lie below. */
  private middleOf(base: Base): number {
    const { model } = base.from === 'parent' ? tableAt(this.sampled, base.path, this.tables) : this.sampled;
    const { upper, high } = model.variables[base.variable]!.scale as NumberScale;
    const middle = (upper.length - 1) >> 1;
    return upper.length === 1 ? high[0]! : upper[middle]!;
  }

  /** A value of the previous sibling, of one before, or one that no sibling had. */
  private compileGate({ scale, tilt }: Variable, draw: Gate, index: number): DrawVariable {
    const { family, features } = this;
    const bins = this.sampled.bins[index]!;
    const gate = new ForestDrawer(draw.gate, features, null, tiltOfStates(tilt));
    const fresh = new ForestDrawer(draw.fresh, features, null, tilt);
    const again = draw.again === null ? null : new ForestDrawer(draw.again, features);
    const nullBin = binCount(scale);
    const seen = family.watchSeen(index);
    const drawSeen = (row: number, cell: number): number => {
      const fitting = again === null ? -1 : again.drawAmong(rehash(cell, SALT.again), seen.flags, 1);
      if (fitting >= 0) return fitting;
      const distance = Math.floor(unit(rehash(cell, SALT.sibling)) * family.position);
      const bin = bins[row - 1 - distance]!;
      return seen.flags[bin] === 1 ? bin : bins[row - 1]!;
    };
    const drawFresh = (cell: number): number => {
      const hash = rehash(cell, SALT.fresh);
      const bin = fresh.draw(hash);
      if (seen.flags[bin] === 0) return bin;
      const other = fresh.drawAmong(hash, seen.flags, 0);
      return other < 0 ? bin : other;
    };
    return (row, cell) => {
      const state = gate.draw(cell);
      if (state === GATE_NULL) bins[row] = nullBin;
      else if (state === PREVIOUS && family.position > 0 && bins[row - 1] !== nullBin)
        bins[row] = bins[row - 1]!;
      else if (state === SEEN && seen.size > 0) bins[row] = drawSeen(row, cell);
      else bins[row] = drawFresh(cell);
    };
  }

  /** The text of the previous sibling, of one before, or a new one; of a text of its own the length. */
  private compileEcho(variable: Variable, draw: Echo, index: number): DrawVariable {
    const { family, sampled } = this;
    const bins = sampled.bins[index]!;
    // Lengths; null where these are bins of an open category.
    const values = sampled.values[index] ?? null;
    const origins = sampled.origins.get(index)!;
    const gate = new ForestDrawer(draw.gate, this.features, null, tiltOfStates(variable.tilt));
    const fresh = this.compilePlain(variable, draw.fresh, index);
    const nullBin = binCount(variable.scale);
    /** A sibling with another text than the previous one. */
    const seenBefore = (row: number, u: number): number => {
      const start = Math.floor(u * family.position);
      for (let i = 0; i < family.position; i++) {
        const earlier = row - 1 - ((start + i) % family.position);
        if (bins[earlier] !== nullBin && origins[earlier] !== origins[row - 1]) return earlier;
      }
      return row - 1;
    };
    return (row, cell) => {
      const state = gate.draw(cell);
      origins[row] = row;
      if (state === GATE_NULL) {
        bins[row] = nullBin;
        if (values !== null) values[row] = NaN;
        return;
      }
      const isEcho = family.position > 0 && (state === PREVIOUS || state === SEEN);
      const earlier = state === SEEN ? seenBefore(row, unit(rehash(cell, SALT.sibling))) : row - 1;
      if (!isEcho || bins[earlier] === nullBin) return fresh(row, rehash(cell, SALT.fresh));
      bins[row] = bins[earlier]!;
      if (values !== null) values[row] = values[earlier]!;
      origins[row] = origins[earlier]!;
    };
  }

  /** The parent of the previous sibling, of one before, or a new one. */
  private compileReferenceGate({ of, scale }: Variable, draw: Gate, index: number): DrawVariable {
    const bins = this.sampled.bins[index]!;
    const gate = new ForestDrawer(draw.gate, this.features);
    const fresh = new ForestDrawer(draw.fresh, this.features);
    const nullBin = binCount(scale);
    return (row, cell) => {
      const state = gate.draw(cell);
      if (state === GATE_NULL) {
        bins[row] = nullBin;
        return;
      }
      const u = unit(rehash(cell, SALT.sibling));
      const repeated = this.resolver.repeat(of, row, state === PREVIOUS, state === SEEN, u);
      bins[row] = repeated >= 0 ? repeated : fresh.draw(rehash(cell, SALT.fresh));
    };
  }
}

/** Of a gate's states, only the null one is a bin of the variable. */
function tiltOfStates(tilt: readonly number[] | undefined): number[] | null {
  if (tilt === undefined) return null;
  const states = [1, 1, 1, 1];
  states[GATE_NULL] = tilt.at(-1)!;
  return states;
}

/** The numbers that a column's type takes; null where it sets no limits or the numbers stand for moments. */
function limitsOf({ table, model }: SampledTable, name: string): { least: number; most: number } | null {
  if (model.columns.find((column) => column.name === name)?.class.kind !== 'number') return null;
  const { type } = table.columns.find((column) => column.name === name)!;
  if (type.name === 'integer' && type.max - type.min < 2n ** 32n)
    return { least: Number(type.min), most: Number(type.max) };
  if (type.name !== 'decimal' || type.precision === null) return null;
  const step = 10 ** -(type.scale ?? 0);
  const most = 10 ** (type.precision - (type.scale ?? 0)) - step;
  return { least: -most, most };
}

/** Mirrors a number that lies beyond a limit, since a tail does not know the type. */
function foldInto({ least, most }: { least: number; most: number }, number: number): number {
  if (number > most) return Math.max(least, 2 * most - number);
  return number < least ? Math.min(most, 2 * least - number) : number;
}
