import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { SqlValue } from '../../src/batch/batch.js';
import type { Source, Target } from '../../src/database.js';
import type { Catalog } from '../../src/introspect/catalog.js';
import type { ReferenceDeclaration } from '../../src/introspect/declare-references.js';
import { learn } from '../../src/calibrate/learn.js';
import { decodeModel } from '../../src/model/decode-model.js';
import { encodeModel } from '../../src/model/encode-model.js';
import { makePlan } from '../../src/plan/make-plan.js';
import { planInputOf } from '../../src/plan/plan-input-of.js';
import { sample } from '../../src/sample/sample.js';
import { translateTarget } from '../../src/translate/translate-target.js';
import { generate, type GenerateReport } from '../../src/write/generate.js';
import { verify } from '../../src/verify/verify.js';
import { translateRules } from '../../src/translate/translate-rules.js';
import { startPostgres } from '../servers/postgres-server.js';
import { whyNoMariaDb } from '../servers/start-mariadb.js';
import type { ContractDatabases } from './adapter-contract.js';
import { MYSQL_SHOP, POSTGRES_SHOP, SQLITE_SHOP } from './cross-product-shops.js';
import { rowsOfCase, schemaOfCase } from './make-case.js';
import { MysqlDatabases } from './mysql-databases.js';
import { PostgresDatabases } from './postgres-databases.js';
import { readCases } from './read-cases.js';
import { SqliteFiles } from './sqlite-files.js';

const server = await startPostgres();
const reason = 'reason' in server ? server.reason : whyNoMariaDb();
const mysql = new MysqlDatabases();
const sqlite = new SqliteFiles();
const postgres = 'reason' in server ? null : new PostgresDatabases(server);

interface Copy {
  readonly report: GenerateReport;
  readonly target: Target;
  /** What the target's own product says of it. */
  readonly catalog: Catalog;
  ask(sql: string): Promise<SqlValue[][]>;
}

