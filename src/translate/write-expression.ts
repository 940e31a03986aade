import type { ArithmeticOperator, Expression, TypeName } from '../check/expression.js';
import type { Product } from '../product.js';
import { findColumn, isDoubleQuotedText, type ExpressionScope } from './expression-scope.js';
import { findCastType } from './find-cast-type.js';
import { familyOf, type Family } from './find-family.js';
import { literalText } from './literal-text.js';
import { sayable, Unsayable } from './unsayable.js';
import { writeCall, type OperandWriter } from './write-call.js';
import { writeMatch } from './write-match.js';

/**
 * Writes an expression in the words of another product, so that it holds for the same rows.
 * @returns null when it cannot be said there, or not for certain
 */
export function writeExpression(expression: Expression, scope: ExpressionScope): string | null {
  return orNull(() => new Writer(scope).value(expression));
}

/** The same for a condition: products that tell booleans from numbers get one. */
export function writeCondition(expression: Expression, scope: ExpressionScope): string | null {
  return orNull(() => new Writer(scope).condition(expression));
}

function orNull(write: () => string): string | null {
  try {
    return write();
  } catch (error) {
    if (error instanceof Unsayable) return null;
    throw error;
  }
}

class Writer implements OperandWriter {
  private readonly product: Product;

  constructor(readonly scope: ExpressionScope) {
    this.product = scope.product;
  }

  condition(node: Expression): string {
    const sql = this.value(node);
    if (!this.product.words.strictBooleans || this.familyOf(node) === 'boolean') return sql;
    if (node.kind === 'literal' && (node.value === 0 || node.value === 1))
      return node.value === 1 ? 'TRUE' : 'FALSE';
    if (['integer', 'number'].includes(this.familyOf(node))) return `(${sql} <> 0)`;
    throw new Unsayable();
  }

  value(node: Expression): string {
    const { words } = this.product;
    switch (node.kind) {
      case 'literal':
        return this.literal(node);
      case 'column':
        return this.column(node);
      case 'not':
        return `(NOT ${this.condition(node.operand)})`;
      case 'and':
      case 'or':
        return `(${node.operands.map((operand) => this.condition(operand)).join(node.kind === 'and' ? ' AND ' : ' OR ')})`;
      case 'xor':
        return sayable(words.exclusiveOr(this.condition(node.left), this.condition(node.right)));
      case 'compare': {
        const [left, right] = this.alike([node.left, node.right]);
        return `(${left} ${node.operator} ${right})`;
      }
      case 'distinct': {
        const [left, right] = this.alike([node.left, node.right]);
        const same = words.same(left!, right!);
        return node.negated ? same : `(NOT ${same})`;
      }
      case 'is':
        return this.is(node);
      case 'between':
        return this.between(node);
      case 'in': {
        if (node.list.length === 0) throw new Unsayable();
        const [operand, ...list] = this.alike([node.operand, ...node.list]);
        return `(${operand} ${node.negated ? 'NOT IN' : 'IN'} (${list.join(', ')}))`;
      }
      case 'match':
        return this.match(node);
      case 'sign':
        return `(${node.operator}${this.value(node.operand)})`;
      case 'arithmetic':
        return this.arithmetic(node.operator, node.left, node.right);
      case 'case':
        return this.case(node);
      case 'cast':
        return this.cast(node.operand, node.type);
      case 'collate':
        return this.collate(node);
      case 'call':
        return writeCall(node.name, node.args, this);
      case 'interval':
      case 'row':
      case 'array':
      case 'opaque':
        throw new Unsayable();
    }
  }

  private literal({ form, value }: Extract<Expression, { kind: 'literal' }>): string {
    if (value === null) return 'NULL';
    if (form === 'boolean') return value === 0 ? 'FALSE' : 'TRUE';
    if (value instanceof Uint8Array) return this.product.words.bytes(Buffer.from(value).toString('hex'));
    return typeof value === 'string' ? this.product.quoteText(value) : String(value);
  }

  private column(node: Extract<Expression, { kind: 'column' }>): string {
    const column = findColumn(node, this.scope);
    if (column !== null) return column.sql;
    if (isDoubleQuotedText(node, this.scope)) return this.product.quoteText(node.name);
    throw new Unsayable();
  }

  /** Operands that are compared with one another: 0 and 1 beside a boolean are FALSE and TRUE, and case is ignored alike. */
  alike(nodes: readonly Expression[]): string[] {
    const families = nodes.map((node) => this.familyOf(node));
    const { strictBooleans } = this.product.words;
    const hasBoolean = nodes.some((node, index) => families[index] === 'boolean' && node.kind !== 'literal');
    const hasNumber = families.some((family) => family === 'integer' || family === 'number');
    const ignoresCase = nodes.some((node) => this.ignoresCase(node)) && !this.product.can.ignoreCase;
    return nodes.map((node, index) => {
      if (node.kind === 'literal' && strictBooleans && node.value !== null) {
        if (hasBoolean && typeof node.value === 'number') {
          if (node.value !== 0 && node.value !== 1) throw new Unsayable();
          return node.value === 0 ? 'FALSE' : 'TRUE';
        }
        if (node.form === 'boolean' && hasNumber) return String(node.value);
      }
      if (strictBooleans && hasBoolean && !['boolean', 'null', 'text'].includes(families[index]!))
        throw new Unsayable();
      const sql = this.value(node);
      return ignoresCase && families[index] === 'text' ? `lower(${sql})` : sql;
    });
  }

