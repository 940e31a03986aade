import { expect, test } from 'vitest';
import { buildGraph } from '../../../src/graph/build-graph.js';
import { aCatalog, aTable } from '../../catalog-builder.js';

test('has one edge per foreign key, child to parent, also between the same two tables', () => {
  const graph = buildGraph(
    aCatalog(
      aTable('matches')
        .key('id')
        .references('teams', { columns: ['home_id'] })
        .references('teams', { columns: ['away_id'] }),
      aTable('teams')
        .key('id')
        .references('teams', { columns: ['successor_id'], nullable: true }),
    ),
  );
  expect(graph.nodes()).toEqual(['matches', 'teams']);
  expect(
    graph.mapEdges((_, { foreignKey }, child, parent) => [child, parent, foreignKey.columns[0]]),
  ).toEqual([
    ['matches', 'teams', 'home_id'],
    ['matches', 'teams', 'away_id'],
    ['teams', 'teams', 'successor_id'],
  ]);
});
