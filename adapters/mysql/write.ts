import { Readable } from 'node:stream';
import type { Batch } from '../../src/batch/batch.js';
import { DbsynthError } from '../../src/errors.js';
import type { Table } from '../../src/introspect/catalog.js';
import { formatFile, formatValues } from './format-rows.js';
import { quote } from './quote.js';
import type { Outcome, Session } from './session.js';
import { fetchTargetColumns, type TargetColumn } from './target-columns.js';
import { describeViolation } from './translate-error.js';

/** No INSERT is longer, however much the server takes. */
const MOST_STATEMENT_BYTES = 1 << 20;

/** The name that LOAD DATA asks for; nothing is ever read from disk. */
const FILE = 'dbsynth';

const UPDATES = 'dbsynth_updates';

/**
 * Writes batches into the tables of the database that a session uses: with LOAD DATA LOCAL where the server allows it,
 * else with INSERT statements of many rows, which takes about three times as long [measured].
 *
 * LOAD DATA LOCAL turns errors into warnings, even in strict mode: it clips numbers and drops duplicates. So after
 * each statement its rows and warnings are compared with what was sent.
 */
export class RowWriter {
  private readonly columns = new Map<string, ReadonlyMap<string, TargetColumn>>();

  private constructor(
    private readonly session: Session,
    private canLoadFiles: boolean,
    private readonly statementBytes: number,
  ) {}

  /** Asks the server what it allows. https://dev.mysql.com/doc/refman/8.4/en/load-data-local-security.html */
  static async create(session: Session): Promise<RowWriter> {
    const [row] = await session.query('SELECT @@local_infile, @@max_allowed_packet');
    const statementBytes = Math.min(MOST_STATEMENT_BYTES, Number(row![1]) - 1024);
    return new RowWriter(session, Number(row![0]) === 1, statementBytes);
  }

  /**
   * Appends the rows of a batch.
   * @throws {DbsynthError} E_CONSTRAINT, also when the server changed or dropped a row; E_DISK_FULL, E_LOCKED
   */
  async insert(table: Table, batch: Batch): Promise<void> {
    await this.insertInto(table.name, table.name, batch, `table "${table.id}"`);
  }

  /**
   * Sets the batch's other columns in the rows that its key columns find: by way of a temporary table, in one
   * statement. Columns that change by themselves stay as they are.
   * @throws {DbsynthError} E_CONSTRAINT; E_INTERNAL when a key does not find exactly one row
   */
  async update(table: Table, key: readonly string[], batch: Batch): Promise<void> {
    if (batch.rows === 0) return;
    const subject = `table "${table.id}"`;
    const into = quote(table.name);
    const list = batch.names.map(quote).join(', ');
    await this.session.execute(
      `CREATE TEMPORARY TABLE ${UPDATES} AS SELECT ${list} FROM ${into} LIMIT 0`,
      subject,
    );
    try {
      await this.insertInto(UPDATES, table.name, batch, subject);
      const set = batch.names.filter((name) => !key.includes(name));
      const kept = [...(await this.columnsOf(table.name)).values()].filter(
        ({ name, changesByItself }) => changesByItself && !batch.names.includes(name),
      );
      const assignments = [
        ...set.map((name) => `t.${quote(name)} = u.${quote(name)}`),
        ...kept.map(({ name }) => `t.${quote(name)} = t.${quote(name)}`),
      ];
      const condition = key.map((name) => `t.${quote(name)} = u.${quote(name)}`).join(' AND ');
      const outcome = await this.session.execute(
        `UPDATE ${UPDATES} u STRAIGHT_JOIN ${into} t ON ${condition} SET ${assignments.join(', ')}`,
        subject,
      );
      if (outcome.warnings > 0) await this.complain(outcome, batch.rows, subject);
      if (outcome.rows === batch.rows) return;
      throw new DbsynthError('E_INTERNAL', `${subject}: a key to update does not find exactly one row`);
    } finally {
      await this.session.execute(`DROP TEMPORARY TABLE IF EXISTS ${UPDATES}`).catch(() => {});
    }
  }

