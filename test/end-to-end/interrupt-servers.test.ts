import type { ChildProcess } from 'node:child_process';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { MysqlDatabases } from '../contract/mysql-databases.js';
import { PostgresDatabases } from '../contract/postgres-databases.js';
import { startPostgres } from '../servers/postgres-server.js';
import { whyNoMariaDb } from '../servers/start-mariadb.js';
import { makeBookshop } from './bookshop.js';
import { inFolder } from './in-folder.js';
import { runDbsynth, runForResult, type Outcome } from './run-dbsynth.js';

const at = inFolder();
const MODEL = 'model.dbsynth.json.gz';
const server = await startPostgres();
const mysql = new MysqlDatabases();
const postgres = 'reason' in server ? null : new PostgresDatabases(server);

const COUNT =
  'SELECT (SELECT count(*) FROM readers), (SELECT count(*) FROM books), (SELECT count(*) FROM loans)';

/** A server's databases: all that can be asked about an interrupted load. */
interface Place {
  /** URL of a database without tables. */
  make(): Promise<string>;
  /** Rows of the shop's tables; null when there are none of these. */
  count(url: string): Promise<number[] | null>;
}

const onPostgres: Place = {
  make: () => postgres!.make([]),
  async count(url) {
    const [[tables]] = (await postgres!.run(url, [
      `SELECT count(*)::int FROM pg_class WHERE relnamespace = 'public'::regnamespace`,
    ])) as [[number]];
    return tables === 0 ? null : (await postgres!.run(url, [COUNT]))[0]!.map(Number);
  },
};
const onMysql: Place = {
  make: async () => mysql.url(await mysql.make([])),
  async count(url) {
    const found = await mysql.lookInto(decodeURIComponent(new URL(url).pathname.slice(1)), COUNT);
    return found === null ? null : found[0]!.map(Number);
  },
};

/** Sends a signal as soon as the command reports its first written table. */
function runAndSignal(args: readonly string[], signal: NodeJS.Signals): Promise<Outcome> {
  const onStart = (child: ChildProcess) => {
    child.stderr!.once('data', () => child.kill(signal));
  };
  return runDbsynth(args, { cwd: at(), onStart });
}

function describeInterruptions(place: Place): void {
  test.each(['SIGINT', 'SIGKILL'] as const)('by %s leaves the target as it was', async (signal) => {
    makeBookshop(at('real.db'));
    await runForResult(['learn', 'real.db', '-o', MODEL], { cwd: at() });
    const url = await place.make();
    const small = ['generate', MODEL, '--to', url];
    const large = [...small, '--scale', '500'];
    const outcome = await runAndSignal(large, signal);
    expect(outcome.exitCode).toBe(signal === 'SIGINT' ? 130 : null);
    expect(await place.count(url)).toBeNull();
    await runForResult(small, { cwd: at() });
    expect(await place.count(url)).toEqual([60, 40, 200]);
    await runAndSignal([...large, '--truncate', '--yes'], signal);
    expect(await place.count(url)).toEqual([60, 40, 200]);
    await runForResult([...small, '--append'], { cwd: at() });
    expect(await place.count(url)).toEqual([120, 80, 400]);
  });
}

describe.skipIf(postgres === null)('a load into PostgreSQL that is interrupted', () => {
  afterEach(() => postgres!.cleanUp());
  afterAll(async () => {
    if (!('reason' in server)) await server.stop();
  });
  describeInterruptions(onPostgres);
});

const reason = whyNoMariaDb();
describe.skipIf(reason !== null)(reason ?? 'a load into MySQL that is interrupted', () => {
  beforeAll(() => mysql.start(), 300_000);
  afterEach(() => mysql.cleanUp());
  afterAll(() => mysql.stop());
  describeInterruptions(onMysql);
});
