import { describe, expect, it } from 'vitest';
import type { Expression } from '../../../src/check/expression.js';
import { parseExpression } from '../../../src/check/parse-expression.js';
import type { Dialect } from '../../../src/introspect/catalog.js';

describe('parseExpression', () => {
  it.each<[Dialect, string, string]>([
    ['sqlite', 'a OR b AND NOT c = d', '(or a (and b (not (= c d))))'],
    ['sqlite', 'a = b < c', '(= a (< b c))'],
    ['sqlite', 'a | b + c * d || e', '(| a (+ b (* c (|| d e))))'],
    ['sqlite', '-a COLLATE NOCASE', '(collate NOCASE (- a))'],
    ['sqlite', 'a IS NOT b', '(distinct a b)'],
    ['sqlite', 'a NOT NULL AND b NOTNULL', '(and (not null a) (not null b))'],
    ['sqlite', 'a BETWEEN 1 AND 2 AND b', '(and (between a 1 2) b)'],
    ['sqlite', "a NOT LIKE 'x!%' ESCAPE '!'", "(not like a 'x!%' '!')"],
    ['postgres', 'a = b < c', '(< (= a b) c)'],
    ['postgres', 'a + b::integer * 2', '(+ a (* (cast integer b) 2))'],
    ['postgres', '- a ^ 2', '(^ (- a) 2)'],
    ['postgres', 'a || b = c IS NOT TRUE', '(not true (= (|| a b) c))'],
    ['postgres', 'a IN (1) = b', '(= (in a 1) b)'],
    ['postgres', "a ~~ 'x%' AND b !~* 'y'", "(and (like a 'x%') (not iregexp b 'y'))"],
    ['postgres', 'a OPERATOR(pg_catalog.>=) 5', '(>= a 5)'],
    ['mysql', 'a || b && NOT c XOR d', '(or a (xor (and b (not c)) d))'],
    ['mysql', '!a = b', '(= (not a) b)'],
    ['mysql', 'a = b BETWEEN 1 AND 2', '(= a (between b 1 2))'],
    ['mysql', 'a <=> b IS TRUE', '(true (same a b))'],
    ['mysql', 'a DIV 2 MOD 3 ^ 4', '(% (div a 2) (^ 3 4))'],
  ])('reads %s operators in their order of precedence: %s', (dialect, sql, expected) => {
    expect(show(parse(sql, dialect))).toBe(expected);
  });

  it.each<[Dialect, string, string]>([
    ['sqlite', "'it''s' || x'4142' || 0x1F || 1e3 || .5", "(|| (|| (|| (|| 'it''s' 65,66) 31) 1000) 0.5)"],
    ['sqlite', '9223372036854775807 = -9223372036854775808', '(= 9223372036854775807 -9223372036854775808)'],
    ['sqlite', '"a" = `b` AND [c d] = t.e', '(and (= a b) (= c d e))'],
    ['sqlite', 'TRUE = NULL', '(= 1 null)'],
    ['postgres', "E'a\\'b\\n' = $$c'd$$", "(= 'a''b\n' 'c''d')"],
    [
      'postgres',
      "DATE '2020-01-01' < TIMESTAMP WITH TIME ZONE '2020-01-01 10:00+00'",
      "(< (cast date '2020-01-01') (cast timestamp with time zone '2020-01-01 10:00+00'))",
    ],
    ['postgres', "(x)::numeric(10,2) > '5'::text", "(> (cast numeric x) (cast text '5'))"],
    ['mysql', `"a\\"b" = 'c\\\\d' AND \`e\``, `(and (= 'a"b' 'c\\d') e)`],
    ['mysql', "`x` in (_utf8mb4\\'a\\',_utf8mb4\\'b\\')", "(in x 'a' 'b')"],
    ['mysql', "0x41 = b'101'", '(= 65 5)'],
    ['mysql', 'a -- b\n + 1 # c', '(+ a 1)'],
    ['mysql', 'a = --b', '(= a (- (- b)))'],
  ])('reads %s literals and identifiers: %s', (dialect, sql, expected) => {
    expect(show(parse(sql, dialect))).toBe(expected);
  });

  it.each<[string, string]>([
    [
      "(status)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[])",
      "(in (cast text status) (cast text (cast character varying 'a')) (cast text (cast character varying 'b')))",
    ],
    [`x = ANY ('{a,"b c",NULL}'::text[])`, "(in x (cast text 'a') (cast text 'b c') null)"],
    ["x <> ALL (ARRAY['a'])", "(not in x 'a')"],
    ['x > ANY (ARRAY[1, 2])', '(or (> x 1) (> x 2))'],
    ["x LIKE ANY (ARRAY['a%', 'b%'])", "(or (like x 'a%') (like x 'b%'))"],
    ["x ~ similar_to_escape('a%'::text)", "(similar x (cast text 'a%'))"],
    ["position('@' in email) > 1", "(> (strpos email '@') 1)"],
    ['EXTRACT(year FROM d) >= 2000', "(>= (extract 'year' d) 2000)"],
    ["trim(both ' ' from x) <> ''", "(<> (trim x ' ') '')"],
    ["CURRENT_DATE - d > INTERVAL '1 day'", "(> (- (current_date) d) (cast interval '1 day'))"],
    ["data ->> 'a' = 'b' AND tags[1] = 'c'", "(and (= (->> data 'a') 'b') (= ([] tags 1) 'c'))"],
    ['(a, b) IS NOT NULL', '(not null (row a b))'],
    ['CASE x WHEN 1 THEN a ELSE b END', '(case x 1 a b)'],
  ])('reads what PostgreSQL shows of stored checks: %s', (sql, expected) => {
    expect(show(parse(sql, 'postgres'))).toBe(expected);
  });

  it.each<[Dialect, string]>([
    ['sqlite', 'a IN (SELECT 1)'],
    ['sqlite', 'EXISTS (SELECT 1)'],
    ['sqlite', 'a = '],
    ['sqlite', 'a = AND b'],
    ['sqlite', "a = 'x"],
    ['sqlite', 'a b'],
    ['postgres', 'count(*) > 1'],
    ['postgres', 'sum(x) OVER () > 1'],
    ['postgres', 'a = $1'],
    ['postgres', 'a::timestamp with time'],
    ['postgres', 'a OPERATOR(b'],
    ['mysql', '@a = 1'],
    ['sqlite', ''],
  ])('refuses what is no scalar expression, in %s: %s', (dialect, sql) => {
    const parsed = parseExpression(sql, dialect);
    expect(parsed.ok).toBe(false);
  });

  it('never throws, and never shows a literal of the schema in its reason', () => {
    const pieces = [
      "'secret'",
      '(',
      ')',
      ',',
      'a',
      '=',
      'AND',
      '::',
      '[',
      'CASE',
      '"',
      '$$',
      '.',
      '42',
      'IN',
      '~',
    ];
    let state = 1;
    for (let i = 0; i < 5000; i++) {
      const sql = Array.from({ length: 6 }, () => {
        state = (state * 1103515245 + 12345) % 2147483648;
        return pieces[Math.floor(state / 65536) % pieces.length];
      }).join(' ');
      for (const dialect of ['sqlite', 'postgres', 'mysql'] as const) {
        const parsed = parseExpression(sql, dialect);
        if (!parsed.ok) expect(parsed.reason).not.toContain('secret');
      }
    }
  });

  it('refuses an expression nested a million levels deep', () => {
    expect(parseExpression(`${'('.repeat(1e6)}1${')'.repeat(1e6)}`, 'sqlite').ok).toBe(false);
  });
});

