import type { Expression } from '../../check/expression.js';
import { MOMENT_PARTS, MOMENT_STARTS, type FactorForm, type MomentPart } from '../../model/work-out.js';
import type { RuleName } from './rule-names.js';
import type { AskedFormula, RuleForm } from './table-rules.js';

interface ReadForm {
  readonly form: RuleForm;
  readonly names: readonly RuleName[];
  readonly rounding: AskedFormula['rounding'];
}

type NameOf = (expression: Expression) => RuleName | null;

const TOO_MUCH =
  'it is more than a sum of multiples, a product or quotient, or a part of a date, maybe rounded';

/**
 * Reads the right side of an equation as one of the forms that can be worked out.
 * @returns what is wrong with it where it is none
 */
export function readForm(expression: Expression, nameOf: NameOf): ReadForm | string {
  const { inner, rounding } = stripRounding(expression);
  const part = readPart(inner, nameOf);
  if (part !== null) return { ...part, rounding };
  const product = readProduct(inner, nameOf);
  if (product !== null && product.names.length > 1) {
    const { factor, forms, names } = product;
    return { form: { op: 'product', factor, forms }, names, rounding };
  }
  const terms = readSum(inner, 1, nameOf);
  if (terms === null) return TOO_MUCH;
  if (terms.length === 0) return 'no column stands on one of its sides';
  return {
    form: { op: 'sum', factors: terms.map(({ factor }) => factor) },
    names: terms.map(({ name }) => name),
    rounding,
  };
}

/** round(x), round(x, 2), floor(x). */
function stripRounding(expression: Expression): {
  inner: Expression;
  rounding: AskedFormula['rounding'];
} {
  if (expression.kind === 'call' && ['round', 'floor'].includes(expression.name)) {
    const [inner, digits] = expression.args;
    const decimals = digits === undefined ? 0 : numberOf(digits);
    const isPlain = expression.name === 'round' || digits === undefined;
    if (inner !== undefined && decimals !== null && isPlain && decimals >= 0 && decimals <= 9)
      return {
        inner,
        rounding: { step: 10 ** -decimals, rounding: expression.name === 'round' ? 'nearest' : 'down' },
      };
  }
  return { inner: expression, rounding: null };
}

/** year(x), startOfMonth(x), EXTRACT(YEAR FROM x). */
function readPart(expression: Expression, nameOf: NameOf): Omit<ReadForm, 'rounding'> | null {
  if (expression.kind !== 'call') return null;
  const isExtract = expression.name === 'extract';
  const field = isExtract ? expression.args[0] : undefined;
  const word = field?.kind === 'literal' ? String(field.value) : expression.name;
  const part = [...MOMENT_PARTS, ...MOMENT_STARTS].find((known) => known.toLowerCase() === word);
  const operand = expression.args[isExtract ? 1 : 0];
  const name = operand === undefined ? null : nameOf(operand);
  if (part === undefined || name === null || expression.args.length !== (isExtract ? 2 : 1)) return null;
  return { form: { op: 'part', part: part as MomentPart }, names: [name] };
}

interface Product {
  factor: number;
  readonly forms: FactorForm[];
  readonly names: RuleName[];
}

function readProduct(expression: Expression, nameOf: NameOf): Product | null {
  const number = numberOf(expression);
  if (number !== null) return { factor: number, forms: [], names: [] };
  const name = nameOf(expression);
  if (name !== null) return { factor: 1, forms: ['plain'], names: [name] };
  if (expression.kind !== 'arithmetic') return null;
  const { operator, left, right } = expression;
  if (operator === '-' && numberOf(left) === 1) {
    const missing = nameOf(right);
    return missing === null ? null : { factor: 1, forms: ['complement'], names: [missing] };
  }
  if (operator !== '*' && operator !== '/') return null;
  const [a, b] = [readProduct(left, nameOf), readProduct(right, nameOf)];
  if (a === null || b === null) return null;
  if (operator === '*')
    return { factor: a.factor * b.factor, forms: [...a.forms, ...b.forms], names: [...a.names, ...b.names] };
  if (b.factor === 0 || b.forms.some((form) => form === 'complement')) return null;
  const inverse = b.forms.map((form): FactorForm => (form === 'plain' ? 'inverse' : 'plain'));
  return { factor: a.factor / b.factor, forms: [...a.forms, ...inverse], names: [...a.names, ...b.names] };
}

interface Term {
  readonly factor: number;
  readonly name: RuleName;
}

function readSum(expression: Expression, factor: number, nameOf: NameOf): Term[] | null {
  const name = nameOf(expression);
  if (name !== null) return [{ factor, name }];
  if (expression.kind === 'sign' && expression.operator !== '~')
    return readSum(expression.operand, expression.operator === '-' ? -factor : factor, nameOf);
  if (expression.kind !== 'arithmetic') return null;
  const { operator, left, right } = expression;
  if (operator === '+' || operator === '-') {
    const a = readSum(left, factor, nameOf);
    const b = readSum(right, operator === '-' ? -factor : factor, nameOf);
    return a === null || b === null ? null : [...a, ...b];
  }
  const [scale, shrink] = [numberOf(left), numberOf(right)];
  if (operator === '*' && scale !== null) return readSum(right, factor * scale, nameOf);
  if (operator === '*' && shrink !== null) return readSum(left, factor * shrink, nameOf);
  return operator === '/' && shrink !== null && shrink !== 0 ? readSum(left, factor / shrink, nameOf) : null;
}

function numberOf(expression: Expression): number | null {
  if (expression.kind === 'sign' && expression.operator === '-') {
    const positive = numberOf(expression.operand);
    return positive === null ? null : -positive;
  }
  if (expression.kind !== 'literal' || !['integer', 'decimal'].includes(expression.form)) return null;
  const number = Number(expression.value);
  return Number.isFinite(number) ? number : null;
}
