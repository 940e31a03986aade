import { afterEach, describe, expect, test } from 'vitest';
import type { SqlValue } from '../../src/batch/batch.js';
import type { Source, Target } from '../../src/database.js';
import type { Catalog, Dialect } from '../../src/introspect/catalog.js';
import {
  decodeModel,
  encodeModel,
  generate,
  learn,
  makePlan,
  planInputOf,
  readExistingKeys,
  sample,
  type Model,
  type Plan,
} from '../../src/index.js';
import type { ContractDatabases } from './adapter-contract.js';
import { rowsOfCase, schemaOfCase } from './make-case.js';
import { readCases, type DatabaseCase } from './read-cases.js';
import { seedTarget } from './seed-target.js';

const SCALES = [1, 0.1, 5];
/** A case learns once and loads six times, on a server that others use too. */
const PATIENCE = { timeout: 240_000 };

/** Every folder of test/databases that a product has a schema for: cloned, appended to, and filled without a source. */
export function databaseCases(product: Dialect, databases: ContractDatabases): void {
  const opened: (Source | Target)[] = [];
  const keep = <T extends Source | Target>(database: T): T => (opened.push(database), database);
  afterEach(async () => {
    for (const database of opened.splice(0)) await database.close();
    await databases.cleanUp();
  });
  const look = async (target: Target, sql: string): Promise<SqlValue[][]> =>
    (await databases.look(target, sql))!;

  describe.each(readCases().filter(({ missing }) => missing[product] === undefined))(
    '$name',
    PATIENCE,
    (each) => {
      test(`is cloned at three scales and appended to: ${each.title}`, async () => {
        const schema = schemaOfCase(each.name, product);
        const source = keep(
          await databases.source([
            ...databases.words.withoutChecks,
            ...schema,
            ...rowsOfCase(each.name, product),
          ]),
        );
        const catalog = await source.introspect();
        if (!each.sourceHasOrphans)
          expect(await orphansOf(catalog, source, (sql) => source.query(sql))).toEqual([]);
        await expectRules(each, product, (sql) => source.query(sql));
        const model = decodeModel(encodeModel(await learn(source, { references: each.references })));
        for (const scale of SCALES) {
          const target = keep(await databases.emptyTarget());
          const plan = planCopy(each, model, target, scale);
          const written = await write(model, plan, target);
          expect(Object.fromEntries(written)).toEqual(
            Object.fromEntries(plan.tables.map(({ id, rows }) => [id, rows])),
          );
          const copy = await target.introspect();
          expect(plainly(copy)).toEqual(plainly(catalog));
          await expectIntact(each, target, copy, written);
          if (scale !== 0.1) continue;
          let rows = written;
          for (const seed of [7, 8]) {
            const plan = makePlan(
              { ...planInputOf(model), existingRows: rows },
              { mode: 'append', abilities: target.can, scale: 1, seed },
            );
            const added = await write(model, plan, target);
            rows = new Map([...rows].map(([id, count]) => [id, count + (added.get(id) ?? 0)]));
            await expectIntact(each, target, copy, rows);
          }
        }
      });

      test(`is filled without a source: ${each.title}`, async () => {
        const target = keep(await databases.target(schemaOfCase(each.name, product)));
        const report = await seedTarget(target, null, each.references);
        for (const { id, rows } of report.tables) expect(rows, id).toBeGreaterThan(0);
        const rows = new Map(report.tables.map((table) => [table.id, table.rows]));
        const rules = each.holds.filter(({ learned }) => learned === undefined);
        await expectIntact({ ...each, holds: rules }, target, await target.introspect(), rows);
      });
    },
  );

  /** Rows are those of the source times the scale unless a key has no room. */
  function planCopy({ limited }: DatabaseCase, model: Model, target: Target, scale: number): Plan {
    const plan = makePlan(planInputOf(model), { mode: 'create', abilities: target.can, scale, seed: 7 });
    for (const { id, rows, sourceRows } of plan.tables) {
      // Lookup tables do not grow.
      const isKept = model.tables.some((table) => table.id === id && table.kept !== null);
      const factor = isKept ? 1 : scale;
      const asked = sourceRows === 0 ? 0 : Math.max(1, Math.round(sourceRows * factor));
      if (limited[String(scale)]?.includes(id) === true) expect(rows, id).toBeLessThan(asked);
      else expect(rows, id).toBe(asked);
    }
    return plan;
  }

  async function expectIntact(
    each: DatabaseCase,
    target: Target,
    catalog: Catalog,
    rows: ReadonlyMap<string, number>,
  ): Promise<void> {
    const query = (sql: string) => look(target, sql);
    for (const table of catalog.tables) {
      const [[count] = []] = await query(`SELECT count(*) FROM ${target.qualify(table)}`);
      expect(Number(count), table.id).toBe(rows.get(table.id) ?? 0);
    }
    expect(await orphansOf(catalog, target, query)).toEqual([]);
    await expectRules(each, product, query);
    for (const sql of databases.words.sound) expect(await query(sql)).toEqual([]);
  }
}

type Query = (sql: string) => Promise<SqlValue[][]>;

/** @returns rows per table that were written */
async function write(model: Model, plan: Plan, target: Target): Promise<Map<string, number>> {
  const existing = await readExistingKeys(target, model, plan);
  const report = await generate(model, plan, target, sample(model, plan, { existing }), {
    clock: () => performance.now(),
  });
  expect(report.verification.ok).toBe(true);
  return new Map(report.tables.map(({ id, rows }) => [id, rows]));
}

async function expectRules({ holds }: DatabaseCase, product: Dialect, query: Query): Promise<void> {
  for (const { that, violations } of holds) {
    const sql = typeof violations === 'string' ? violations : violations[product];
    if (sql !== undefined) expect((await query(sql)).slice(0, 3), that).toEqual([]);
  }
}

/** Foreign keys with rows whose parent is missing, asked in other words than dbsynth's own. */
async function orphansOf(
  catalog: Catalog,
  names: Pick<Target, 'quote' | 'qualify'>,
  query: Query,
): Promise<string[]> {
  const found: string[] = [];
  for (const child of catalog.tables) {
    for (const key of child.foreignKeys) {
      const parent = catalog.tables.find(({ id }) => id === key.parent)!;
      const pairs = key.columns.map(
        (column, i) => `p.${names.quote(key.parentColumns[i]!)} = c.${names.quote(column)}`,
      );
      const complete = key.columns.map((column) => `c.${names.quote(column)} IS NOT NULL`);
      const [row] = await query(
        `SELECT count(*) FROM ${names.qualify(child)} c LEFT JOIN ${names.qualify(parent)} p ON ${pairs.join(' AND ')} WHERE ${complete.join(' AND ')} AND p.${names.quote(key.parentColumns[0]!)} IS NULL`,
      );
      if (Number(row![0]) > 0) found.push(`${child.id}.${key.name}`);
    }
  }
  return found;
}

/** PostgreSQL writes casts of texts in another place each time that a CHECK is read and made again. */
function plainly({ tables, script }: Catalog): unknown {
  const plain = (value: unknown): unknown =>
    typeof value === 'string' ? value.replaceAll(/::(text|character varying)(\[\])?|[()]/g, '') : value;
  return JSON.parse(
    JSON.stringify({ tables, script }, (key, value: unknown) =>
      typeof value === 'bigint' ? String(value) : plain(value),
    ),
  );
}
