import type { CheckWay } from '../check/plan-check.js';
import type { Plan, PlannedTable } from './plan.js';

/**
 * Tells people what a plan will do: a line per table in load order, then the target, cycles and warnings.
 * @returns lines joined by line feeds, without one at the end
 */
export function describePlan(plan: Plan): string {
  return [
    `${counted(plan.tables.length, 'table')}, ${counted(plan.rows, 'row')}, scale ${plan.scale}, seed ${plan.seed}`,
    ...describeTarget(plan),
    '',
    ...describeTables(plan.tables),
    ...section(
      'Cycles',
      plan.cycles.map(({ tables }) => tables.join(', ')),
    ),
    ...section('Closed late', plan.late.map(describeLateKey)),
    ...section('Keys near their limit', plan.tables.flatMap(describeNearlyFull)),
    ...section('Checks', plan.tables.flatMap(describeChecks)),
    ...section(
      'Warnings',
      plan.warnings.map(({ table, message }) => (table === null ? message : `${table}: ${message}`)),
    ),
  ].join('\n');
}

function describeTarget({ mode, target }: Plan): string[] {
  const lines = {
    create: ['The schema is made first.'],
    fill: ['The tables of the target must be there, and empty.'],
    truncate: [`Emptied first, all rows lost: ${target.truncate.join(', ')}.`],
    append: ['Rows are added to what the target holds.'],
  }[mode];
  return [
    ...lines,
    ...(target.deferForeignKeys ? ['Foreign keys are checked at the end of the load.'] : []),
    ...(target.deferConstraints
      ? [
          'Foreign keys and secondary indexes of these tables are out of the way during the load, and made again.',
        ]
      : []),
    ...(target.disableTriggers ? ['Triggers of these tables do not fire for the rows.'] : []),
  ];
}

function describeTables(tables: readonly PlannedTable[]): string[] {
  // Without a source (`dbsynth seed`) there is nothing to compare with.
  const hasSource = tables.some(({ sourceRows }) => sourceRows > 0);
  const heads = ['table', 'rows', ...(hasSource ? ['source'] : []), 'belongs to', 'refers to', ''];
  const rows = tables.map((table) => [
    table.id,
    table.rows.toLocaleString('en'),
    ...(hasSource ? [table.sourceRows.toLocaleString('en')] : []),
    table.owner?.parent ?? '-',
    describeReferences(table),
    describeInclusion(table),
  ]);
  const widths = heads.map((head, column) =>
    Math.max(...[head, ...rows.map((row) => row[column]!)].map((cell) => cell.length)),
  );
  const isNumber = (column: number) => column === 1 || (hasSource && column === 2);
  return [heads, ...rows].map((row) =>
    row
      .map((cell, column) =>
        isNumber(column) ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!),
      )
      .join('  ')
      .trimEnd(),
  );
}

function describeReferences({ id, references, selfReferences, late, nulled }: PlannedTable): string {
  const parts = [
    ...new Set(references.map(({ parent }) => parent)),
    ...(selfReferences.length > 0 ? [id] : []),
    ...late.map((name) => `${name} (late)`),
    ...nulled.map(({ parent }) => `${parent} (NULL)`),
  ];
  return parts.length > 0 ? parts.join(', ') : '-';
}

function describeInclusion({ included, limit }: PlannedTable): string {
  const parts = [
    ...(included.why === 'needed' ? [`needed by ${included.by}`] : []),
    ...(limit ? [`limited by ${limit.constraint}`] : []),
  ];
  return parts.join('; ');
}

function describeLateKey({ table, foreignKey, how }: Plan['late'][number]): string {
  const what = how === 'update' ? 'NULL first, set once its parents stand' : 'checked at the end of the load';
  return `${table}.${foreignKey}: ${what}`;
}

function describeNearlyFull({ id, nearlyFull }: PlannedTable): string[] {
  if (nearlyFull === null) return [];
  const { constraint, columns, possible, asked } = nearlyFull;
  return [
    `${id}: "${constraint}" (${columns.join(', ')}) has room for ${counted(possible, 'row')}, ${asked.toLocaleString('en')} are asked for`,
  ];
}

const WAYS: Readonly<Record<CheckWay, string>> = {
  solved: 'drawn so that it holds',
  tried: 'tried on each row, which is drawn again where it breaks it',
  judged: 'columns drawn together as learned, and judged by the database',
};

/** A line per table and way. */
function describeChecks({ id, checks }: PlannedTable): string[] {
  const ways = [...new Set(checks.map(({ way }) => way))];
  return ways.map((way) => {
    const names = checks.filter((check) => check.way === way).map(({ name }) => name);
    return `${id}: ${names.join(', ')}: ${WAYS[way]}`;
  });
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length > 0 ? ['', `${title}:`, ...lines.map((line) => `  ${line}`)] : [];
}

function counted(count: number, noun: string): string {
  return `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;
}
