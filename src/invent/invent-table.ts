import { columnBounds } from '../check/column-bounds.js';
import { columnOrders } from '../check/column-orders.js';
import { compileCheck } from '../check/compile-check.js';
import { MICROS_PER_DAY, MICROS_PER_SECOND } from '../classify/civil.js';
import { isOneToOne } from '../graph/is-one-to-one.js';
import { isOptional } from '../graph/is-optional.js';
import { selectorColumns } from '../graph/selector-columns.js';
import { linkedColumns } from '../graph/linked-columns.js';
import type { LateKey } from '../graph/find-load-order.js';
import type { Column, Dialect, ForeignKey, Table } from '../introspect/catalog.js';
import type { Base, Draw, NumberScale, ReferenceModel, TableModel, Variable } from '../model/model.js';
import { draftColumn, type DraftedColumn } from './draft-column.js';
import { findJsonColumns } from './find-json-columns.js';
import { findOrderedColumns, saysCreated } from './find-ordered-columns.js';
import { stump } from './stump.js';
import { uniformScale } from './uniform-scale.js';

/** What is known beside the table itself. */
export interface TableContext {
  readonly dialect: Dialect;
  readonly owner: ForeignKey | null;
  readonly late: readonly LateKey[];
  /** Foreign keys of other tables that refer to this one. */
  readonly incoming: readonly { readonly child: Table; readonly key: ForeignKey }[];
  /** Models of the tables before. */
  readonly models: ReadonlyMap<string, TableModel>;
}

/** Share of rows without a parent, where that is allowed. */
const ORPHANS = 0.1;
const UNREFERENCED = 0.2;

/**
 * Makes up how the rows of a table are drawn: columns by type, name and CHECKs; what lies in order is drawn as a
 * difference to what it follows; numbers of children vary.
 */
export function inventTable(table: Table, context: TableContext): TableModel {
  const { dialect, owner, late } = context;
  const checks = table.checks.map((check) => compileCheck(check, dialect, table.columns));
  const facts = columnBounds(checks);
  const linked = linkedColumns(table, late);
  const alone = new Set(table.uniques.flatMap(({ columns }) => (columns.length === 1 ? columns : [])));
  const inKeys = new Set(table.uniques.flatMap(({ columns }) => columns));
  const documents = findJsonColumns(table, dialect);
  const columns = table.columns
    .filter(({ name, generated }) => generated === false && !linked.has(name))
    .map((column) =>
      draftColumn(column, {
        table,
        facts: facts.get(column.name),
        isUnique: alone.has(column.name),
        isInKey: inKeys.has(column.name),
        isJson: documents.has(column.name.toLowerCase()),
      }),
    );
  const selectors = selectorColumns(table);
  const isFirst = ({ column }: DraftedColumn): boolean => selectors.has(column.name);
  const inOrder = [...columns.filter(isFirst), ...columns.filter((drafted) => !isFirst(drafted))];
  const variables = draftVariables(inOrder, context, columnOrders(checks));
  const variableOf = (name: string): number | null => {
    const found = variables.findIndex(({ role, of }) => role === 'column' && of === name);
    return found < 0 ? null : found;
  };
  return {
    id: table.id,
    sourceRows: 0,
    entities: 0,
    learned: false,
    owner:
      owner === null ? null : { foreignKey: owner.name, nullShare: isOptional(table, owner) ? ORPHANS : 0 },
    variables: [...variables, ...context.incoming.map(({ child, key }) => countVariable(child, key))],
    // They tell the references where to go.
    leading: variables.filter(({ of }) => selectors.has(of)).length,
    references: table.foreignKeys
      .filter((key) => key !== owner)
      .map((key) => inventReference(table, key, late)),
    columns: columns.map((drafted) => ({
      name: drafted.column.name,
      class: drafted.class,
      variable: variableOf(drafted.column.name),
      clock: null,
      text: drafted.text,
      constant: null,
      isSingle: false,
      borrowed: null,
      ordinal: null,
      template: null,
      copyOf: null,
      ...(drafted.isDefault ? { isDefault: true } : {}),
    })),
    kept: null,
  };
}

function inventReference(table: Table, key: ForeignKey, late: readonly LateKey[]): ReferenceModel {
  const { when, ...whole } = key;
  const nullShare = isOptional(table, whole) ? UNREFERENCED : 0;
  const alternatives = table.foreignKeys.filter((other) => other.when !== undefined).length;
  const known = {
    foreignKey: key.name,
    nullShare,
    ...(when === undefined ? {} : { concernedShare: 1 / alternatives }),
  };
  if (late.some(({ foreignKey }) => foreignKey === key.name)) return { ...known, how: { kind: 'late' } };
  if (key.parent === table.id) return { ...known, how: { kind: 'self', parentShare: 0.3 } };
  return { ...known, how: { kind: 'any' } };
}

const CHILDREN = [0.2, 0.25, 0.2, 0.12, 0.08, 0.05, 0.04, 0.03, 0.02, 0.01];

