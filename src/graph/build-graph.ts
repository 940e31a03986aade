import { MultiDirectedGraph } from 'graphology';
import type { Catalog, ForeignKey, Table } from '../introspect/catalog.js';

export type TableNode = { table: Table; position: number };
export type ForeignKeyEdge = { foreignKey: ForeignKey };

/** Tables as nodes, one edge per foreign key from the child to its parent. */
export type Graph = MultiDirectedGraph<TableNode, ForeignKeyEdge>;

/**
 * Builds the graph of a catalog: nodes by table id, in catalog order; one edge per foreign key, child to parent,
 * self-references and several foreign keys between the same two tables included.
 * @param catalog a whole catalog: every foreign key names a table in it
 */
export function buildGraph(catalog: Catalog): Graph {
  const graph: Graph = new MultiDirectedGraph<TableNode, ForeignKeyEdge>();
  catalog.tables.forEach((table, position) => graph.addNode(table.id, { table, position }));
  for (const table of catalog.tables) {
    for (const foreignKey of table.foreignKeys) graph.addEdge(table.id, foreignKey.parent, { foreignKey });
  }
  return graph;
}
