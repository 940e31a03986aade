import type { CellMember, ReferenceModel } from '../model/model.js';
import { findLeaf } from '../model/walk-tree.js';
import type { SampledTable } from './sampled-table.js';

/**
 * Sorts drawn parent rows into the bins of a reference.
 * @param of the reference as variables of numbers of children name it: `child table.foreign key`
 */
export function cellsOfParents(
  parent: SampledTable,
  model: ReferenceModel,
  of: string,
): { cellOf: Uint8Array; count: number } {
  const { how } = model;
  if (how.kind === 'slots') {
    const count = how.shares.length;
    return { cellOf: Uint8Array.from({ length: parent.rows }, (_, row) => row % count), count };
  }
  if (how.kind !== 'cells') return { cellOf: new Uint8Array(parent.rows), count: 1 };
  const columns = how.cellFeatures.map((variable) => parent.bins[variable]!);
  const own = new Uint8Array(columns.length);
  const cellOf = Uint8Array.from({ length: parent.rows }, (_, row) => {
    for (let f = 0; f < columns.length; f++) own[f] = columns[f]![row]!;
    return findLeaf(how.cells, own);
  });
  if (how.members === null) return { cellOf, count: how.cells.start.length - 1 };
  return { cellOf: assignMembers(cellOf, how.members, degreesDrawn(parent, of)), count: how.members.length };
}

/**
 * Lets each parent row take the place of a member of its cell: the rows with the most children drawn take the places
 * of the members that had the most. More rows than there were share places, fewer leave some free.
 */
function assignMembers(
  cellOf: Uint8Array,
  members: readonly CellMember[],
  degrees: Float64Array | null,
): Uint8Array {
  const assigned = new Uint8Array(cellOf.length);
  for (const cell of new Set(cellOf)) {
    const places = members.flatMap((member, bin) =>
      member.cell === cell ? new Array<number>(member.rows).fill(bin) : [],
    );
    const rows = [...cellOf.keys()]
      .filter((row) => cellOf[row] === cell)
      .sort((a, b) => (degrees?.[b] ?? 0) - (degrees?.[a] ?? 0) || a - b);
    rows.forEach((row, rank) => {
      assigned[row] = places[Math.floor((rank * places.length) / rows.length)] ?? 0;
    });
  }
  return assigned;
}

/** Children per parent row that each bin of a reference had in the source; null where only the parents tell. */
export function childrenPerRow({ how }: ReferenceModel): readonly number[] | null {
  if (how.kind === 'slots') return how.shares;
  return how.kind === 'cells' ? (how.members?.map(({ rows, children }) => children / rows) ?? null) : null;
}

/** Children per parent row when those of a bin have as many as theirs in the source, by the numbers drawn with them. */
export function spreadChildren(
  perRow: readonly number[],
  cellOf: Uint8Array,
  drawn: Float64Array | null,
): Float64Array {
  const weights = new Float64Array(perRow.length);
  const rowsOf = new Int32Array(perRow.length);
  cellOf.forEach((bin, row) => {
    weights[bin]! += drawn?.[row] ?? 1;
    rowsOf[bin]!++;
  });
  return Float64Array.from(cellOf, (bin, row) =>
    weights[bin]! > 0 ? (perRow[bin]! * rowsOf[bin]! * (drawn?.[row] ?? 1)) / weights[bin]! : perRow[bin]!,
  );
}

/** So many rows of a table ask for a parent, as far as the share of NULLs tells. */
export function rowsAsking({ concernedShare = 1, nullShare }: ReferenceModel, rows: number): number {
  return Math.round(rows * concernedShare * (1 - nullShare));
}

/** Numbers of children drawn with the parents' rows; null when none were. */
export function degreesDrawn(parent: SampledTable, of: string): Float64Array | null {
  const variable = parent.model.variables.findIndex(
    (candidate) => candidate.role === 'count' && candidate.of === of,
  );
  return variable < 0 ? null : parent.values[variable]!;
}
