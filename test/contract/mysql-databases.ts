import { createConnection, type Connection } from 'mysql2/promise';
import { openMysqlSource, openMysqlTarget } from '../../adapters/mysql/index.js';
import type { SqlValue } from '../../src/batch/batch.js';
import type { Source, Target } from '../../src/database.js';
import { startMariaDb, type TestServer } from '../servers/start-mariadb.js';
import type { ContractDatabases } from './adapter-contract.js';

/** Real databases on a MariaDB or MySQL server, for the contract and for MySQL's own cases. */
export class MysqlDatabases implements ContractDatabases {
  private server: TestServer | null = null;
  private administrator: Connection | null = null;
  private count = 0;
  private isMariaDb = true;
  private readonly made = new Set<string>();
  private readonly names = new Map<Source | Target, string>();

  readonly words = {
    identity: 'id INTEGER NOT NULL PRIMARY KEY AUTO_INCREMENT',
    bytes: 'BLOB',
    bytesLiteral: (hex: string): string => `x'${hex}'`,
    cycle: [
      'CREATE TABLE hens (id INTEGER PRIMARY KEY, egg_id INTEGER NOT NULL, FOREIGN KEY (egg_id) REFERENCES eggs (id))',
      'CREATE TABLE eggs (id INTEGER PRIMARY KEY, hen_id INTEGER NOT NULL, FOREIGN KEY (hen_id) REFERENCES hens (id))',
    ],
    quote: (name: string): string => `\`${name.replaceAll('`', '``')}\``,
    withoutChecks: ['SET SESSION foreign_key_checks = 0'],
    sound: [],
  };

  /** To be called once before the tests. */
  async start(): Promise<void> {
    this.server = await startMariaDb();
    this.administrator = await this.connect('mysql');
    await this.run('SET SESSION foreign_key_checks = 0, lock_wait_timeout = 5');
    const [[version]] = (await this.run('SELECT version()')) as [[string]];
    this.isMariaDb = version.includes('MariaDB');
    if (!this.isMariaDb) await this.run('SET GLOBAL cte_max_recursion_depth = 1000000');
  }

  /** To be called once after the tests. */
  async stop(): Promise<void> {
    await this.administrator?.end();
    await this.server?.stop();
  }

  /** Runs statements as the administrator; the rows of the last one. */
  async run(...statements: string[]): Promise<SqlValue[][]> {
    let rows: unknown = [];
    for (const sql of statements) [rows] = await this.administrator!.query({ sql, rowsAsArray: true });
    return rows as SqlValue[][];
  }

  /** The name of a database that does not exist. */
  name(): string {
    const name = `dbsynth_test_${process.pid}_${++this.count}`;
    this.made.add(name);
    return name;
  }

  /** Makes a database by these statements. */
  async make(statements: readonly string[], name = this.name()): Promise<string> {
    await this.run(`CREATE DATABASE ${this.words.quote(name)} CHARACTER SET utf8mb4`);
    const connection = await this.connect(name);
    await connection.query('SET SESSION foreign_key_checks = 0');
    for (const sql of statements) await connection.query(this.inWordsOfServer(sql));
    await connection.end();
    return name;
  }

  /** MariaDB has tables of numbers, seq_1_to_60 and the like. */
  private inWordsOfServer(sql: string): string {
    if (this.isMariaDb) return sql;
    return sql.replace(
      /\bseq_1_to_(\d+)\b/g,
      (_, last) =>
        `(WITH RECURSIVE numbers (seq) AS (SELECT 1 UNION ALL SELECT seq + 1 FROM numbers WHERE seq < ${last as string}) SELECT seq FROM numbers) AS numbers`,
    );
  }

  async source(statements: readonly string[]): Promise<Source> {
    return this.openSource(await this.make(statements));
  }

  async openSource(name: string): Promise<Source> {
    const source = await openMysqlSource(this.url(name));
    this.names.set(source, name);
    return source;
  }

  async target(statements: readonly string[]): Promise<Target> {
    return this.openTarget(await this.make(statements));
  }

  async emptyTarget(): Promise<Target> {
    return this.openTarget(this.name());
  }

  async openTarget(name: string): Promise<Target> {
    const target = await openMysqlTarget(this.url(name), { lockTimeoutMs: 2000 });
    this.names.set(target, name);
    return target;
  }

  async execute(database: Source | Target, sql: string): Promise<void> {
    const connection = await this.connect(this.nameOf(database));
    try {
      await connection.query(sql);
    } finally {
      await connection.end();
    }
  }

  async look(target: Target, sql: string): Promise<SqlValue[][] | null> {
    return this.lookInto(this.nameOf(target), sql);
  }

  /** Runs a query as another program would; null when the database or a table does not exist. */
  async lookInto(name: string, sql: string): Promise<SqlValue[][] | null> {
    let connection: Connection | undefined;
    try {
      connection = await this.connect(name);
      const [rows] = await connection.query({ sql, rowsAsArray: true });
      return rows as SqlValue[][];
    } catch (error) {
      if (['ER_BAD_DB_ERROR', 'ER_NO_SUCH_TABLE'].includes((error as { code: string }).code)) return null;
      throw error;
    } finally {
      await connection?.end();
    }
  }

  /** Names of all databases that a test and the loads in it made. */
  async databases(): Promise<string[]> {
    const rows = await this.run(`SHOW DATABASES LIKE 'dbsynth\\_test\\_${process.pid}\\_%'`);
    return rows.map(([name]) => String(name));
  }

  async cleanUp(): Promise<void> {
    for (const name of await this.databases()) await this.run(`DROP DATABASE ${this.words.quote(name)}`);
    for (const name of this.made) await this.run(`DROP DATABASE IF EXISTS ${this.words.quote(name)}`);
    this.made.clear();
    this.names.clear();
  }

  url(name: string): string {
    return this.server!.url(name);
  }

  /** By way of a port. */
  tcpUrl(name: string): string {
    return this.server!.tcpUrl(name);
  }

  nameOf(database: Source | Target): string {
    return this.names.get(database)!;
  }

  connect(name: string): Promise<Connection> {
    const url = new URL(this.url(name));
    const socketPath = url.searchParams.get('socket');
    return createConnection({
      ...(socketPath === null ? { host: url.hostname, port: Number(url.port || 3306) } : { socketPath }),
      user: decodeURIComponent(url.username),
      password: decodeURIComponent(url.password),
      database: name,
      dateStrings: true,
      supportBigNumbers: true,
    });
  }
}
