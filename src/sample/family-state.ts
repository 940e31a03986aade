import { binCount } from '../model/scale.js';
import type { SampledTable } from './sampled-table.js';

/** Running figures of the family at hand: what the siblings drawn so far were. */
export class FamilyState {
  position = 0;
  remaining = 0;
  private readonly means: RunningMean[] = [];
  private readonly seen: SeenBins[] = [];

  constructor(private readonly sampled: SampledTable) {}

  /** Mean of a variable's bins. */
  watchMean(variable: number): RunningMean {
    return watch(this.means, variable, () => new RunningMean(variable, ...this.binsOf(variable)));
  }

  /** Which of a variable's bins there were. */
  watchSeen(variable: number): SeenBins {
    return watch(this.seen, variable, () => new SeenBins(variable, ...this.binsOf(variable)));
  }

  start(size: number): void {
    this.position = 0;
    this.remaining = size - 1;
    for (const mean of this.means) mean.clear();
    for (const seen of this.seen) seen.clear();
  }

  /** Takes a finished row into the figures. */
  add(row: number): void {
    this.position++;
    if (this.remaining-- === 0) return;
    for (const mean of this.means) mean.add(row);
    for (const seen of this.seen) seen.add(row);
  }

  private binsOf(variable: number): [bins: Uint8Array, nullBin: number] {
    const { bins, model } = this.sampled;
    return [bins[variable]!, binCount(model.variables[variable]!.scale)];
  }
}

export class RunningMean {
  private sum = 0;
  private count = 0;

  constructor(
    readonly variable: number,
    private readonly bins: Uint8Array,
    private readonly nullBin: number,
  ) {}

  /** Mean of the bins that are not null, rounded; `none` where there is no such. */
  valueOr(none: number): number {
    return this.count === 0 ? none : Math.round(this.sum / this.count);
  }

  add(row: number): void {
    const bin = this.bins[row]!;
    if (bin >= this.nullBin) return;
    this.sum += bin;
    this.count++;
  }

  clear(): void {
    this.sum = this.count = 0;
  }
}

export class SeenBins {
  /** 1 for a bin that was seen. */
  readonly flags = new Uint8Array(256);
  private readonly list = new Uint8Array(256);
  private count = 0;

  constructor(
    readonly variable: number,
    private readonly bins: Uint8Array,
    private readonly nullBin: number,
  ) {}

  /** How many different bins were seen, null apart. */
  get size(): number {
    return this.count;
  }

  add(row: number): void {
    const bin = this.bins[row]!;
    if (bin >= this.nullBin || this.flags[bin] === 1) return;
    this.flags[bin] = 1;
    this.list[this.count++] = bin;
  }

  clear(): void {
    for (let i = 0; i < this.count; i++) this.flags[this.list[i]!] = 0;
    this.count = 0;
  }
}

function watch<T extends { readonly variable: number }>(known: T[], variable: number, make: () => T): T {
  let found = known.find((candidate) => candidate.variable === variable);
  if (found === undefined) known.push((found = make()));
  return found;
}
