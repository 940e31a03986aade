import type { Graph } from './build-graph.js';

/**
 * Finds the strongly connected components: groups of tables that reach each other through foreign keys.
 * Method: Tarjan, "Depth-first search and linear graph algorithms" (1972), with a stack of its own, so that a long
 * chain of tables cannot exhaust the call stack. Linear in tables and foreign keys.
 * @returns table ids per component, in catalog order inside it; components by their first table
 */
export function findComponents(graph: Graph): string[][] {
  const found = new Map<string, number>();
  const lowest = new Map<string, number>();
  const open: string[] = [];
  const isOpen = new Set<string>();
  const components: string[][] = [];

  const enter = (table: string) => {
    found.set(table, found.size);
    lowest.set(table, found.get(table)!);
    open.push(table);
    isOpen.add(table);
    return { table, parents: graph.outNeighbors(table), next: 0 };
  };
  const lower = (table: string, to: number) => lowest.set(table, Math.min(lowest.get(table)!, to));
  const close = (table: string) => {
    if (lowest.get(table) !== found.get(table)) return;
    const members = open.splice(open.indexOf(table));
    for (const member of members) isOpen.delete(member);
    components.push(members);
  };

  for (const start of graph.nodes()) {
    if (found.has(start)) continue;
    const path = [enter(start)];
    while (path.length > 0) {
      const step = path.at(-1)!;
      const parent = step.parents[step.next++];
      if (parent === undefined) {
        path.pop();
        close(step.table);
        const child = path.at(-1);
        if (child) lower(child.table, lowest.get(step.table)!);
      } else if (!found.has(parent)) path.push(enter(parent));
      else if (isOpen.has(parent)) lower(step.table, found.get(parent)!);
    }
  }
  return inCatalogOrder(graph, components);
}

function inCatalogOrder(graph: Graph, components: string[][]): string[][] {
  const position = (table: string) => graph.getNodeAttribute(table, 'position');
  for (const members of components) members.sort((a, b) => position(a) - position(b));
  return components.sort((a, b) => position(a[0]!) - position(b[0]!));
}
