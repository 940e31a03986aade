import type { MomentKind } from './moment-text.js';
import { quote, quoteText } from './quote.js';
import type { Session } from './session.js';
import { isGeometry, parseType } from './types.js';

/** What the writer must know of a column. */
export interface TargetColumn {
  readonly name: string;
  /** How a value gets there: as it is, as hexadecimal digits, as a number of bits, or as well-known text. */
  readonly form: 'plain' | 'hex' | 'bits' | 'geometry';
  /** Set where numbers are microseconds. */
  readonly moment: MomentKind | null;
  /** Spatial reference system of a shape. */
  readonly srid: number;
  /** ON UPDATE: an update that does not mention the column changes it. */
  readonly changesByItself: boolean;
}

/**
 * Asks what the columns of a table of the used database are like.
 * https://dev.mysql.com/doc/refman/8.4/en/show-columns.html
 */
export async function fetchTargetColumns(
  session: Session,
  table: string,
): Promise<Map<string, TargetColumn>> {
  const rows = await session.query(`SHOW COLUMNS FROM ${quote(table)}`, `table "${table}"`);
  const types = new Map(rows.map(([name, type]) => [String(name), parseType(String(type)).name]));
  const srids = [...types.values()].some(isGeometry)
    ? await fetchSrids(session, table)
    : new Map<string, number>();
  return new Map(
    rows.map((row) => {
      const [name, extra] = [String(row[0]), String(row[5]).toLowerCase()];
      const type = types.get(name)!;
      const column: TargetColumn = {
        name,
        form: formOf(type),
        moment: MOMENTS[type] ?? null,
        srid: srids.get(name) ?? 0,
        changesByItself: extra.includes('on update'),
      };
      return [name, column];
    }),
  );
}

/** Only MySQL 8 ties a column to one. https://dev.mysql.com/doc/refman/8.4/en/information-schema-st-geometry-columns-table.html */
async function fetchSrids(session: Session, table: string): Promise<Map<string, number>> {
  const sql = `SELECT column_name, srs_id FROM information_schema.st_geometry_columns
    WHERE table_schema = database() AND table_name = ${quoteText(table)}`;
  const rows = await session.query(sql).catch(() => []);
  return new Map(rows.map(([name, srid]) => [String(name), Number(srid ?? 0)]));
}

function formOf(type: string): TargetColumn['form'] {
  if (type.endsWith('blob') || type.endsWith('binary') || type === 'vector') return 'hex';
  if (type === 'bit') return 'bits';
  return isGeometry(type) ? 'geometry' : 'plain';
}

const MOMENTS: Readonly<Record<string, MomentKind | undefined>> = {
  date: 'date',
  time: 'time',
  datetime: 'timestamp',
  timestamp: 'timestamp',
};
