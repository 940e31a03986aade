import { expect, test } from 'vitest';
import { buildGraph } from '../../../src/graph/build-graph.js';
import { findComponents } from '../../../src/graph/find-components.js';
import { aCatalog, aTable } from '../../catalog-builder.js';

const componentsOf = (...tables: ReturnType<typeof aTable>[]) =>
  findComponents(buildGraph(aCatalog(...tables)));

test('gives a table outside any cycle a component of its own', () => {
  expect(componentsOf(aTable('a').key('id'), aTable('b').key('id').references('a'))).toEqual([['a'], ['b']]);
});

test('joins two cycles that share a table and keeps a third apart', () => {
  const components = componentsOf(
    aTable('x').key('id').references('y'),
    aTable('a').key('id').references('b'),
    aTable('y').key('id').references('x').references('a'),
    aTable('b').key('id').references('a').references('c'),
    aTable('c').key('id').references('b'),
  );
  expect(components).toEqual([
    ['x', 'y'],
    ['a', 'b', 'c'],
  ]);
});

test('follows a chain of 5,000 tables', () => {
  const chain = Array.from({ length: 5_000 }, (_, i) => {
    const table = aTable(`t${i}`).key('id');
    return i === 0 ? table : table.references(`t${i - 1}`);
  });
  expect(findComponents(buildGraph(aCatalog(...chain.reverse())))).toHaveLength(5_000);
});
