import type { SqlValue } from '../batch/batch.js';

/** How a literal was written, which decides its type: `1`, `1.0`, `'a'`, `X'61'`, `TRUE`, `NULL`. */
export type LiteralForm = 'integer' | 'decimal' | 'text' | 'bytes' | 'boolean' | 'null';

export type Comparison = '=' | '<>' | '<' | '<=' | '>' | '>=';

/** How a text is matched: LIKE, its case-insensitive form, SQLite's GLOB, regular expressions, SIMILAR TO. */
export type MatchOperator = 'like' | 'ilike' | 'glob' | 'regexp' | 'iregexp' | 'similar';

export type ArithmeticOperator =
  '+' | '-' | '*' | '/' | '%' | 'div' | '^' | '&' | '|' | '#' | '<<' | '>>' | '||';

/** A type name as written in a cast, lower case, words separated by one space. */
export interface TypeName {
  readonly name: string;
  readonly parameters: readonly number[];
  readonly array: boolean;
}

/** A scalar SQL expression, the same tree for all dialects. */
export type Expression =
  | { readonly kind: 'literal'; readonly form: LiteralForm; readonly value: SqlValue }
  | {
      readonly kind: 'column';
      readonly name: string;
      readonly table: string | null;
      /** Quoted names are compared as they stand; `double` may be a text literal in SQLite. */
      readonly quoted: false | 'double' | 'other';
    }
  | { readonly kind: 'not'; readonly operand: Expression }
  | { readonly kind: 'and' | 'or'; readonly operands: readonly Expression[] }
  | { readonly kind: 'xor'; readonly left: Expression; readonly right: Expression }
  | {
      readonly kind: 'compare';
      readonly operator: Comparison;
      readonly left: Expression;
      readonly right: Expression;
    }
  /** IS [NOT] DISTINCT FROM, SQLite's IS [NOT] and MySQL's <=>; `negated` = the operands are the same. */
  | {
      readonly kind: 'distinct';
      readonly left: Expression;
      readonly right: Expression;
      readonly negated: boolean;
    }
  | {
      readonly kind: 'is';
      readonly test: 'null' | 'true' | 'false' | 'unknown';
      readonly operand: Expression;
      readonly negated: boolean;
    }
  | {
      readonly kind: 'between';
      readonly operand: Expression;
      readonly low: Expression;
      readonly high: Expression;
      readonly negated: boolean;
      readonly symmetric: boolean;
    }
  | {
      readonly kind: 'in';
      readonly operand: Expression;
      readonly list: readonly Expression[];
      readonly negated: boolean;
    }
  | {
      readonly kind: 'match';
      readonly operator: MatchOperator;
      readonly operand: Expression;
      readonly pattern: Expression;
      readonly escape: Expression | null;
      readonly negated: boolean;
    }
  | { readonly kind: 'sign'; readonly operator: '-' | '+' | '~'; readonly operand: Expression }
  | {
      readonly kind: 'arithmetic';
      readonly operator: ArithmeticOperator;
      readonly left: Expression;
      readonly right: Expression;
    }
  | {
      readonly kind: 'case';
      readonly base: Expression | null;
      readonly branches: readonly { readonly when: Expression; readonly then: Expression }[];
      readonly otherwise: Expression | null;
    }
  | { readonly kind: 'cast'; readonly operand: Expression; readonly type: TypeName }
  | { readonly kind: 'collate'; readonly operand: Expression; readonly collation: string }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Expression[] }
  | { readonly kind: 'row'; readonly items: readonly Expression[] }
  | { readonly kind: 'array'; readonly items: readonly Expression[] }
  /** MySQL's INTERVAL 3 DAY. */
  | { readonly kind: 'interval'; readonly amount: Expression; readonly unit: string }
  /** An operator that is understood as far as its operands go: JSON access, AT TIME ZONE, array operators. */
  | { readonly kind: 'opaque'; readonly operator: string; readonly operands: readonly Expression[] };
