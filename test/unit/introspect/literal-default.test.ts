import { describe, expect, it } from 'vitest';
import { literalDefault } from '../../../src/introspect/literal-default.js';

describe('the default of a column', () => {
  it.each([
    ['1', 1],
    ['(-2.50)', -2.5],
    ["'it''s'", "it's"],
    ["'active'::character varying", 'active'],
    ['TRUE', 1],
    ['false', 0],
  ])('is read where it is a literal: %s', (defaultSql, value) => {
    expect(literalDefault({ defaultSql })).toBe(value);
  });

  it.each([null, 'now()', 'CURRENT_TIMESTAMP', "nextval('a_seq'::regclass)", '1 + 1', "'a' || 'b'"])(
    'is not told where it must be computed: %s',
    (defaultSql) => {
      expect(literalDefault({ defaultSql })).toBeNull();
    },
  );
});
