import type { Rows } from './synthesize.js';

/** SQL that fills tables; the values stand in the order of the columns. */
export function insertsOf(rows: Rows): string {
  const inserts = Object.entries(rows).map(([table, ofTable]) => {
    const values = ofTable.map((row) => `(${Object.values(row).map(literal).join(', ')})`);
    return `INSERT INTO ${table} VALUES ${values.join(',\n')};`;
  });
  return inserts.join('\n');
}

function literal(value: unknown): string {
  if (value === null) return 'NULL';
  return typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : String(value);
}
