import type { Comparison, Expression } from './expression.js';
import { coalesce, countNulls, nullIf } from './common-functions.js';
import { comparison, membership } from './comparison.js';
import { asValue, conjunction, disjunction, exclusion, negation } from './logic.js';
import {
  NO_ROW,
  UNKNOWN,
  type CheckColumn,
  type Condition,
  type Getter,
  type Semantics,
  type Typed,
} from './semantics.js';

/** An expression made into closures. */
export interface CompiledExpression {
  /** Columns that it reads, by their names in the table. */
  readonly columns: readonly string[];
  readonly condition: Condition;
  readonly value: Getter;
}

/**
 * Compiles an expression to closures over a row, by the rules of one dialect.
 * @param expression what `parseExpression` gave
 * @param semantics rules of the dialect
 * @param columns the columns that names may mean
 */
export function compileExpression<T>(
  expression: Expression,
  semantics: Semantics<T>,
  columns: readonly CheckColumn[],
): CompiledExpression {
  const compiler = new Compiler(semantics, columns);
  const condition = compiler.condition(expression);
  return { columns: [...compiler.read], condition, value: compiler.typed(expression).get };
}

class Compiler<T> {
  readonly read = new Set<string>();
  readonly #semantics: Semantics<T>;
  readonly #columns: readonly CheckColumn[];

  constructor(semantics: Semantics<T>, columns: readonly CheckColumn[]) {
    this.#semantics = semantics;
    this.#columns = columns;
  }

