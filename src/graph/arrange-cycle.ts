/** One foreign key between two tables of a cycle, by their positions, and what it costs to leave it open. */
export interface CycleLink {
  readonly child: number;
  readonly parent: number;
  readonly cost: number;
}

/** Up to this many tables every arrangement is weighed (2^12 states); real schemas rarely have larger cycles. */
const EXACT_TABLES = 12;

/**
 * Arranges the tables of a cycle so that the foreign keys that point forward, to a parent that stands later, cost
 * as little as possible (the minimum feedback arc set). Exact up to 12 tables, by dynamic programming over subsets
 * as in Held and Karp (1962). Beyond, links are respected from the dearest down unless they close a cycle, so
 * that no dear link is left open for a cheap one, and then tables are moved to a better place until no move helps.
 * @param tables how many tables the cycle has
 * @param links the foreign keys between different tables of the cycle
 * @returns positions 0 to tables - 1 in writing order; among equally good arrangements the one that keeps the given
 *   order best
 */
export function arrangeCycle(tables: number, links: readonly CycleLink[]): number[] {
  const costs = costMatrix(tables, links);
  return tables <= EXACT_TABLES ? arrangeExactly(tables, costs) : arrangeByMoves(tables, costs);
}

/** costs[child][parent]: what it costs to write the child first. */
function costMatrix(tables: number, links: readonly CycleLink[]): number[][] {
  const costs = Array.from({ length: tables }, () => new Array<number>(tables).fill(0));
  for (const link of links) costs[link.child]![link.parent]! += link.cost;
  return costs;
}

function arrangeExactly(tables: number, costs: readonly number[][]): number[] {
  const all = 2 ** tables - 1;
  const costOfNext = (table: number, written: number) =>
    costs[table]!.reduce((sum, cost, parent) => (written & (1 << parent) ? sum : sum + cost), 0);

  // rest[written]: the least that the tables not yet written will cost.
  const rest = new Float64Array(all + 1).fill(Infinity);
  rest[all] = 0;
  for (let written = all - 1; written >= 0; written--) {
    for (let table = 0; table < tables; table++) {
      if (written & (1 << table)) continue;
      rest[written] = Math.min(rest[written]!, costOfNext(table, written) + rest[written | (1 << table)]!);
    }
  }

  const arrangement: number[] = [];
  for (let written = 0; written !== all;) {
    const next = costs.findIndex(
      (_, table) =>
        !(written & (1 << table)) &&
        costOfNext(table, written) + rest[written | (1 << table)]! === rest[written],
    );
    arrangement.push(next);
    written |= 1 << next;
  }
  return arrangement;
}

function arrangeByMoves(tables: number, costs: readonly number[][]): number[] {
  let arrangement = arrangeGreedily(tables, costs);
  for (let improved = true; improved;) {
    improved = false;
    for (let table = 0; table < tables; table++) {
      const better = moveToBestPlace(arrangement, table, costs);
      if (better) [arrangement, improved] = [better, true];
    }
  }
  return arrangement;
}

function arrangeGreedily(tables: number, costs: readonly number[][]): number[] {
  const links = costs.flatMap((row, child) => row.map((cost, parent) => ({ child, parent, cost })));
  const respected: number[][] = costs.map(() => []);
  for (const { child, parent } of links.filter(({ cost }) => cost > 0).sort((a, b) => b.cost - a.cost)) {
    if (!reaches(respected, parent, child)) respected[child]!.push(parent);
  }
  const arrangement: number[] = [];
  while (arrangement.length < tables) {
    const isNext = (parents: readonly number[], table: number) =>
      !arrangement.includes(table) && parents.every((parent) => arrangement.includes(parent));
    arrangement.push(respected.findIndex(isNext));
  }
  return arrangement;
}

function reaches(parents: readonly number[][], from: number, to: number): boolean {
  const seen = new Set([from]);
  for (const table of seen) for (const parent of parents[table]!) seen.add(parent);
  return seen.has(to);
}

/** The arrangement with one table moved to where it costs least; null when it stands there already. */
function moveToBestPlace(
  arrangement: readonly number[],
  table: number,
  costs: readonly number[][],
): number[] | null {
  const others = arrangement.filter((other) => other !== table);
  const from = arrangement.indexOf(table);
  // Cost with the table in front of all others, then as it passes them one by one.
  let cost = others.reduce((sum, other) => sum + costs[table]![other]!, 0);
  const costAt = [cost];
  for (const other of others) {
    cost += costs[other]![table]! - costs[table]![other]!;
    costAt.push(cost);
  }
  const best = Math.min(...costAt);
  return best < costAt[from]! ? others.toSpliced(costAt.indexOf(best), 0, table) : null;
}
