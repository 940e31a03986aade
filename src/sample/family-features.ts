import type { FamilyFeature } from '../model/model.js';
import { sizeBin } from '../model/scale.js';

/** Rows of a table, of the source or of a copy, as far as features of families look at them. */
export interface FamilyRows {
  /** One byte per row. */
  readonly bins: (variable: number) => Uint8Array;
  /** Bytes from this one on say that there is no value. */
  readonly binCount: (variable: number) => number;
  /** Bin of a variable of the owner's row. */
  readonly ownerBin: (variable: number, row: number) => number;
  /** Row that a reference leads to; -1 where there is none. */
  readonly links: (reference: number) => Int32Array;
}

const NONE = 255;
const MOST = 250;

/** Makes what turns the rows `first` to `first + size - 1`, which one owner has, into a byte. */
export function compileFamilyFeature(
  feature: FamilyFeature,
  rows: FamilyRows,
): (first: number, size: number) => number {
  switch (feature.of) {
    case 'owner':
      return (first) => rows.ownerBin(feature.variable, first);
    case 'size':
      return (_, size) => sizeBin(size);
    case 'first': {
      const bins = rows.bins(feature.variable);
      return (first) => bins[first]!;
    }
    case 'mean': {
      const bins = rows.bins(feature.variable);
      const count = rows.binCount(feature.variable);
      const unit = MOST / Math.max(1, count - 1);
      return (first, size) => {
        let [sum, given] = [0, 0];
        for (let row = first; row < first + size; row++) {
          if (bins[row]! >= count) continue;
          sum += bins[row]!;
          given++;
        }
        return given === 0 ? NONE : Math.round((unit * sum) / given);
      };
    }
    case 'count': {
      const bins = rows.bins(feature.variable);
      return (first, size) => {
        let count = 0;
        for (let row = first; row < first + size; row++) if (bins[row] === feature.bin) count++;
        return Math.min(MOST, count);
      };
    }
    case 'nulls': {
      const bins = rows.bins(feature.variable);
      const count = rows.binCount(feature.variable);
      return (first, size) => {
        let nulls = 0;
        for (let row = first; row < first + size; row++) if (bins[row]! >= count) nulls++;
        return Math.round((MOST * nulls) / size);
      };
    }
    case 'distinct': {
      const bins = rows.bins(feature.variable);
      const count = rows.binCount(feature.variable);
      const seen = new Uint8Array(256);
      return (first, size) => {
        seen.fill(0);
        let distinct = 0;
        for (let row = first; row < first + size; row++) {
          const bin = bins[row]!;
          if (bin >= count || seen[bin] === 1) continue;
          seen[bin] = 1;
          distinct++;
        }
        return Math.min(MOST, distinct);
      };
    }
    case 'parents': {
      const links = rows.links(feature.reference);
      const seen = new Set<number>();
      return (first, size) => {
        seen.clear();
        for (let row = first; row < first + size; row++) if (links[row] !== -1) seen.add(links[row]!);
        return Math.min(MOST, seen.size);
      };
    }
  }
}
