import { describe, expect, test } from 'vitest';
import { countItems } from '../../../../src/check/postgres/count-items.js';

describe('countItems', () => {
  test.each([
    ['{}', 0, 0],
    ['{a}', 1, 1],
    ['{a,NULL,"b,c","}","\\"{"}', 5, 5],
    ['{""}', 1, 1],
    ['{{1,2},{3,4},{5,6}}', 6, 3],
    ['[0:1]={1,2}', 2, 2],
  ])('counts %s', (array, all, outermost) => {
    expect([countItems(array, Infinity), countItems(array, 1)]).toEqual([all, outermost]);
  });
});
