import { MICROS_PER_DAY } from '../classify/civil.js';
import { sortByValue } from '../model/sort-by-value.js';
import type { Grain, NumberScale, Tail } from '../model/model.js';
import { findMonths } from './find-months.js';
import type { NumberSample } from './number-sample.js';

/** Bins of a number; the null bin and "there is none" (255) need their place beside them. */
const MAX_BINS = 120;
/** How much rarer a value is, at least and at most, than all from it on together, where atoms are extended. */
const LEAST_HAZARD = 0.2;
const MOST_HAZARD = 0.98;
/** Atoms kept per number: spikes beyond these are no longer visible to a user. */
const MAX_ATOMS = 1500;

interface Distinct {
  value: number;
  rows: number;
  entities: number;
  isAtom: boolean;
}

interface Cell {
  low: number;
  high: number;
  members: Distinct[];
  /** Entities behind the members that are no atoms. */
  lightEntities: number;
}

/**
 * Learns bins, spikes and tails of a number so that no single entity's value is told: a value stands as an
 * atom only if `minEntities` entities hold it, a bin holds at least as many, and what lies beyond the outermost
 * bins' inner edges is told by two moments of the excess (generalised Pareto by the method of moments,
 * Hosking & Wallis 1987).
 * @returns null when too few entities are behind the values
 */
export function learnNumberScale(sample: NumberSample): NumberScale | null {
  if (sample.rows.length === 0) return null;
  const sorted = sortByValue(sample.rows, sample.values);
  const distinct = countDistinct(sample, sorted);
  const cells = cutCells(sample, sorted, distinct);
  if (cells === null) return null;
  const { step, offset } = findLattice(distinct, sample.rows.length);
  const months = sample.isMoment ? findMonths(sample) : null;
  return { ...describeCells(sample, cells, step, offset), ...(months && { months }) };
}

/** One more than the largest number of an entity. */
function entityLimit({ rows, entities }: NumberSample): number {
  let limit = 0;
  for (const row of rows) limit = Math.max(limit, entities[row]! + 1);
  return limit;
}

function countDistinct(sample: NumberSample, sorted: Int32Array): Distinct[] {
  const stamp = new Int32Array(entityLimit(sample));
  const distinct: Distinct[] = [];
  let current: Distinct | null = null;
  for (const row of sorted) {
    const value = sample.values[row]!;
    if (current === null || value !== current.value) {
      current = { value, rows: 0, entities: 0, isAtom: false };
      distinct.push(current);
    }
    current.rows++;
    const entity = sample.entities[row]!;
    if (stamp[entity] !== distinct.length) {
      stamp[entity] = distinct.length;
      current.entities++;
    }
  }
  const held = distinct.filter((d) => d.entities >= sample.minEntities);
  const floor = held.length <= MAX_ATOMS ? 0 : held.map((d) => d.rows).sort((a, b) => b - a)[MAX_ATOMS]!;
  for (const d of held) d.isAtom = d.rows > floor;
  return distinct;
}

/** Cuts the sorted values into runs of about equal weight that each hold enough entities. */
function cutCells(sample: NumberSample, sorted: Int32Array, distinct: readonly Distinct[]): Cell[] | null {
  const target = sorted.length / MAX_BINS;
  const seen = new Int32Array(entityLimit(sample));
  const cells: Cell[] = [];
  let members: Distinct[] = [];
  let rows = 0;
  let entities = 0;
  let at = 0;
  let mark = 1;
  const close = (): void => {
    cells.push({ low: members[0]!.value, high: members.at(-1)!.value, members, lightEntities: 0 });
    reset();
  };
  const reset = (): void => {
    members = [];
    rows = 0;
    entities = 0;
    mark++;
  };
  const mergeBack = (): void => {
    const last = cells.at(-1)!;
    last.members.push(...members);
    last.high = members.at(-1)!.value;
    reset();
  };
  for (const value of distinct) {
    const isHeavy = value.isAtom && value.rows >= target;
    if (isHeavy && members.length > 0) {
      if (entities >= sample.minEntities) close();
      else if (cells.length > 0) mergeBack();
    }
    members.push(value);
    rows += value.rows;
    for (let i = 0; i < value.rows; i++) {
      const entity = sample.entities[sorted[at++]!]!;
      if (seen[entity] !== mark) {
        seen[entity] = mark;
        entities++;
      }
    }
    if ((isHeavy || rows >= target) && entities >= sample.minEntities) close();
  }
  if (members.length > 0) {
    if (entities >= sample.minEntities) close();
    else if (cells.length > 0) mergeBack();
    else return null;
  }
  countLightEntities(sample, sorted, cells);
  return cells;
}

