import { valueAt } from '../batch/batch.js';
import type { Bound, ColumnModel, Determined, Draw, RuleSupport, Variable } from '../model/model.js';
import { workOut } from '../model/work-out.js';
import { fillTemplate } from '../text/fill-template.js';
import type { Drafts } from './drafts.js';
import { NONE } from './frame.js';

/** Whether a rule holds in a row; null where it says nothing. */
type Judge = (row: number) => boolean | null;
type WorkedOut = Extract<Draw, { kind: 'formula' }>;

/**
 * Counts in how many of the rows learned from a column's rule holds.
 * @returns undefined where the column has none
 */
export function measureSupport(
  drafts: Drafts,
  column: ColumnModel,
  variables: readonly Variable[],
): RuleSupport | undefined {
  const judge = judgeOf(drafts, column, variables);
  if (judge === null) return undefined;
  let rows = 0;
  let kept = 0;
  for (let row = 0; row < drafts.frame.rows; row++) {
    const holds = judge(row);
    if (holds === null) continue;
    rows++;
    if (holds) kept++;
  }
  // Rounded down, so that only a rule without exceptions holds in all rows.
  return { rows, share: rows === 0 ? 0 : Math.floor((1e4 * kept) / rows) / 1e4 };
}

function judgeOf(drafts: Drafts, column: ColumnModel, variables: readonly Variable[]): Judge | null {
  if (column.ordinal !== null) return judgeOrdinal(drafts, column.name, column.ordinal);
  if (column.copyOf !== null) return judgeCopy(drafts, column.name, column.copyOf);
  if (column.template !== null) return judgeTemplate(drafts, column.name, column.template.ways);
  const variable = column.variable === null ? undefined : variables[column.variable];
  if (variable === undefined) return null;
  if (variable.draw.kind === 'formula') return judgeFormula(drafts, column.variable!, variable.draw);
  if (variable.bounds !== undefined) return judgeBounds(drafts, column.variable!, variable.bounds);
  if (variable.determined !== null) return judgeDetermined(drafts, column.variable!, variable.determined);
  const order = orderOf(variable);
  return order === null ? null : judgeBounds(drafts, column.variable!, [order]);
}

/** The order to another column that a number or moment is told as a difference to, where it keeps one. */
export function orderOf({ draw }: Variable): Bound | null {
  if (draw.kind !== 'difference' || !draw.keepsOrder || draw.base.from === 'previous') return null;
  return { base: draw.base, side: 'least', isStrict: false };
}

function judgeOrdinal(drafts: Drafts, name: string, ordinal: NonNullable<ColumnModel['ordinal']>): Judge {
  const column = drafts.frame.columns.get(name)!;
  return (row) => Number(valueAt(column, row)) === ordinal.start + ordinal.step * drafts.frame.position[row]!;
}

function judgeCopy(drafts: Drafts, name: string, copyOf: NonNullable<ColumnModel['copyOf']>): Judge {
  const column = drafts.frame.columns.get(name)!;
  const { table, rows } = drafts.reader.follow(copyOf.path);
  const theirs = drafts.task.views.get(table)!.frame.columns.get(copyOf.column)!;
  return (row) => (rows[row]! < 0 ? null : valueAt(column, row) === valueAt(theirs, rows[row]!));
}

function judgeTemplate(
  { frame }: Drafts,
  name: string,
  ways: NonNullable<ColumnModel['template']>['ways'],
): Judge {
  const column = frame.columns.get(name)!;
  return (row) => {
    const value = valueAt(column, row);
    if (value === null) return null;
    const read = (other: string): ReturnType<typeof valueAt> => valueAt(frame.columns.get(other)!, row);
    return ways.some((way) => fillTemplate(way, read) === String(value));
  };
}

function judgeFormula(drafts: Drafts, index: number, { formula, operands }: WorkedOut): Judge {
  const values = drafts.view.learned[index]!.values!;
  const read = operands.map((base) => drafts.baseValues(base));
  return (row) => {
    const worked = workOut(
      formula,
      read.map((operand) => operand[row]!),
    );
    if (Number.isNaN(worked)) return null;
    const value = values[row]!;
    return worked === value || Math.abs(worked - value) <= 1e-9 * Math.abs(value);
  };
}

function judgeBounds(drafts: Drafts, index: number, bounds: readonly Bound[]): Judge {
  const values = drafts.view.learned[index]!.values!;
  const others = bounds.map(({ base }) => drafts.baseValues(base));
  return (row) => {
    let isSaid = false;
    for (let i = 0; i < bounds.length; i++) {
      const { side, isStrict } = bounds[i]!;
      const room = side === 'least' ? values[row]! - others[i]![row]! : others[i]![row]! - values[row]!;
      if (Number.isNaN(room)) continue;
      if (room < 0 || (isStrict && room === 0)) return false;
      isSaid = true;
    }
    return isSaid ? true : null;
  };
}

function judgeDetermined(drafts: Drafts, index: number, { feature, bins }: Determined): Judge {
  const told = drafts.reader.read(feature);
  const own = drafts.view.learned[index]!.bins;
  return (row) => (bins[told[row]!] === NONE ? null : bins[told[row]!] === own[row]);
}
