import { afterEach, beforeEach, expect, test } from 'vitest';
import { openSqliteSource } from '../../../adapters/sqlite/index.js';
import { learnModel } from '../../../src/learn/learn-model.js';
import { makeBookshop } from '../../end-to-end/bookshop.js';
import { inFolder } from '../../end-to-end/in-folder.js';

const at = inFolder();
let turns = 0;
let next: NodeJS.Immediate;

beforeEach(() => {
  const count = (): void => {
    turns++;
    next = setImmediate(count);
  };
  count();
});
afterEach(() => clearImmediate(next));

test('lets a signal through between the columns of a table', async () => {
  makeBookshop(at('real.db'));
  const source = await openSqliteSource(at('real.db'));
  const began = new Map<string | null, number>();
  const { model } = await learnModel(source, {
    signal: new AbortController().signal,
    onProgress: ({ stage, table }) => {
      if (stage === 'learn') began.set(table, turns);
    },
  });
  await source.close();
  const last = model.loadOrder.order.at(-1)!;
  const { variables } = model.tables.find(({ id }) => id === last)!;
  expect(began.get(null)! - began.get(last)!).toBeGreaterThan(variables.length);
});