function parse(sql: string, dialect: Dialect): Expression {
  const parsed = parseExpression(sql, dialect);
  if (!parsed.ok) throw new Error(`${parsed.reason}: ${sql}`);
  return parsed.expression;
}

/** A tree as nested lists, for comparison. */
function show(node: Expression): string {
  const list = (...parts: (string | Expression | null)[]): string =>
    `(${parts
      .filter((part) => part !== null)
      .map((part) => (typeof part === 'string' ? part : show(part)))
      .join(' ')})`;
  const no = (negated: boolean): string => (negated ? 'not ' : '');
  switch (node.kind) {
    case 'literal':
      return typeof node.value === 'string' ? `'${node.value.replaceAll("'", "''")}'` : String(node.value);
    case 'column':
      return node.table === null ? node.name : `${node.name}`;
    case 'not':
      return list('not', node.operand);
    case 'and':
    case 'or':
      return list(node.kind, ...node.operands);
    case 'xor':
      return list('xor', node.left, node.right);
    case 'compare':
    case 'arithmetic':
      return list(node.operator, node.left, node.right);
    case 'distinct':
      return list(node.negated ? 'same' : 'distinct', node.left, node.right);
    case 'is':
      return list(no(node.negated) + node.test, node.operand);
    case 'between':
      return list(`${no(node.negated)}between`, node.operand, node.low, node.high);
    case 'in':
      return list(`${no(node.negated)}in`, node.operand, ...node.list);
    case 'match':
      return list(no(node.negated) + node.operator, node.operand, node.pattern, node.escape);
    case 'sign':
      return list(node.operator, node.operand);
    case 'case':
      return list(
        'case',
        node.base,
        ...node.branches.flatMap(({ when, then }) => [when, then]),
        node.otherwise,
      );
    case 'cast':
      return list(`cast ${node.type.name}`, node.operand);
    case 'collate':
      return list(`collate ${node.collation}`, node.operand);
    case 'call':
      return list(node.name, ...node.args);
    case 'row':
    case 'array':
      return list(node.kind, ...node.items);
    case 'interval':
      return list(`interval ${node.unit}`, node.amount);
    case 'opaque':
      return list(node.operator, ...node.operands);
  }
}
