import {
  chmodSync,
  linkSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { gunzipSync, gzipSync } from 'node:zlib';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import type { CloneResult } from '../../commands/clone.js';
import { countRows, makeBookshop, querySql, runSql } from './bookshop.js';
import { inFolder } from './in-folder.js';
import { runDbsynth, runForError, runForResult } from './run-dbsynth.js';

const at = inFolder();
const here = () => ({ cwd: at() });
const isRoot = process.getuid?.() === 0;
const MODEL = 'model.dbsynth.json.gz';

/** Ends a command in an error, and makes sure that no file came, went or changed. */
async function refused(args: readonly string[], code: string, exitCode: number): Promise<string> {
  const before = snapshot();
  const error = await runForError(args, here());
  expect(error).toMatchObject({ code, exitCode });
  expect(snapshot()).toEqual(before);
  return `${error.message} ${error.hint}`;
}

function snapshot(): Record<string, string> {
  const files = readdirSync(at(), { withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(files.map(({ name }) => [name, readFileSync(at(name)).toString('base64')]));
}

describe('a source', () => {
  it.each([
    ['is missing', 'missing.db', 'E_SOURCE_MISSING'],
    ['is a folder', 'folder.db', 'E_IS_DIRECTORY'],
    ['is not a database', 'text.db', 'E_NOT_A_DATABASE'],
    ['is cut off', 'cut.db', 'E_NOT_A_DATABASE'],
  ])('that %s is refused', async (_, source, code) => {
    mkdirSync(at('folder.db'));
    writeFileSync(at('text.db'), 'name,price\nApple,1\n'.repeat(300));
    makeBookshop(at('cut.db'));
    truncateSync(at('cut.db'), 9000);
    await refused(['clone', source, '--to', 'synth.db'], code, 3);
    await refused(['learn', source, '-o', MODEL], code, 3);
    await refused(['inspect', source], code, 3);
    if (source !== 'cut.db') await refused(['verify', source], code, 3);
  });

  it.skipIf(isRoot)(
    'that may not be read is refused (skipped for root, who may read everything)',
    async () => {
      makeBookshop(at('real.db'));
      chmodSync(at('real.db'), 0);
      const error = await runForError(['clone', 'real.db', '--to', 'synth.db'], here());
      expect(error).toMatchObject({ code: 'E_PERMISSION', exitCode: 3 });
    },
  );

  it.each([
    ['without tables', '', 'E_EMPTY_SOURCE'],
    ['with nothing but a view', 'CREATE VIEW v AS SELECT 1', 'E_EMPTY_SOURCE'],
  ])('%s is refused', async (_, sql, code) => {
    runSql(at('real.db'), `PRAGMA user_version = 1; ${sql}`);
    await refused(['clone', 'real.db', '--to', 'synth.db'], code, 4);
  });

  it('of empty tables gives a copy of empty tables', async () => {
    runSql(at('real.db'), 'CREATE TABLE a (id INTEGER PRIMARY KEY); CREATE TABLE b (a REFERENCES a, t TEXT)');
    await runForResult(['clone', 'real.db', '--to', 'synth.db'], here());
    expect(countRows(at('synth.db'))).toEqual({ a: 0, b: 0 });
  });

  it('of one row gives a copy of another row', async () => {
    runSql(
      at('real.db'),
      `CREATE TABLE only (id INTEGER PRIMARY KEY, name TEXT NOT NULL, at DATE); INSERT INTO only VALUES (1, 'Ada Secret', '2020-02-29')`,
    );
    await runForResult(['clone', 'real.db', '--to', 'synth.db'], here());
    expect(countRows(at('synth.db'))).toEqual({ only: 1 });
    expect(querySql(at('synth.db'), `SELECT count(*) FROM only WHERE name = 'Ada Secret'`)).toEqual([[0]]);
  });

  it('with orphans gives a copy without', async () => {
    makeBookshop(at('real.db'));
    runSql(
      at('real.db'),
      'PRAGMA foreign_keys = OFF; UPDATE loans SET reader_id = 9000 + id WHERE id % 3 = 0',
    );
    const { warnings } = await runForResult<CloneResult>(['clone', 'real.db', '--to', 'synth.db'], here());
    expect(warnings).toContainEqual(expect.stringMatching(/^table "loans": 66 of 200 rows have a reader_id/));
    expect(querySql(at('synth.db'), 'PRAGMA foreign_key_check')).toEqual([]);
    expect(countRows(at('synth.db'))).toMatchObject({ loans: 200 });
  });

  it.each(['DELETE', 'WAL'])(
    'that is written to meanwhile (journal %s) gives its last committed state',
    async (journal) => {
      makeBookshop(at('real.db'));
      const writer = new Database(at('real.db'));
      writer.pragma(`journal_mode = ${journal}`);
      writer.exec(`BEGIN IMMEDIATE; DELETE FROM loans WHERE id > 150`);
      try {
        await runForResult(['clone', 'real.db', '--to', 'synth.db'], here());
        expect(countRows(at('synth.db'))).toMatchObject({ loans: 200 });
        writer.exec('COMMIT');
      } finally {
        writer.close();
      }
    },
  );

  it('that another program has locked is reported as locked', async () => {
    makeBookshop(at('real.db'));
    const writer = new Database(at('real.db'));
    writer.exec('BEGIN EXCLUSIVE');
    try {
      expect(await runForError(['clone', 'real.db', '--to', 'synth.db'], here())).toMatchObject({
        code: 'E_LOCKED',
        exitCode: 3,
      });
    } finally {
      writer.close();
    }
  });
});

describe('a target', () => {
  it('that holds rows is refused unless something was said about them', async () => {
    makeBookshop(at('real.db'));
    runSql(at('mine.db'), 'CREATE TABLE precious (x); INSERT INTO precious VALUES (1)');
    await refused(['clone', 'real.db', '--to', 'mine.db'], 'E_TARGET_NOT_EMPTY', 6);
  });

  it.each([
    ['itself', 'real.db', () => undefined],
    ['another spelling of its path', './sub/../real.db', () => mkdirSync(at('sub'))],
    ['a symbolic link to it', 'link.db', () => symlinkSync(at('real.db'), at('link.db'))],
    ['a hard link to it', 'hard.db', () => linkSync(at('real.db'), at('hard.db'))],
  ])('that is the source by %s is refused', async (_, target, prepare) => {
    makeBookshop(at('real.db'));
    await runForResult(['learn', 'real.db', '-o', MODEL], here());
    prepare();
    for (const flags of [[], ['--truncate', '--yes'], ['--append']]) {
      await refused(['clone', 'real.db', '--to', target, ...flags], 'E_TARGET_IS_SOURCE', 6);
      await refused(['generate', MODEL, '--to', target, ...flags], 'E_TARGET_IS_SOURCE', 6);
    }
  });

  it.each([
    ['is a folder', 'folder.db', 'E_IS_DIRECTORY'],
    ['is not a database', 'text.db', 'E_NOT_A_DATABASE'],
    ['lies in a folder that is not there', 'no/where/synth.db', 'E_CONNECTION'],
  ])('that %s is refused', async (_, target, code) => {
    makeBookshop(at('real.db'));
    mkdirSync(at('folder.db'));
    writeFileSync(at('text.db'), 'name,price\nApple,1\n'.repeat(300));
    await refused(['clone', 'real.db', '--to', target], code, 3);
  });

  it('whose tables are others is refused, and nothing is deleted', async () => {
    makeBookshop(at('real.db'));
    runSql(at('mine.db'), 'CREATE TABLE readers (x); INSERT INTO readers VALUES (1)');
    for (const flags of [['--truncate', '--yes'], ['--append']]) {
      await refused(['clone', 'real.db', '--to', 'mine.db', ...flags], 'E_SCHEMA_MISMATCH', 4);
    }
  });

  it('whose other tables depend on rows to be deleted is refused', async () => {
    makeBookshop(at('real.db'));
    await runForResult(['clone', 'real.db', '--to', 'synth.db'], here());
    runSql(
      at('synth.db'),
      `CREATE TABLE fines (id INTEGER PRIMARY KEY, loan_id INTEGER REFERENCES loans (id) ON DELETE CASCADE);
       INSERT INTO fines SELECT id, id FROM loans LIMIT 5`,
    );
    const before = countRows(at('synth.db'));
    const error = await runForError(['clone', 'real.db', '--to', 'synth.db', '--truncate', '--yes'], here());
    expect([4, 5, 6]).toContain(error.exitCode);
    expect(countRows(at('synth.db'))).toEqual(before);
  });

  it('on a full disk is left as it was', async () => {
    makeBookshop(at('real.db'), { readers: 400, loans: 9000 });
    // A tiny file system of our own, in a name space where we may mount one.
    mkdirSync(at('tiny'));
    const script = `mount -t tmpfs -o size=100k tmpfs "${at('tiny')}" && "$@"; code=$?; ls -A "${at('tiny')}" >&2; exit $code`;
    const through = ['unshare', '-rm', 'sh', '-c', script, 'sh'];
    const probe = await runDbsynth(['--version'], { ...here(), through });
    if (probe.exitCode !== 0) return console.warn('skipped: no file system may be mounted here');
    const outcome = await runDbsynth(['clone', 'real.db', '--to', 'tiny/synth.db'], { ...here(), through });
    expect(outcome.exitCode).toBe(3);
    expect(outcome.stderr).toContain('E_DISK_FULL');
    expect(outcome.stderr).not.toContain('synth.db\n');
  });
});

describe('a model file', () => {
  async function learn(): Promise<void> {
    makeBookshop(at('real.db'));
    await runForResult(['learn', 'real.db', '-o', MODEL], here());
  }

  const edit = (change: (text: string) => string) => (bytes: Buffer) =>
    gzipSync(change(gunzipSync(bytes).toString('utf8')));

  it.each<[string, string, (bytes: Buffer) => Buffer]>([
    ['truncated', 'E_MODEL_UNREADABLE', (bytes) => bytes.subarray(0, bytes.length / 2)],
    ['empty', 'E_MODEL_FOREIGN', () => Buffer.alloc(0)],
    ['a database', 'E_MODEL_FOREIGN', () => readFileSync(at('real.db'))],
    ['other JSON', 'E_MODEL_FOREIGN', () => gzipSync('{"name": "something else"}')],
    ['other text', 'E_MODEL_FOREIGN', () => Buffer.from('{"format":')],
    ['edited', 'E_MODEL_DAMAGED', edit((text) => text.replace('"readers"', '"sredaer"'))],
    ['newer', 'E_MODEL_NEWER', edit((text) => text.replace('"version":1', '"version":999'))],
  ])('that is %s is refused', async (_, code, damage) => {
    await learn();
    writeFileSync(at('bad.json.gz'), damage(readFileSync(at(MODEL))));
    await refused(['generate', 'bad.json.gz', '--to', 'synth.db'], code, 2);
    await refused(['inspect', 'bad.json.gz'], code, 2);
    await refused(['verify', 'real.db', '--against', 'bad.json.gz'], code, 2);
  });

  it('that is missing or a folder is refused', async () => {
    mkdirSync(at('folder.json.gz'));
    await refused(['generate', 'missing.json.gz', '--to', 'synth.db'], 'E_MODEL_UNREADABLE', 2);
    await refused(['generate', 'folder.json.gz', '--to', 'synth.db'], 'E_MODEL_UNREADABLE', 2);
  });

  it('that exists is replaced only when told', async () => {
    await learn();
    await refused(['learn', 'real.db', '-o', MODEL], 'E_TARGET_EXISTS', 6);
    await refused(['clone', 'real.db', '--to', 'synth.db', '--model', MODEL], 'E_TARGET_EXISTS', 6);
    await runForResult(['learn', 'real.db', '-o', MODEL, '--yes'], here());
  });

  it('takes the place of no file that is something else, whatever is told', async () => {
    await learn();
    const before = readFileSync(at('real.db'));
    writeFileSync(at('backup.gz'), gzipSync(before));
    mkdirSync(at('folder'));
    for (const path of ['real.db', 'backup.gz', 'folder']) {
      await refused(['learn', 'real.db', '-o', path, '--yes'], 'E_TARGET_EXISTS', 6);
      await refused(['clone', 'real.db', '--to', 'synth.db', '--model', path, '--yes'], 'E_TARGET_EXISTS', 6);
    }
    expect(readFileSync(at('real.db')).equals(before)).toBe(true);
    await refused(['clone', 'real.db', '--to', 'synth.db', '--model', 'synth.db'], 'E_USAGE', 2);
  });

  it('in a folder that is not there is refused before anything is learned', async () => {
    makeBookshop(at('real.db'));
    const text = await refused(['learn', 'real.db', '-o', 'nowhere/model.json.gz'], 'E_SOURCE_MISSING', 3);
    expect(text).not.toContain('unfinished');
  });
});

describe('a flag', () => {
  it.each<[string[], string, number]>([
    [['--scale', '0'], 'E_SCALE', 2],
    [['--scale=-1'], 'E_SCALE', 2],
    [['--scale', 'big'], 'E_SCALE', 2],
    [['--scale', '1e12'], 'E_SCALE', 2],
    [['--rows', 'nowhere=5'], 'E_UNKNOWN_TABLE', 2],
    [['--rows', 'loans'], 'E_ROWS', 2],
    [['--rows', 'loans=-5'], 'E_ROWS', 2],
    [['--rows', 'readers=0', '--rows', 'loans=5'], 'E_CAPACITY', 4],
    [['--tables', 'nowhere'], 'E_UNKNOWN_TABLE', 2],
    [['--exclude', '*'], 'E_USAGE', 2],
    [['--seed', 'x'], 'E_USAGE', 2],
    [['--seed=-1'], 'E_USAGE', 2],
    [['--threads', '0'], 'E_USAGE', 2],
    [['--truncate', '--append'], 'E_USAGE', 2],
    [['--owner', 'nowhere=x'], 'E_UNKNOWN_TABLE', 2],
    [['--owner', 'loans=x'], 'E_USAGE', 2],
    [['--nope'], 'E_USAGE', 2],
    [['--config', 'missing.json', '--to', 'prod'], 'E_CONFIG', 2],
  ])('%j is refused before anything is learned', async (flags, code, exitCode) => {
    makeBookshop(at('real.db'));
    await refused(
      ['clone', 'real.db', ...(flags.includes('--to') ? [] : ['--to', 'synth.db']), ...flags],
      code,
      exitCode,
    );
  });

  it('that names an unknown table hints at the known ones', async () => {
    makeBookshop(at('real.db'));
    expect(
      await refused(['clone', 'real.db', '--to', 'synth.db', '--rows', 'laons=5'], 'E_UNKNOWN_TABLE', 2),
    ).toContain('loans');
  });

  it('that is malformed is told as it was written', async () => {
    makeBookshop(at('real.db'));
    const args = ['clone', 'real.db', '--to', 'synth.db'];
    expect(await refused([...args, '--rows', 'loans'], 'E_ROWS', 2)).toContain('"loans"');
  });

  it('that is missing is reported', async () => {
    makeBookshop(at('real.db'));
    expect(await refused(['clone', 'real.db'], 'E_USAGE', 2)).toContain('flag to');
    expect(await refused(['clone'], 'E_USAGE', 2)).toContain('source');
  });

  it('of a connection that nobody defined, or an address that nobody knows, is refused', async () => {
    makeBookshop(at('real.db'));
    await refused(['clone', 'real.db', '--to', 'staging'], 'E_CONNECTION_NAME', 2);
    await refused(['clone', 'prod', '--to', 'synth.db'], 'E_CONNECTION_NAME', 2);
    await refused(['clone', 'oracle:x', '--to', 'synth.db'], 'E_URL', 2);
  });

  it('of a server that is not there is refused without its password', async () => {
    const text = await refused(
      ['clone', 'postgres://me:hunter2@127.0.0.1:1/x', '--to', 'synth.db'],
      'E_CONNECTION',
      3,
    );
    expect(text).not.toContain('hunter2');
  });

  it('with an error in text says code, sentence and hint on stderr, and nothing on stdout', async () => {
    const { stdout, stderr, exitCode } = await runDbsynth(
      ['clone', 'missing.db', '--to', 'synth.db'],
      here(),
    );
    expect(stdout).toBe('');
    expect(stderr).toMatch(/^error E_SOURCE_MISSING: .*missing\.db/);
    expect(exitCode).toBe(3);
  });
});

describe('a capacity', () => {
  it('that a unique key does not have is refused before anything is written', async () => {
    runSql(
      at('real.db'),
      `CREATE TABLE a (id INTEGER PRIMARY KEY); CREATE TABLE b (id INTEGER PRIMARY KEY);
       CREATE TABLE pairs (a_id REFERENCES a, b_id REFERENCES b, PRIMARY KEY (a_id, b_id)) WITHOUT ROWID;
       INSERT INTO a VALUES (1), (2), (3); INSERT INTO b VALUES (1), (2); INSERT INTO pairs VALUES (1, 1), (2, 1), (3, 2)`,
    );
    const text = await refused(
      ['clone', 'real.db', '--to', 'synth.db', '--rows', 'pairs=7'],
      'E_CAPACITY',
      4,
    );
    expect(text).toContain('6');
    const result = await runForResult<CloneResult>(
      ['clone', 'real.db', '--to', 'synth.db', '--rows', 'pairs=6'],
      here(),
    );
    expect(result.report?.verification.ok).toBe(true);
  });
});

describe('a command', () => {
  it('that there is not is refused like all that is misspelt', async () => {
    expect(await refused(['cloen'], 'E_USAGE', 2)).toContain('cloen');
    const { stderr } = await runDbsynth(['cloen'], here());
    expect(stderr).toMatch(/^error E_USAGE: .*\n {2}hint: /);
  });
});