/** Counts the entities behind the values of each cell that are no atoms. */
function countLightEntities(sample: NumberSample, sorted: Int32Array, cells: readonly Cell[]): void {
  const seen = new Int32Array(entityLimit(sample));
  let at = 0;
  cells.forEach((cell, number) => {
    for (const { rows, isAtom } of cell.members) {
      for (const end = at + rows; at < end; at++) {
        const entity = sample.entities[sorted[at]!]!;
        if (isAtom || seen[entity] === number + 1) continue;
        seen[entity] = number + 1;
        cell.lightEntities++;
      }
    }
  });
}

/** The coarsest step on which (nearly) all values lie. */
function findLattice(distinct: readonly Distinct[], total: number): { step: number; offset: number } {
  const decimals = findDecimals(distinct, total);
  const unit = 10 ** -decimals;
  const first = mostCommon(distinct);
  let step = 0;
  for (const { value, rows } of distinct) {
    if (rows < total / 1e5) continue;
    const difference = Math.abs(Math.round((value - first) / unit));
    step = greatestCommonDivisor(step, difference);
    if (step === 1) break;
  }
  if (step === 0) return { step: unit, offset: first };
  const size = decimals === 0 ? step : Number((step * unit).toPrecision(12));
  const offset = ((first % size) + size) % size;
  return { step: size, offset: decimals === 0 ? offset : Number(offset.toFixed(decimals)) };
}

function mostCommon(distinct: readonly Distinct[]): number {
  let best = distinct[0]!;
  for (const d of distinct) if (d.rows > best.rows) best = d;
  return best.value;
}

function findDecimals(distinct: readonly Distinct[], total: number): number {
  for (let decimals = 0; decimals <= 9; decimals++) {
    const factor = 10 ** decimals;
    let off = 0;
    for (const { value, rows } of distinct) {
      const scaled = value * factor;
      if (Math.abs(scaled - Math.round(scaled)) > 1e-6 * Math.max(1, Math.abs(scaled) * 1e-6)) off += rows;
    }
    if (off <= total * 0.002) return decimals;
  }
  return 12;
}

function greatestCommonDivisor(a: number, b: number): number {
  while (b > 0.5) [a, b] = [b, a % b];
  return a;
}

