import type { Base, Bound, ColumnModel, Path } from '../../model/model.js';
import type { Formula } from '../../model/work-out.js';
import type { Drafts } from '../drafts.js';
import { stepOf } from '../find-formula.js';
import type { Unit } from '../frame.js';
import { ruleError } from './rule-error.js';
import type { AskedFormula, AskedOrder, RuleColumn } from './table-rules.js';

const NEEDS = 'rules work out numbers and moments that enough entities have values of';

/** An asked formula with its operands among the variables that are drawn. */
export interface BoundFormula {
  readonly formula: Formula;
  readonly operands: readonly Base[];
}

/** Finds the variables that rules of the config speak of. */
export class RuleBinder {
  /** @param copies columns of the table itself that repeat a parent's column */
  constructor(
    private readonly drafts: Drafts,
    private readonly copies: ReadonlyMap<string, NonNullable<ColumnModel['copyOf']>>,
  ) {}

  /**
   * @param index of the variable to work out
   * @throws {DbsynthError} E_RULE where a column is no number or moment, or units do not fit
   */
  formula(rule: AskedFormula, index: number): BoundFormula {
    const { text, form, operands, span, rounding } = rule;
    const { unit, values } = this.drafts.view.learned[index]!;
    const bases = operands.map((operand) => this.baseOf(text, operand));
    const units = bases.map((base) => this.drafts.unitOf(base));
    const rounded = rounding ?? { step: stepOf(values!, presentRows(values!)), rounding: 'nearest' };
    switch (form.op) {
      case 'sum': {
        const factors = scaleFactors(text, form.factors, units, unit, span);
        const isNullZero = operands.some(({ isPrevious }) => isPrevious);
        return { formula: { op: 'sum', factors, isNullZero, ...rounded }, operands: bases };
      }
      case 'product':
        if (unit === 'moment' || units.includes('moment')) throw unfit(text);
        return { formula: { ...form, ...rounded }, operands: bases };
      case 'part':
        if (units[0] !== 'moment' || (unit === 'moment') !== form.part.startsWith('start')) throw unfit(text);
        return { formula: { ...form, ...rounded }, operands: bases };
    }
  }

  /** @throws {DbsynthError} E_RULE where the columns do not compare */
  bound({ text, other, side, isStrict }: AskedOrder, index: number): Bound {
    const base = this.baseOf(text, other);
    if (this.drafts.unitOf(base) !== this.drafts.view.learned[index]!.unit) throw unfit(text);
    return { base, side, isStrict };
  }

  /** The way along foreign keys, as models tell it. */
  pathOf(keys: readonly string[]): Path {
    let view = this.drafts.view;
    return keys.map((name) => {
      const isOwner = view.frame.owner?.name === name;
      const at = view.references.findIndex((key) => key.name === name);
      view = this.drafts.task.views.get(isOwner ? view.frame.owner!.parent : view.references[at]!.parent)!;
      return isOwner ? null : at;
    });
  }

  private baseOf(text: string, { column, isPrevious, keys }: RuleColumn): Base {
    if (keys.length > 0) return this.baseAbove(text, this.pathOf(keys), column);
    const copy = isPrevious ? undefined : this.copies.get(column);
    if (copy !== undefined) return this.baseAbove(text, copy.path, copy.column);
    const variable = this.drafts.list.findIndex(({ role, of }) => role === 'column' && of === column);
    const learned = this.drafts.view.learned[variable];
    if (learned == null || learned.values === null || learned.unit === 'other')
      throw ruleError(text, `column "${column}" is not drawn as a number or moment`, NEEDS);
    if (isPrevious && this.drafts.frame.owner === null)
      throw ruleError(text, 'the rows of this table have no siblings', 'leave previous() out');
    return isPrevious ? { from: 'previous', variable } : { from: 'own', variable };
  }

  private baseAbove(text: string, path: Path, name: string): Base {
    const { table } = this.drafts.reader.follow(path);
    const column = this.drafts.task.models.get(table)?.columns.find((known) => known.name === name);
    if (column?.copyOf != null)
      return this.baseAbove(text, [...path, ...column.copyOf.path], column.copyOf.column);
    const variable = column?.variable ?? null;
    const learned = variable === null ? null : this.drafts.task.views.get(table)!.learned[variable];
    if (variable === null || learned == null || learned.values === null || learned.unit === 'other')
      throw ruleError(text, `column "${table}.${name}" is not drawn as a number or moment`, NEEDS);
    return { from: 'parent', path, variable };
  }
}

/** Factors for numbers as they are and moments in microseconds. */
function scaleFactors(
  text: string,
  factors: readonly number[],
  units: readonly Unit[],
  target: Unit,
  span: number,
): number[] {
  const ofMoments = factors.filter((_, i) => units[i] === 'moment');
  const sum = ofMoments.reduce((total, factor) => total + factor, 0);
  if (target === 'moment') {
    if (sum !== 1) throw unfit(text);
    return factors.map((factor, i) => (units[i] === 'moment' ? factor : factor * span));
  }
  if (sum !== 0) throw unfit(text);
  return factors.map((factor, i) => (units[i] === 'moment' ? factor / span : factor));
}

function unfit(text: string): ReturnType<typeof ruleError> {
  return ruleError(
    text,
    'numbers and moments do not go together like this',
    'a moment is another one plus a number of days; the difference of two moments is a number of days',
  );
}

function presentRows(values: Float64Array): Int32Array {
  return Int32Array.from(values.keys()).filter((row) => !Number.isNaN(values[row]!));
}
