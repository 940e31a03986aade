import type { Database } from '../database.js';
import type { Catalog, Column, WrittenForm } from '../introspect/catalog.js';

/** Texts that one type or another takes, plain ones first. */
const CANDIDATES: readonly string[] = [
  '#',
  'a#',
  '',
  '{}',
  '[#,#,#]',
  '(#,#)',
  '2020-01-10',
  '00:10:00',
  'POINT(# #)',
  '(0,0,1,1)',
  '10.0.0.#',
  '<a/>',
  '{#}',
  '[]',
];

/**
 * Asks the database how values of types may be written that nobody knows here, where a row cannot do without one:
 * candidates are cast until one is accepted.
 * @returns the catalog, with a form for every type that took a candidate
 */
export async function probeForms(database: Pick<Database, 'query'>, catalog: Catalog): Promise<Catalog> {
  const found = new Map<string, WrittenForm | null>();
  for (const column of catalog.tables.flatMap(({ columns }) => columns))
    if (isOpen(column) && !found.has(column.declaredType))
      found.set(column.declaredType, await findForm(database, column.declaredType));
  const withForm = (column: Column): Column => {
    const form = isOpen(column) ? (found.get(column.declaredType) ?? null) : null;
    return form === null ? column : { ...column, type: { name: 'other', form } };
  };
  return {
    ...catalog,
    tables: catalog.tables.map((table) => ({ ...table, columns: table.columns.map(withForm) })),
  };
}

function isOpen({ type, nullable, defaultSql, generated }: Column): boolean {
  return (
    type.name === 'other' &&
    type.form === undefined &&
    !nullable &&
    defaultSql === null &&
    generated === false
  );
}

async function findForm(database: Pick<Database, 'query'>, type: string): Promise<WrittenForm | null> {
  for (const text of CANDIDATES) {
    const literal = text.replaceAll('#', '10');
    const isTaken = await database.query(`SELECT CAST('${literal}' AS ${type})`).then(
      () => true,
      () => false,
    );
    if (isTaken) return { kind: 'templates', texts: [text] };
  }
  return null;
}