describe.skipIf(reason !== null)(reason ?? 'a clone into another product', { timeout: 120_000 }, () => {
  const opened: (Source | Target)[] = [];
  beforeAll(() => mysql.start(), 300_000);
  afterEach(async () => {
    for (const database of opened.splice(0)) await database.close();
    for (const databases of [sqlite, mysql, postgres!]) await databases.cleanUp();
  });
  afterAll(async () => {
    await mysql.stop();
    if (!('reason' in server)) await server.stop();
  });

  async function clone(
    from: ContractDatabases,
    statements: readonly string[],
    to: ContractDatabases,
    references: readonly ReferenceDeclaration[] = [],
  ): Promise<Copy> {
    const source = await from.source(statements);
    opened.push(source);
    const model = decodeModel(encodeModel(await learn(source, { references })));
    const target = await to.emptyTarget();
    opened.push(target);
    const fitting = await translateTarget(target, model.catalog, model);
    const plan = makePlan(planInputOf(model), { mode: 'create', abilities: target.can });
    const report = await generate(model, plan, fitting.target, sample(model, plan), {
      clock: () => performance.now(),
      rules: fitting.rules,
      warnings: fitting.warnings.map(({ table, message }) => `${table}: ${message}`),
    });
    const { catalog, idOf } = await translateRules(target, model.catalog, model);
    const expectedRows = new Map(plan.tables.map(({ id, rows }) => [idOf(id), rows]));
    const later = await verify(target, catalog, { expectedRows });
    expect(later.answers.filter(({ status }) => status !== 'passed')).toEqual([]);
    return {
      report,
      target,
      catalog: await target.introspect(),
      ask: async (sql) => (await to.look(target, sql))!,
    };
  }

  test.each([
    ['PostgreSQL', () => postgres!],
    ['MySQL', () => mysql],
  ])('keeps declared references in %s, and makes no constraints of them', async (_, to) => {
    const name = 'polymorphic-references';
    const { references, holds } = readCases().find((each) => each.name === name)!;
    const statements = [...schemaOfCase(name, 'sqlite'), ...rowsOfCase(name, 'sqlite')];
    const copy = await clone(sqlite, statements, to(), references);
    expect(copy.report.warnings).toEqual([]);
    const keys = copy.report.verification.answers.filter(({ kind }) => kind === 'foreign-key');
    expect(keys).toHaveLength(references.length + 1);
    expect(copy.catalog.tables.flatMap(({ foreignKeys }) => foreignKeys)).toHaveLength(1);
    for (const { that, violations } of holds) expect(await copy.ask(violations as string), that).toEqual([]);
  });

  test('takes PostgreSQL to SQLite', async () => {
    const copy = await clone(postgres!, POSTGRES_SHOP, sqlite);
    expect(typesOf(copy, 'Order')).toMatchObject({ id: 'integer', placed: 'timestamp', mood: 'enum' });
    expect(copy.report.warnings).toMatchSnapshot();
    expect(rulesOf(copy)).toMatchSnapshot();
  });

  test('leaves the blanks behind that fill a character(n) of PostgreSQL up', async () => {
    const rows = Array.from({ length: 60 }, (_, id) => `(${id}, '${'STM'[id % 3]}')`);
    const shop = [
      `CREATE TABLE things (id int PRIMARY KEY, line char(2) NOT NULL CHECK (upper(line) IN ('S', 'T', 'M')))`,
      `INSERT INTO things VALUES ${rows.join()}`,
    ];
    const copy = await clone(postgres!, shop, sqlite);
    expect(await copy.ask('SELECT DISTINCT line FROM things ORDER BY line')).toEqual([['M'], ['S'], ['T']]);
  });

  test('takes PostgreSQL to MySQL', async () => {
    const copy = await clone(postgres!, POSTGRES_SHOP, mysql);
    expect(copy.report.warnings).toMatchSnapshot();
    expect(rulesOf(copy)).toMatchSnapshot();
  });

  test('takes MySQL to PostgreSQL', async () => {
    const copy = await clone(mysql, MYSQL_SHOP, postgres!);
    expect(copy.report.warnings).toMatchSnapshot();
    expect(rulesOf(copy)).toMatchSnapshot();
  });

  test('takes MySQL to SQLite', async () => {
    const copy = await clone(mysql, MYSQL_SHOP, sqlite);
    expect(copy.report.warnings).toMatchSnapshot();
    expect(rulesOf(copy)).toMatchSnapshot();
  });

  test('takes SQLite to PostgreSQL', async () => {
    const copy = await clone(sqlite, SQLITE_SHOP, postgres!);
    expect(copy.report.warnings).toMatchSnapshot();
    expect(rulesOf(copy)).toMatchSnapshot();
  });

  test('takes SQLite to MySQL', async () => {
    const copy = await clone(sqlite, SQLITE_SHOP, mysql);
    expect(copy.report.warnings).toMatchSnapshot();
    expect(rulesOf(copy)).toMatchSnapshot();
  });
});

function typesOf({ catalog }: Copy, table: string): Record<string, string> {
  const columns = catalog.tables.find(({ name }) => name === table)!.columns;
  return Object.fromEntries(columns.map(({ name, type }) => [name, type.name]));
}

/** All that the target's own catalog says of its tables, a line each. */
function rulesOf({ catalog }: Copy): string[] {
  return catalog.tables.flatMap(({ name, columns, uniques, foreignKeys, checks }) => [
    `table ${name}`,
    ...columns.map(
      (column) =>
        `  ${column.name} ${column.declaredType}${column.nullable ? '' : ' not null'}${column.identity ? ' numbered' : ''}${column.defaultSql === null ? '' : ` default ${column.defaultSql}`}${column.generated === false ? '' : ` ${column.generated} as ${column.generatedSql}`}`,
    ),
    ...uniques.map(
      ({ primary, columns: parts, expressions, predicate }) =>
        `  ${primary ? 'primary' : 'unique'} (${parts.map((part, index) => part ?? expressions[index]).join(', ')})${predicate === null ? '' : ` where ${predicate}`}`,
    ),
    ...foreignKeys.map(
      (key) =>
        `  (${key.columns.join(', ')}) references ${key.parent} (${key.parentColumns.join(', ')}) ${key.onDelete}, ${key.onUpdate}${key.deferrable ? ', deferrable' : ''}`,
    ),
    ...checks.map(({ sql }) => `  check ${sql}`),
  ]);
}
