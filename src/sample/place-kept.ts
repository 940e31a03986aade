import type { KeptRows } from '../model/model.js';
import type { SampledTable } from './sampled-table.js';

/** Fills a table with the rows of a lookup table that are kept as they are. */
export function placeKept(sampled: SampledTable, kept: KeptRows): void {
  for (const [name, values] of Object.entries(kept.columns)) sampled.columns.set(name, (row) => values[row]!);
  for (const [of, counts] of Object.entries(kept.children))
    sampled.children.set(of, Float64Array.from(counts));
  kept.bins.forEach((bins, variable) => sampled.bins[variable]!.set(bins));
  kept.values.forEach((values, variable) =>
    sampled.values[variable]?.set((values ?? []).map((value) => value ?? NaN)),
  );
  sampled.finished = kept.rows;
}