function describeCells(
  sample: NumberSample,
  cells: readonly Cell[],
  step: number,
  offset: number,
): NumberScale {
  const last = cells.length - 1;
  const lights = cells.map((cell) => lightMembers(cell, sample.minEntities));
  const upper: number[] = [];
  const low: number[] = [];
  const high: number[] = [];
  for (let i = 0; i <= last; i++) {
    const below = i === 0 ? null : upper[i - 1]!;
    const above = i === last ? null : middle(cells[i]!.high, cells[i + 1]!.low);
    upper.push(above ?? Infinity);
    const light = lights[i]!;
    const [from, to] =
      light.length > 0 ? blurRange(light[0]!.value, light.at(-1)!.value) : rangeOfAtoms(cells[i]!);
    low.push(snapUp(below === null ? from : Math.max(below, from), step, offset));
    high.push(snapDown(above === null ? to : Math.min(above, to), step, offset));
    if (high[i]! < low[i]!) high[i] = low[i]!;
  }
  const floor = findFloor(cells[0]!.low, step, offset);
  const rest = lights.map(sum);
  let lowTail = last === 0 ? null : openTail(lights[0]!, 'low', high[0]!, floor);
  let highTail = last === 0 ? null : openTail(lights[last]!, 'high', low[last]!, floor);
  if (last === 0 && lights[0]!.length > 0) [low[0], high[0]] = spread(lights[0]!, floor);
  if (lowTail !== null) low[0] = lowTail.edge;
  if (highTail !== null) high[last] = highTail.edge;
  const isOpen = sample.isClosed !== true;
  if (isOpen && lights[last]!.length === 0) {
    const extended = extendAtoms(cells, 'high', step, floor);
    if (extended !== null) [highTail, rest[last]] = [extended.tail, extended.rows];
  }
  if (isOpen && lights[0]!.length === 0 && (last > 0 || highTail === null)) {
    const extended = extendAtoms(cells, 'low', step, floor);
    if (extended !== null) [lowTail, rest[0]] = [extended.tail, extended.rows];
  }
  return {
    kind: 'number',
    step,
    offset,
    upper,
    low,
    high,
    rest,
    atoms: cells.map((cell) => cell.members.filter((d) => d.isAtom).map((d) => d.value)),
    atomWeights: cells.map((cell) => cell.members.filter((d) => d.isAtom).map((d) => d.rows)),
    lowTail,
    highTail,
    grains: findGrains(cells, step, offset),
    weekdays: sample.isMoment && step % MICROS_PER_DAY === 0 ? findWeekdays(cells) : null,
  };
}

/** The least number to draw: above zero, or from zero on, where no learned number is below. */
function findFloor(smallest: number, step: number, offset: number): number {
  if (smallest < 0) return -Infinity;
  return smallest > 0 ? snapDown(0, step, offset) + step : 0;
}

/** Values of a bin that are no atoms; none where so few entities hold them that the bin's atoms must stand for them. */
function lightMembers(cell: Cell, minEntities: number): Distinct[] {
  const light = cell.members.filter((d) => !d.isAtom);
  return light.length < cell.members.length && cell.lightEntities < minEntities ? [] : light;
}

function rangeOfAtoms({ members }: Cell): [number, number] {
  const atoms = members.filter((d) => d.isAtom);
  return [atoms[0]!.value, atoms.at(-1)!.value];
}

/** A range is told only to about a 16th of its width, so that its ends are no entity's values. */
function blurRange(low: number, high: number): [number, number] {
  if (low === high) return [low, high];
  const grain = 2 ** Math.ceil(Math.log2((high - low) / 16));
  return [Math.floor(low / grain) * grain, Math.ceil(high / grain) * grain];
}

function middle(a: number, b: number): number {
  return a + (b - a) / 2;
}

function snapUp(value: number, step: number, offset: number): number {
  return offset + Math.ceil((value - offset) / step - 1e-9) * step;
}

function snapDown(value: number, step: number, offset: number): number {
  return offset + Math.floor((value - offset) / step + 1e-9) * step;
}

function sum(members: readonly Distinct[]): number {
  return members.reduce((total, d) => total + d.rows, 0);
}

/** The excess of an outermost bin's single values beyond the bin's inner edge. */
function openTail(
  light: readonly Distinct[],
  side: 'low' | 'high',
  edge: number,
  floor: number,
): Tail | null {
  const rows = sum(light);
  if (rows < 2 || light.length < 2) return null;
  let first = 0;
  let second = 0;
  for (const { value, rows: weight } of light) {
    const excess = Math.abs(value - edge);
    first += (excess * weight) / rows;
    second += (excess * excess * weight) / rows;
  }
  const variance = Math.max(second - first * first, first * first * 0.05);
  const ratio = (first * first) / variance;
  const xi = Math.min(0.4, Math.max(-1, 0.5 * (1 - ratio)));
  const sigma = first * (1 - xi);
  const quantile = 1 - 0.5 / rows;
  const limit =
    Math.abs(xi) < 1e-6 ? -sigma * Math.log(1 - quantile) : (sigma / xi) * ((1 - quantile) ** -xi - 1);
  return { edge, sigma, xi, limit: side === 'low' ? Math.min(limit, edge - floor) : limit };
}

