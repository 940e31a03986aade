import type pg from 'pg';

/**
 * Runs one question to the catalogs and gets its rows as objects, built by the server: arrays, booleans and nulls
 * arrive as such. Object ids arrive as texts, names as they are.
 * https://www.postgresql.org/docs/current/functions-aggregate.html
 * @param tables ids of the tables that the question is about, its $1
 */
export async function askCatalog<Row>(
  client: pg.Client,
  sql: string,
  tables?: readonly string[],
): Promise<Row[]> {
  const { rows } = await client.query<[string]>({
    text: `SELECT coalesce(json_agg(to_json(found)), '[]')::text FROM (${sql}) AS found`,
    values: tables === undefined ? [] : [`{${tables.join(',')}}`],
    rowMode: 'array',
  });
  return JSON.parse(rows[0]![0]) as Row[];
}