function countVariable(child: Table, key: ForeignKey): Variable {
  const weights = isOneToOne(child, key) ? [0.2, 0.8] : CHILDREN;
  const scale = uniformScale(
    weights.map((weight, count) => ({ low: count, high: count, weight })),
    1,
  );
  return variable('count', `${child.id}.${key.name}`, scale, [...weights, 0]);
}

function variable(
  role: Variable['role'],
  of: string,
  scale: Variable['scale'],
  weights: readonly number[],
): Variable {
  return {
    role,
    of,
    scale,
    nullable: weights.at(-1)! > 0,
    draw: { kind: 'forest', forest: stump(weights) },
    start: null,
    determined: null,
  };
}

/** Variables of the columns, what lies below before what lies above it. */
function draftVariables(
  columns: readonly DraftedColumn[],
  context: TableContext,
  orders: Parameters<typeof findOrderedColumns>[2],
): Variable[] {
  const byName = new Map(columns.map((drafted) => [drafted.column.name, drafted]));
  const isMoment = ({ name }: Column): boolean => byName.get(name)!.class.kind === 'moment';
  const ordered = columns.filter(
    ({ scale, class: { kind } }) => scale?.kind === 'number' && (kind === 'moment' || kind === 'number'),
  );
  const lows = findOrderedColumns(
    ordered.map(({ column }) => column),
    isMoment,
    orders,
  );
  const variables: Variable[] = [];
  const place = (drafted: DraftedColumn): void => {
    if (drafted.scale === null || variables.some(({ of }) => of === drafted.column.name)) return;
    const low = lows.get(drafted.column.name);
    if (low !== undefined) place(byName.get(low)!);
    const base = baseOf(drafted, low, variables, context);
    const weights = withNull(drafted.weights, drafted.nullShare);
    const { name } = drafted.column;
    if (base === null || drafted.scale.kind !== 'number')
      variables.push(variable('column', name, drafted.scale, weights));
    else variables.push(above(name, drafted, base.base, base.scale));
  };
  for (const drafted of columns) place(drafted);
  return variables;
}

/** What a column is drawn above: the lower column of its row, or the time when the owner was made. */
function baseOf(
  drafted: DraftedColumn,
  low: string | undefined,
  variables: readonly Variable[],
  { owner, models }: TableContext,
): { base: Base; scale: NumberScale } | null {
  if (low !== undefined) {
    const at = variables.findIndex(({ role, of }) => role === 'column' && of === low);
    const { scale } = variables[at]!;
    return scale.kind === 'number' ? { base: { from: 'own', variable: at }, scale } : null;
  }
  const parent = owner === null ? undefined : models.get(owner.parent);
  if (
    parent === undefined ||
    drafted.class.kind !== 'moment' ||
    !drafted.class.hasDate ||
    !saysCreated(drafted.column)
  )
    return null;
  const at = parent.variables.findIndex(({ role, of }) => {
    const column = parent.columns.find(({ name }) => name === of);
    return role === 'column' && column?.class.kind === 'moment' && saysCreated({ name: of });
  });
  const scale = parent.variables[at]?.scale;
  return scale?.kind === 'number' ? { base: { from: 'parent', path: [null], variable: at }, scale } : null;
}

function withNull(weights: readonly number[], nullShare: number): number[] {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return [...weights.map((weight) => (weight / sum) * (1 - nullShare)), nullShare];
}

/** A column that lies above another one by a difference. */
function above(name: string, drafted: DraftedColumn, base: Base, lower: NumberScale): Variable {
  const own = drafted.scale as NumberScale;
  const isMoment = drafted.class.kind === 'moment';
  const differences = differencesOf(own, isMoment);
  // Room for the largest difference above the largest base.
  const high = Math.max(
    own.high.at(-1)!,
    Math.min(lower.high.at(-1)! + differences.high.at(-1)!, isMoment ? Infinity : own.high.at(-1)!),
  );
  const scale = uniformScale([{ low: Math.min(own.low[0]!, lower.low[0]!), high, weight: 1 }], own.step);
  const draw: Draw = {
    kind: 'difference',
    base,
    scale: differences,
    spikes: [],
    forest: stump(withNull(differences.rest, drafted.nullShare)),
    repeats: false,
    absent: null,
    otherwise: stump(withNull([1], drafted.nullShare)),
    keepsOrder: true,
  };
  return {
    role: 'column',
    of: name,
    scale,
    nullable: drafted.nullShare > 0,
    draw,
    start: null,
    determined: null,
  };
}

/** Mostly soon after, sometimes long after. */
function differencesOf({ step, low, high }: NumberScale, isMoment: boolean): NumberScale {
  const unit = isMoment ? Math.max(step, MICROS_PER_DAY) : Math.max(step, (high.at(-1)! - low[0]!) / 20);
  const least = isMoment && step < MICROS_PER_DAY ? MICROS_PER_SECOND : step;
  const end = (units: number): number => Math.max(least, Math.floor((unit * units) / step) * step);
  return uniformScale(
    [
      { low: least, high: end(2), weight: 4 },
      { low: end(2), high: end(10), weight: 4 },
      { low: end(10), high: end(isMoment ? 60 : 15), weight: 2 },
    ],
    step,
  );
}