  /** @param like the table whose columns the written ones are like */
  private async insertInto(into: string, like: string, batch: Batch, subject: string): Promise<void> {
    if (batch.rows === 0) return;
    const known = await this.columnsOf(like);
    const columns = batch.names.map((name) => known.get(name) ?? unknownColumn(name));
    if (this.canLoadFiles) await this.loadFile(into, batch, columns, subject);
    else await this.insertValues(into, batch, columns, subject);
  }

  private async loadFile(
    into: string,
    batch: Batch,
    columns: readonly TargetColumn[],
    subject: string,
  ): Promise<void> {
    const outcome = await this.session.execute(loadSql(into, columns), subject, () =>
      Readable.from(formatFile(batch, columns)),
    );
    if (outcome.rows !== batch.rows || outcome.warnings > 0)
      await this.complain(outcome, batch.rows, subject);
  }

  private async insertValues(
    into: string,
    batch: Batch,
    columns: readonly TargetColumn[],
    subject: string,
  ): Promise<void> {
    const start = `INSERT INTO ${quote(into)} (${columns.map(({ name }) => quote(name)).join(',')}) VALUES `;
    let rows: string[] = [];
    let bytes = start.length;
    const flush = async (): Promise<void> => {
      const outcome = await this.session.execute(start + rows.join(','), subject);
      if (outcome.rows !== rows.length || outcome.warnings > 0)
        await this.complain(outcome, rows.length, subject);
      rows = [];
      bytes = start.length;
    };
    for (const row of formatValues(batch, columns)) {
      const more = Buffer.byteLength(row) + 1;
      if (rows.length > 0 && bytes + more > this.statementBytes) await flush();
      rows.push(row);
      bytes += more;
    }
    await flush();
  }

  private async columnsOf(table: string): Promise<ReadonlyMap<string, TargetColumn>> {
    const known = this.columns.get(table) ?? (await fetchTargetColumns(this.session, table));
    this.columns.set(table, known);
    return known;
  }

  /** Says which rule the rows broke that the server changed or dropped, from its warnings. */
  private async complain(outcome: Outcome, expected: number, subject: string): Promise<never> {
    const warnings = await this.session.query('SHOW WARNINGS');
    const violation = warnings
      .map(([, number, message]) => describeViolation(Number(number), String(message)))
      .find((found) => found !== null);
    const sentence =
      violation ?? `the server took ${outcome.rows} of ${expected} rows, with ${outcome.warnings} warnings`;
    throw new DbsynthError('E_CONSTRAINT', `${subject}: ${sentence}`);
  }
}

/** The server will say that there is no such column. */
function unknownColumn(name: string): TargetColumn {
  return { name, form: 'plain', moment: null, srid: 0, changesByItself: false };
}

/** https://dev.mysql.com/doc/refman/8.4/en/load-data.html */
function loadSql(into: string, columns: readonly TargetColumn[]): string {
  const isPlain = ({ form }: TargetColumn): boolean => form === 'plain';
  // A row of nothing but defaults is an empty line, which holds one cell that nobody wants.
  const places =
    columns.length === 0
      ? ['@nothing']
      : columns.map((column, index) => (isPlain(column) ? quote(column.name) : `@v${index}`));
  const set = columns.flatMap((column, index) =>
    isPlain(column) ? [] : [`${quote(column.name)} = ${converted(column, `@v${index}`)}`],
  );
  return `LOAD DATA LOCAL INFILE '${FILE}' INTO TABLE ${quote(into)} CHARACTER SET utf8mb4
    FIELDS TERMINATED BY '\\t' ESCAPED BY '\\\\' LINES TERMINATED BY '\\n'
    (${places.join(', ')})${set.length === 0 ? '' : ` SET ${set.join(', ')}`}`;
}

function converted({ form, srid }: TargetColumn, variable: string): string {
  if (form === 'hex') return `UNHEX(${variable})`;
  return form === 'bits' ? `CAST(${variable} AS UNSIGNED)` : `ST_GeomFromText(${variable}, ${srid})`;
}