  /** Compiles what yields a truth value; anything else is taken for one as the dialect does. */
  condition(node: Expression): Condition {
    switch (node.kind) {
      case 'and':
        return conjunction(node.operands.map((operand) => this.condition(operand)));
      case 'or':
        return disjunction(node.operands.map((operand) => this.condition(operand)));
      case 'not':
        return negation(this.condition(node.operand));
      case 'xor':
        return exclusion(this.condition(node.left), this.condition(node.right));
      case 'compare':
        return this.#compare(node.operator, node.left, node.right);
      case 'distinct':
        return this.#distinct(node.left, node.right, node.negated);
      case 'is':
        return node.test === 'null' ? this.#isNull(node.operand, node.negated) : this.#isTruth(node);
      case 'between':
        return this.#between(node);
      case 'in':
        return this.#in(node);
      case 'match': {
        const escape = node.escape ? this.typed(node.escape) : null;
        const condition = this.#semantics.match(
          node.operator,
          this.typed(node.operand),
          this.typed(node.pattern),
          escape,
        );
        return node.negated ? negation(condition) : condition;
      }
      default:
        return this.#truth(this.typed(node));
    }
  }

  typed(node: Expression): Typed<T> {
    const typed = this.#typedNode(node);
    // What reads no column is worked out once.
    if (typed.constant === undefined && isConstant(node)) {
      const constant = typed.get(NO_ROW);
      return { get: () => constant, type: typed.type, constant };
    }
    return typed;
  }

  #typedNode(node: Expression): Typed<T> {
    const semantics = this.#semantics;
    switch (node.kind) {
      case 'literal':
        return semantics.literal(node);
      case 'column':
        return this.#column(node);
      case 'sign':
        return semantics.sign(node.operator, this.typed(node.operand));
      case 'arithmetic':
        return semantics.arithmetic(node.operator, this.typed(node.left), this.typed(node.right));
      case 'case':
        return this.#case(node);
      case 'cast':
        return semantics.cast(this.typed(node.operand), node.type);
      case 'collate':
        return semantics.collate(this.typed(node.operand), node.collation);
      case 'call':
        return this.#call(node);
      case 'interval':
        return semantics.interval(this.typed(node.amount), node.unit);
      case 'row':
      case 'array':
      case 'opaque':
        for (const part of partsOf(node)) this.typed(part);
        return this.#unknown();
      default:
        return { get: asValue(this.condition(node)), type: semantics.boolean };
    }
  }

  #unknown(): Typed<T> {
    return { get: () => UNKNOWN, type: this.#semantics.untyped };
  }

  #column(node: Extract<Expression, { kind: 'column' }>): Typed<T> {
    const column = this.#semantics.findColumn(node, this.#columns);
    if (column) {
      this.read.add(column.name);
      return this.#semantics.column(column);
    }
    if (node.quoted === 'double' && this.#semantics.quotedNameIsText)
      return this.#semantics.literal({ kind: 'literal', form: 'text', value: node.name });
    return this.#unknown();
  }

  #truth(operand: Typed<T>): Condition {
    const { get, type } = operand;
    const semantics = this.#semantics;
    return (row) => {
      const value = get(row);
      if (value === null || value === UNKNOWN) return value;
      return semantics.truth(value, type);
    };
  }

  #compare(operator: Comparison, left: Expression, right: Expression): Condition {
    if (left.kind === 'row' || right.kind === 'row') return this.#compareRows(operator, left, right);
    const comparable = this.#semantics.comparable(this.typed(left), this.typed(right));
    return comparison(operator, comparable);
  }

  /** (a, b) < (c, d) is a < c OR (a = c AND b < d). */
  #compareRows(operator: Comparison, left: Expression, right: Expression): Condition {
    const [lefts, rights] = [itemsOf(left), itemsOf(right)];
    if (lefts.length !== rights.length || lefts.length === 0) return () => UNKNOWN;
    const pair = (test: Comparison, i: number): Condition => this.#compare(test, lefts[i]!, rights[i]!);
    if (operator === '=' || operator === '<>') {
      const same = conjunction(lefts.map((_, i) => pair('=', i)));
      return operator === '=' ? same : negation(same);
    }
    const strict = operator === '<' || operator === '<=' ? '<' : '>';
    const from = (i: number): Condition =>
      i === lefts.length - 1
        ? pair(operator, i)
        : disjunction([pair(strict, i), conjunction([pair('=', i), from(i + 1)])]);
    return from(0);
  }

  #distinct(left: Expression, right: Expression, negated: boolean): Condition {
    if (left.kind === 'row' || right.kind === 'row') {
      const [lefts, rights] = [itemsOf(left), itemsOf(right)];
      if (lefts.length !== rights.length) return () => UNKNOWN;
      const same = conjunction(lefts.map((item, i) => this.#distinct(item, rights[i]!, true)));
      return negated ? same : negation(same);
    }
    const comparable = this.#semantics.comparable(this.typed(left), this.typed(right));
    const same = comparison('=', comparable);
    return (row) => {
      const one = comparable.left(row);
      const other = comparable.right(row);
      if (one === UNKNOWN || other === UNKNOWN) return UNKNOWN;
      if (one === null || other === null) return (one === other) === negated;
      const answer = same(row);
      return answer === UNKNOWN ? UNKNOWN : (answer === true) === negated;
    };
  }

  #isNull(operand: Expression, negated: boolean): Condition {
    if (operand.kind === 'row') return conjunction(operand.items.map((item) => this.#isNull(item, negated)));
    const { get } = this.typed(operand);
    return (row) => {
      const value = get(row);
      return value === UNKNOWN ? UNKNOWN : (value === null) !== negated;
    };
  }

  #isTruth(node: Extract<Expression, { kind: 'is' }>): Condition {
    const condition = this.condition(node.operand);
    const wanted = node.test === 'unknown' ? null : node.test === 'true';
    return (row) => {
      const answer = condition(row);
      return answer === UNKNOWN ? UNKNOWN : (answer === wanted) !== node.negated;
    };
  }

  #between(node: Extract<Expression, { kind: 'between' }>): Condition {
    const range = (low: Expression, high: Expression): Condition =>
      conjunction([this.#compare('>=', node.operand, low), this.#compare('<=', node.operand, high)]);
    const inside = range(node.low, node.high);
    const condition = node.symmetric ? disjunction([inside, range(node.high, node.low)]) : inside;
    return node.negated ? negation(condition) : condition;
  }

  #in(node: Extract<Expression, { kind: 'in' }>): Condition {
    const condition = this.#member(node);
    return node.negated ? negation(condition) : condition;
  }

  #member(node: Extract<Expression, { kind: 'in' }>): Condition {
    if (node.list.length === 0) return () => false;
    if (node.operand.kind === 'row') {
      return disjunction(node.list.map((item) => this.#compare('=', node.operand, item)));
    }
    const operand = this.typed(node.operand);
    const items = node.list.map((item) => this.typed(item));
    const isOnlyItem = items.length === 1 && items[0]!.constant !== undefined;
    const comparables = items.map((item) => this.#semantics.member(operand, item, isOnlyItem));
    return membership(comparables, items);
  }

  #case(node: Extract<Expression, { kind: 'case' }>): Typed<T> {
    const conditions = node.branches.map(({ when }) =>
      node.base ? this.#compare('=', node.base, when) : this.condition(when),
    );
    const results = node.branches.map(({ then }) => this.typed(then));
    const otherwise = this.typed(node.otherwise ?? { kind: 'literal', form: 'null', value: null });
    const { type, getters } = this.#semantics.unify([...results, otherwise]);
    return {
      type,
      get: (row) => {
        for (let i = 0; i < conditions.length; i++) {
          const answer = conditions[i]!(row);
          if (answer === UNKNOWN) return UNKNOWN;
          if (answer === true) return getters[i]!(row);
        }
        return getters[conditions.length]!(row);
      },
    };
  }

  #call(node: Extract<Expression, { kind: 'call' }>): Typed<T> {
    const args = node.args.map((arg) => this.typed(arg));
    const known = this.#semantics.call(node.name, args);
    if (known) return known;
    switch (node.name) {
      case 'coalesce':
      case 'ifnull':
      case 'nvl':
        return coalesce(args, this.#semantics);
      case 'nullif':
        return args.length === 2 ? nullIf(args[0]!, args[1]!, this.#semantics) : this.#unknown();
      case 'iif':
      case 'if':
        if (node.args.length < 2 || node.args.length > 3) return this.#unknown();
        return this.#case({
          kind: 'case',
          base: null,
          branches: [{ when: node.args[0]!, then: node.args[1]! }],
          otherwise: node.args[2] ?? null,
        });
      case 'num_nulls':
        return countNulls(args, true, this.#semantics);
      case 'num_nonnulls':
        return countNulls(args, false, this.#semantics);
      default:
        return this.#unknown();
    }
  }
}

/** Items of a row; anything else is a row of one. */
function itemsOf(node: Expression): readonly Expression[] {
  return node.kind === 'row' ? node.items : [node];
}

/** Whether it reads no column. Functions that depend on more than their arguments are not known to any dialect. */
function isConstant(node: Expression): boolean {
  switch (node.kind) {
    case 'literal':
      return true;
    case 'sign':
    case 'cast':
    case 'collate':
      return isConstant(node.operand);
    case 'arithmetic':
      return isConstant(node.left) && isConstant(node.right);
    case 'call':
      return node.args.length > 0 && node.args.every(isConstant);
    case 'interval':
      return isConstant(node.amount);
    default:
      return false;
  }
}

function partsOf(node: Extract<Expression, { kind: 'row' | 'array' | 'opaque' }>): readonly Expression[] {
  return node.kind === 'opaque' ? node.operands : node.items;
}
