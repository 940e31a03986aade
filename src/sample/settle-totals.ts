import type { ColumnModel, Draw, Model, NumberScale, TotalOf } from '../model/model.js';
import { binOfNumber } from '../model/scale.js';
import { workOut } from '../model/work-out.js';
import type { Plan } from '../plan/plan.js';
import { compileBase } from './compile-base.js';
import { FamilyState } from './family-state.js';
import type { RowGuard } from './row-guard.js';
import type { SampledTable, SampledTables } from './sampled-table.js';

/** A column that waits for its children. */
export interface PendingTotal {
  readonly table: string;
  readonly column: string;
  readonly variable: number;
  readonly of: TotalOf;
}

type WorkedOut = Extract<Draw, { kind: 'formula' }>;

/**
 * Lists the totals that can be kept: parent and child are written in this run, and neither waits for a cycle.
 */
export function listTotals(model: Model, plan: Plan): PendingTotal[] {
  const order = plan.tables.map(({ id }) => id);
  const isLate = (id: string): boolean => plan.late.some(({ table }) => table === id);
  return model.tables.flatMap(({ id, columns }) =>
    columns.flatMap(({ name, variable, totalOf }: ColumnModel) => {
      if (totalOf === undefined || variable === null) return [];
      const child = model.tables.find((other) => other.id === totalOf.table);
      const isThere = (column: string): boolean =>
        child?.columns.some((known) => known.name === column && known.isDefault !== true) === true;
      const isWritten = order.includes(id) && order.indexOf(totalOf.table) > order.indexOf(id);
      return isWritten && totalOf.columns.every(isThere) && !isLate(id) && !isLate(totalOf.table)
        ? [{ table: id, column: name, variable, of: totalOf }]
        : [];
    }),
  );
}

/**
 * Sets a total to what its children come to, except in rows where a CHECK forbids it.
 * @param checks of the parent
 */
export function settleTotal(
  { variable, of }: PendingTotal,
  parent: SampledTable,
  child: SampledTable,
  checks: RowGuard,
): void {
  const sums = new Float64Array(parent.rows);
  const counts = new Float64Array(parent.rows);
  const links = child.links.get(of.foreignKey)!;
  const readers = of.columns.map((name) => child.columns.get(name)!);
  for (let row = 0; row < child.rows; row++) {
    const at = links[row]!;
    if (at < 0) continue;
    counts[at]!++;
    let product = 1;
    for (const read of readers) {
      const value = read(row);
      product *= value === null ? NaN : Number(value);
    }
    if (!Number.isNaN(product)) sums[at]! += product;
  }
  const formula = { op: 'sum', factors: [1], isNullZero: false, step: of.step, rounding: 'nearest' } as const;
  for (let row = 0; row < parent.rows; row++) {
    const isNull = counts[row] === 0 && of.isNullWhenNone;
    setValue(parent, variable, row, isNull ? NaN : workOut(formula, [sums[row]!]), checks);
  }
}

/** Works out again what follows from other values, once some of these have changed. */
export function workOutAgain(sampled: SampledTable, tables: SampledTables, checks: RowGuard): void {
  const family = new FamilyState(sampled);
  const formulas = sampled.model.variables.flatMap(({ draw }, variable) =>
    draw.kind === 'formula' ? [{ variable, ...compileFormula(draw, sampled, tables, family) }] : [],
  );
  if (formulas.length === 0) return;
  for (let row = 0; row < sampled.rows; row++) {
    family.position = sampled.positions[row]!;
    for (const { variable, work } of formulas) {
      const value = work(row);
      if (!Number.isNaN(value) && value !== sampled.values[variable]![row])
        setValue(sampled, variable, row, value, checks);
    }
  }
}

function compileFormula(
  { formula, operands }: WorkedOut,
  sampled: SampledTable,
  tables: SampledTables,
  family: FamilyState,
): { work: (row: number) => number } {
  const read = operands.map((base) => compileBase(base, sampled, tables, family));
  return {
    work: (row) =>
      workOut(
        formula,
        read.map((operand) => operand(row)),
      ),
  };
}

function setValue(
  sampled: SampledTable,
  variable: number,
  row: number,
  value: number,
  checks: RowGuard,
): void {
  const values = sampled.values[variable]!;
  const drawn = values[row]!;
  values[row] = value;
  if (checks.firstBroken(row) >= 0) values[row] = drawn;
  const scale = sampled.model.variables[variable]!.scale as NumberScale;
  const final = values[row]!;
  sampled.bins[variable]![row] = Number.isNaN(final) ? scale.upper.length : binOfNumber(scale, final);
}