  private ignoresCase(node: Expression): boolean {
    if (node.kind === 'column') return findColumn(node, this.scope)?.caseInsensitive ?? false;
    if (node.kind === 'collate') return /nocase|_ci$/i.test(node.collation);
    return false;
  }

  private is({ test, operand, negated }: Extract<Expression, { kind: 'is' }>): string {
    const not = negated ? 'NOT ' : '';
    if (test === 'null') return `(${this.value(operand)} IS ${not}NULL)`;
    const condition = this.condition(operand);
    return test === 'unknown'
      ? `(${condition} IS ${not}NULL)`
      : `(${condition} IS ${not}${test.toUpperCase()})`;
  }

  private between(node: Extract<Expression, { kind: 'between' }>): string {
    const [operand, low, high] = this.alike([node.operand, node.low, node.high]);
    const inside = `(${operand} BETWEEN ${low} AND ${high})`;
    const either = node.symmetric ? `(${inside} OR (${operand} BETWEEN ${high} AND ${low}))` : inside;
    return node.negated ? `(NOT ${either})` : either;
  }

  private match(node: Extract<Expression, { kind: 'match' }>): string {
    const { operand, negated } = node;
    const sql = sayable(writeMatch(node, this.value(operand), this.ignoresCase(operand), this.scope));
    return negated ? `(NOT ${sql})` : sql;
  }

  private arithmetic(operator: ArithmeticOperator, left: Expression, right: Expression): string {
    const { words } = this.product;
    const { dialect } = this.scope;
    const [one, other] = [this.value(left), this.value(right)];
    const areWhole = this.familyOf(left) === 'integer' && this.familyOf(right) === 'integer';
    switch (operator) {
      case '+':
      case '-':
      case '*':
        if ([left, right].some((node) => ['moment', 'text', 'unknown'].includes(this.familyOf(node))))
          throw new Unsayable();
        return `(${one} ${operator} ${other})`;
      case '%':
        return sayable(words.call('mod', [one, other]));
      case '/':
        // Two integers make an integer, but in MySQL.
        return words.divide(one, other, areWhole && dialect !== 'mysql');
      case 'div':
        return words.divide(one, other, true);
      case '||':
        return words.concat(one, other);
      case '^':
        if (dialect === 'postgres') return sayable(words.power(one, other));
        throw new Unsayable();
      case '&':
      case '|':
      case '<<':
      case '>>':
        if (!areWhole) throw new Unsayable();
        return `(${one} ${operator} ${other})`;
      case '#':
        throw new Unsayable();
    }
  }

  private case({ base, branches, otherwise }: Extract<Expression, { kind: 'case' }>): string {
    const when = branches.map(({ when: test, then }) => {
      const condition =
        base === null
          ? this.condition(test)
          : this.value({ kind: 'compare', operator: '=', left: base, right: test });
      return `WHEN ${condition} THEN ${this.value(then)}`;
    });
    const rest = otherwise === null ? '' : ` ELSE ${this.value(otherwise)}`;
    return `CASE ${when.join(' ')}${rest} END`;
  }

  private cast(operand: Expression, type: TypeName): string {
    const to = findCastType(type);
    // A type only says what the database had made of a literal.
    const isText = literalText(operand) !== null;
    if (isText && (to === null || ['text', 'date', 'timestamp'].includes(to.name)))
      return this.value(operand);
    if (to === null) throw new Unsayable();
    const family = this.familyOf(operand);
    const isNumber = operand.kind === 'literal' && (family === 'integer' || family === 'number');
    if (
      isNumber &&
      (to.name === 'decimal' || to.name === 'real' || (to.name === 'integer' && family === 'integer'))
    )
      return this.value(operand);
    if ((to.name === 'text' && family === 'text') || (to.name === 'boolean' && family === 'boolean'))
      return this.value(operand);
    return this.product.words.cast(this.value(operand), to);
  }

  /** Texts are compared byte by byte wherever a column does not say otherwise. */
  private collate({ operand, collation }: Extract<Expression, { kind: 'collate' }>): string {
    if (/^(binary|c|posix|default|ucs_basic)$|_bin$/i.test(collation)) return this.value(operand);
    if (/^nocase$|_ci$/i.test(collation)) return `lower(${this.value(operand)})`;
    throw new Unsayable();
  }

  private familyOf(node: Expression): Family {
    return familyOf(node, this.scope);
  }
}
