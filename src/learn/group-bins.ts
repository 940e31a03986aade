/** Bins of an ordered quantity are grouped to about so many classes of equal weight. */
const ORDERED_CLASSES = 16;
/** Of an unordered one so many, the most frequent by themselves and the others as one. */
const UNORDERED_CLASSES = 20;

/** More classes than bins are ever grouped to, the null class included. */
export const MOST_CLASSES = 32;

/** Filled anew in each call. */
const largest = new Int32Array(256);

/**
 * Groups bins to few classes by which splits are judged; the null bin stays by itself.
 * @param counts rows per bin, 256 of them
 * @param nullBin bin of the rows without a value; no bin is beyond it
 * @param total rows in all
 * @param classOf filled: the class of each bin that has rows
 * @returns the number of classes, all of which have rows
 */
export function groupBins(
  counts: Int32Array,
  nullBin: number,
  isOrdered: boolean,
  total: number,
  classOf: Uint8Array,
): number {
  const classes = isOrdered
    ? groupInOrder(counts, nullBin, total / ORDERED_CLASSES, classOf)
    : groupByFrequency(counts, nullBin, classOf);
  if (counts[nullBin] === 0) return classes;
  classOf[nullBin] = classes;
  return classes + 1;
}

function groupInOrder(counts: Int32Array, bins: number, goal: number, classOf: Uint8Array): number {
  let group = 0;
  let sum = 0;
  for (let bin = 0; bin < bins; bin++) {
    const count = counts[bin]!;
    if (count === 0) continue;
    if (sum > 0 && sum + count / 2 > goal) {
      group++;
      sum = 0;
    }
    classOf[bin] = group;
    sum += count;
  }
  return sum === 0 ? 0 : group + 1;
}

function groupByFrequency(counts: Int32Array, bins: number, classOf: Uint8Array): number {
  let present = 0;
  for (let bin = 0; bin < bins; bin++) if (counts[bin]! > 0) largest[present++] = counts[bin]!;
  const isFew = present <= UNORDERED_CLASSES;
  if (!isFew) largest.subarray(0, present).sort();
  // The least frequent bin that may be a class of its own has so many rows; of equal ones the first are taken.
  const floor = isFew ? 1 : largest[present - UNORDERED_CLASSES + 1]!;
  const own = isFew ? present : UNORDERED_CLASSES - 1;
  let classes = 0;
  for (let bin = 0; bin < bins; bin++) if (counts[bin]! > floor) classOf[bin] = classes++;
  for (let bin = 0; bin < bins; bin++) {
    const count = counts[bin]!;
    if (count === 0 || count > floor) continue;
    classOf[bin] = count === floor && classes < own ? classes++ : own;
  }
  return isFew ? classes : own + 1;
}
