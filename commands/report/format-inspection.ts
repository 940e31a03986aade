import type { ReferenceSuggestion } from '../../src/classify/suggest-references.js';
import type { InspectedColumn, InspectedForeignKey, InspectedTable, Inspection } from './describe-model.js';
import { formatColumns } from './format-columns.js';
import { formatCount } from './format-count.js';

/**
 * Writes an inspection for a person: the tables in load order, then each table with its keys and columns.
 * @param suggestions references to declare
 * @returns lines
 */
export function formatInspection(
  inspection: Inspection,
  suggestions: readonly ReferenceSuggestion[],
): string[] {
  const { tables, cycles, late, skipped, warnings } = inspection;
  return [
    ...formatColumns(['table', 'rows', 'family of', 'refers to'], tables.map(summarize)),
    ...tables.flatMap(formatTable),
    ...section(
      'cycles',
      cycles.map(
        (cycle) =>
          `${cycle.tables.join(', ')}: broken at ${cycle.brokenAt.map((key) => `${key.table}.${key.foreignKey}`).join(', ')}`,
      ),
    ),
    ...section(
      'foreign keys closed late',
      late.map(
        ({ table, foreignKey, how }) =>
          `${table}.${foreignKey}: ${how === 'update' ? 'NULL first, set when the parents stand' : 'checked at the end of the load'}`,
      ),
    ),
    ...formatSuggestions(suggestions),
    ...section(
      'left out',
      skipped.map(({ name, reason }) => `${name}: ${reason}`),
    ),
    ...section(
      'warnings',
      warnings.map(({ table, column, message }) =>
        [table, column, message].filter((part) => part !== null).join(': '),
      ),
    ),
  ];
}

function summarize({ id, rows, root, foreignKeys }: InspectedTable): string[] {
  const parents = (role: InspectedForeignKey['role']) =>
    foreignKeys.filter((key) => key.role === role).map((key) => key.parent);
  const others = [...parents('reference'), ...parents('self').map((parent) => `${parent} (itself)`)];
  return [id, formatCount(rows), root === id ? '' : parents('owner').join(), [...new Set(others)].join(', ')];
}

function formatPrimaryKey({ primaryKey, numberedBy }: InspectedTable): string {
  if (primaryKey.length === 0) return 'no primary key';
  const order = numberedBy === null ? '' : `, numbered in the order of ${numberedBy}`;
  return `primary key (${primaryKey.join(', ')})${order}`;
}

function formatTable(table: InspectedTable): string[] {
  const keys = [
    formatPrimaryKey(table),
    ...table.uniques.map(({ columns }) => `unique (${columns.join(', ')})`),
    ...table.foreignKeys.map((key) => formatForeignKey(key, table.id)),
    ...(table.learned ? [] : ['too few entities to learn from: rows are made from the schema alone']),
  ];
  if (table.fit !== null) {
    const { trainBits, holdoutBits } = table.fit;
    keys.push(
      `log-likelihood per column: ${trainBits.toFixed(2)} bits learned, ${holdoutBits.toFixed(2)} held out`,
    );
  }
  if (table.refined !== null) keys.push(`of three ${table.refined} drawn, one that looks real is taken`);
  const hasRules = table.columns.some(({ rule, wish }) => rule !== null || wish !== null);
  const titles = ['column', 'type', 'class', 'why', ...(hasRules ? ['follows from', 'holds in'] : [])];
  const columns = table.columns.map((column) => [
    column.name,
    column.type,
    column.detail === '' ? column.class : `${column.class} (${column.detail})`,
    column.why,
    ...(hasRules ? describeRule(column) : []),
  ]);
  return [
    '',
    `${table.id}: ${formatCount(table.rows)} rows`,
    ...keys.map((key) => `  ${key}`),
    ...formatColumns(titles, columns).map((line) => `    ${line}`),
  ];
}

function formatSuggestions(suggestions: readonly ReferenceSuggestion[]): string[] {
  return section(
    'references that no constraint states; to keep them, write into "references" of dbsynth.config.json',
    suggestions.map(({ from, to, when, values, share }, index) => {
      const line = JSON.stringify({ from, to, ...(when === undefined ? {} : { when }) });
      const comma = index < suggestions.length - 1 ? ',' : '';
      return `${line}${comma}   ${formatCount(Math.round(values * share))} of ${formatCount(values)} values`;
    }),
  );
}

function formatForeignKey(
  { columns, parent, parentColumns, role, declared, when, kin }: InspectedForeignKey,
  table: string,
): string {
  const verb = role === 'owner' ? 'family of' : 'refers to';
  const selectors = Object.entries(when ?? {}).map(([column, value]) => `${column} is ${value}`);
  return [
    `${verb} ${parent} (${columns.join(', ')} → ${parentColumns.join(', ')})`,
    ...(selectors.length > 0 ? [`where ${selectors.join(' and ')}`] : []),
    ...(declared ? ['as the config file declares'] : []),
    ...(kin === null ? [] : [kin === table ? 'that belongs to the row' : `with the same row of ${kin}`]),
  ].join(' ');
}

function describeRule({ rule, support, wish }: InspectedColumn): string[] {
  const asked = wish === null ? '' : rule === null ? wish : ` (${wish})`;
  if (support === null) return [`${rule ?? ''}${asked}`, ''];
  const percent = Math.round(support.share * 1e4) / 100;
  return [`${rule ?? ''}${asked}`, `${percent} % of ${formatCount(support.rows)} rows`];
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', title, ...lines.map((line) => `  ${line}`)];
}