/**
 * The values beyond the outermost atom, which too few entities hold to be told by their moments: they go on to become
 * rarer as fast as that atom says (geometric distribution with its hazard).
 * @returns null when there are none
 */
function extendAtoms(
  cells: readonly Cell[],
  side: 'low' | 'high',
  step: number,
  floor: number,
): { tail: Tail; rows: number } | null {
  const sign = side === 'low' ? -1 : 1;
  const { members } = side === 'low' ? cells[0]! : cells.at(-1)!;
  const outermost = members.filter((d) => d.isAtom).at(side === 'low' ? 0 : -1);
  if (outermost === undefined) return null;
  const rows = sum(members.filter(({ value }) => sign * (value - outermost.value) > 0));
  const edge = outermost.value + (sign * step) / 2;
  const room = side === 'low' ? edge - floor : Infinity;
  if (rows === 0 || room < step / 2) return null;
  const hazard = Math.min(MOST_HAZARD, Math.max(LEAST_HAZARD, outermost.rows / (outermost.rows + rows)));
  const sigma = -step / Math.log(1 - hazard);
  return { tail: { edge, sigma, xi: 0, limit: Math.min(room, sigma * Math.log(2 * rows)) }, rows };
}

/** The range of a uniform distribution with the mean and variance of a single bin's values. */
function spread(light: readonly Distinct[], floor: number): [number, number] {
  const rows = Math.max(1, sum(light));
  const mean = light.reduce((total, d) => total + (d.value * d.rows) / rows, 0);
  const variance = light.reduce((total, d) => total + ((d.value - mean) ** 2 * d.rows) / rows, 0);
  const reach = Math.sqrt(3 * variance);
  return [Math.max(floor, mean - reach), mean + reach];
}

/** Multiples of a lattice that people and clocks prefer. */
const RATIOS = [2, 5, 10, 15, 30, 60, 100, 300, 500, 900, 1000, 1800, 3600];

/** Finds coarser lattices through zero that hold clearly more of the light values than chance puts there. */
function findGrains(cells: readonly Cell[], step: number, offset: number): Grain[] {
  if (Math.abs(offset) > step * 1e-6) return [];
  const light = cells.flatMap((cell) => cell.members.filter((d) => !d.isAtom));
  const grains: Grain[] = [];
  let finer = step;
  let members = light;
  for (const ratio of RATIOS) {
    const coarse = step * ratio;
    if (Math.abs(coarse / finer - Math.round(coarse / finer)) > 1e-6) continue;
    const total = sum(members);
    if (total < 100) break;
    const on = members.filter(({ value }) => Math.abs(value / coarse - Math.round(value / coarse)) < 1e-6);
    const chance = finer / coarse;
    const share = (sum(on) / total - chance) / (1 - chance);
    if (share < 0.05) continue;
    grains.push({ step: coarse, share: Number(share.toFixed(4)) });
    finer = coarse;
    members = on;
  }
  return grains;
}

function findWeekdays(cells: readonly Cell[]): number[] | null {
  const counts = new Array<number>(7).fill(0);
  let total = 0;
  for (const cell of cells) {
    for (const { value, rows, isAtom } of cell.members) {
      if (isAtom && cell.members.length === 1) continue;
      counts[weekday(value)]! += rows;
      total += rows;
    }
  }
  if (total < 200) return null;
  const isFlat = counts.every((count) => Math.abs(count - total / 7) < 3 * Math.sqrt(total / 7));
  return isFlat ? null : counts.map((count) => Number((count / total).toFixed(4)));
}

/** Day of the week of a moment in microseconds, Monday = 0. */
function weekday(micros: number): number {
  return (((Math.floor(micros / MICROS_PER_DAY) + 3) % 7) + 7) % 7;
}
