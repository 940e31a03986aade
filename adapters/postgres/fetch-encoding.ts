import type pg from 'pg';
import type { Column } from '../../src/introspect/catalog.js';

/** Encodings of several bytes other than Unicode's are left out: what they have is not known here. */
const ENCODINGS: ReadonlyMap<string, string> = new Map([
  ['ISO_8859_5', 'iso-8859-5'],
  ['ISO_8859_6', 'iso-8859-6'],
  ['ISO_8859_7', 'iso-8859-7'],
  ['ISO_8859_8', 'iso-8859-8'],
  ['KOI8R', 'koi8-r'],
  ['KOI8U', 'koi8-u'],
  ['LATIN1', 'latin1'],
  ['LATIN2', 'iso-8859-2'],
  ['LATIN3', 'iso-8859-3'],
  ['LATIN4', 'iso-8859-4'],
  ['LATIN6', 'iso-8859-10'],
  ['LATIN7', 'iso-8859-13'],
  ['LATIN8', 'iso-8859-14'],
  ['LATIN9', 'iso-8859-15'],
  ['WIN866', 'ibm866'],
  ['WIN874', 'windows-874'],
  ['WIN1250', 'windows-1250'],
  ['WIN1251', 'windows-1251'],
  ['WIN1252', 'windows-1252'],
  ['WIN1253', 'windows-1253'],
  ['WIN1254', 'windows-1254'],
  ['WIN1255', 'windows-1255'],
  ['WIN1256', 'windows-1256'],
  ['WIN1257', 'windows-1257'],
  ['WIN1258', 'windows-1258'],
]);

/** Of all texts of the database. https://www.postgresql.org/docs/current/multibyte.html#MULTIBYTE-CHARSET-SUPPORTED */
export async function fetchEncoding(client: pg.Client): Promise<Pick<Column, 'encoding'>> {
  const { rows } = await client.query<[string]>({
    text: `SELECT current_setting('server_encoding')`,
    rowMode: 'array',
  });
  const encoding = ENCODINGS.get(rows[0]![0]);
  return encoding === undefined ? {} : { encoding };
}
