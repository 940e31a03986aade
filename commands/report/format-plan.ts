import type { Plan, PlannedTable } from '../../src/plan/plan.js';
import { formatColumns } from './format-columns.js';
import { formatCount } from './format-count.js';

/**
 * Describes a plan for a person: sizes, order, families, cycles, what happens to the target.
 * @param target label of the target
 * @returns lines
 */
export function formatPlan(plan: Plan, target: string): string[] {
  const rows = plan.tables.map((table) => [
    table.id,
    formatCount(table.rows),
    formatCount(table.sourceRows),
    table.owner === null ? '' : `${table.owner.parent} (${table.owner.foreignKey})`,
    table.references.map((reference) => reference.parent).join(', '),
    notes(table).join('; '),
  ]);
  return [
    `${formatCount(plan.rows)} rows into ${formatCount(plan.tables.length)} tables of ${target}, seed ${plan.seed}, scale ${plan.scale}`,
    '',
    ...formatColumns(['table', 'rows', 'source', 'family of', 'refers to', 'notes'], rows),
    '',
    ...plan.cycles.map(
      (cycle) =>
        `cycle: ${cycle.tables.join(', ')}; broken at ${cycle.brokenAt.map((key) => `${key.table}.${key.foreignKey}`).join(', ')}`,
    ),
    ...plan.late.map(({ table, foreignKey, how }) =>
      how === 'update'
        ? `late: ${table}.${foreignKey} is NULL first and set when the parents stand`
        : `late: ${table}.${foreignKey} is written at once and checked at the end`,
    ),
    ...describeTarget(plan),
    ...plan.warnings.map(({ table, message }) => `warning: ${table === null ? '' : `${table}: `}${message}`),
  ];
}

function notes(table: PlannedTable): string[] {
  return [
    ...(table.included.why === 'needed' ? [`needed by ${table.included.by}`] : []),
    ...(table.existingRows > 0 ? [`${formatCount(table.existingRows)} rows stay`] : []),
    ...table.selfReferences.map((key) => `refers to itself (${key})`),
    ...table.nulled.map((key) => `${key.foreignKey} stays NULL`),
    ...(table.limit === null
      ? []
      : [`${table.limit.constraint} has room for ${formatCount(table.limit.possible)} rows`]),
  ];
}

function describeTarget({ mode, target }: Plan): string[] {
  switch (mode) {
    case 'create':
      return ['target: is empty; the schema is made first'];
    case 'fill':
      return ['target: the schema stands, its tables are empty'];
    case 'append':
      return ['target: the rows that stand in it stay'];
    case 'truncate':
      return [`target: all rows are deleted from ${target.truncate.join(', ')}`];
  }
}
