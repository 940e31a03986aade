import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { CloneResult } from '../../commands/clone.js';
import type { GenerateResult } from '../../commands/generate.js';
import type { InspectResult } from '../../commands/inspect.js';
import type { LearnResult } from '../../commands/learn.js';
import type { VerifyResult } from '../../commands/verify.js';
import { countRows, makeBookshop, querySql, runSql } from './bookshop.js';
import { inFolder } from './in-folder.js';
import { parseJson, runDbsynth, runForError, runForResult } from './run-dbsynth.js';

const at = inFolder();
const here = () => ({ cwd: at() });
const hashOf = (name: string) =>
  createHash('sha256')
    .update(readFileSync(at(name)))
    .digest('hex');
const SIZES = { readers: 60, books: 40, loans: 200 };

async function learnBookshop(): Promise<LearnResult> {
  makeBookshop(at('real.db'));
  return runForResult<LearnResult>(['learn', 'real.db', '-o', 'model.dbsynth.json.gz'], here());
}

describe('dbsynth clone', () => {
  it('writes a copy with the same schema and as many rows, intact, and leaves the source as it was', async () => {
    makeBookshop(at('real.db'));
    const before = hashOf('real.db');
    const result = await runForResult<CloneResult>(['clone', 'real.db', '--to', 'synth.db'], here());
    expect(countRows(at('synth.db'))).toEqual(SIZES);
    expect(result.report).toMatchObject({ rows: 300, verification: { ok: true, failed: 0 } });
    expect(querySql(at('synth.db'), 'PRAGMA foreign_key_check')).toEqual([]);
    expect(querySql(at('synth.db'), 'SELECT sql FROM sqlite_schema ORDER BY name')).toEqual(
      querySql(at('real.db'), 'SELECT sql FROM sqlite_schema ORDER BY name'),
    );
    expect(hashOf('real.db')).toBe(before);
    expect(readdirSync(at()).sort()).toEqual(['real.db', 'synth.db']);
  });

  it('writes no value that only one reader has', async () => {
    makeBookshop(at('real.db'));
    await runForResult(['clone', 'real.db', '--to', 'synth.db', '--model', 'model.dbsynth.json.gz'], here());
    const secrets = querySql(at('real.db'), 'SELECT name, email FROM readers').flat().map(String);
    const written = new Set(querySql(at('synth.db'), 'SELECT name, email FROM readers').flat());
    const model = gunzipSync(readFileSync(at('model.dbsynth.json.gz'))).toString();
    expect(secrets.filter((secret) => written.has(secret) || model.includes(secret))).toEqual([]);
  });

  it('gives the same database for the same seed, another one for another', async () => {
    makeBookshop(at('real.db'));
    for (const [name, seed] of [
      ['a.db', '7'],
      ['b.db', '7'],
      ['c.db', '8'],
    ] as const) {
      await runForResult(['clone', 'real.db', '--to', name, '--seed', seed], here());
    }
    expect(hashOf('a.db')).toBe(hashOf('b.db'));
    expect(hashOf('a.db')).not.toBe(hashOf('c.db'));
  });

  it('shows the plan of a dry run, which is the one that it carries out, and writes nothing', async () => {
    makeBookshop(at('real.db'));
    // What is learned keeps the rows of such a table, whatever the scale.
    runSql(
      at('real.db'),
      `CREATE TABLE genres (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
       INSERT INTO genres VALUES (1, 'Crime'), (2, 'Poetry');
       ALTER TABLE loans ADD COLUMN genre_id INTEGER REFERENCES genres;
       UPDATE loans SET genre_id = 1 + rowid % 2;`,
    );
    const args = ['clone', 'real.db', '--to', 'synth.db', '--scale', '3', '--model', 'model.dbsynth.json.gz'];
    const dry = await runForResult<CloneResult>([...args, '--dry-run'], here());
    expect(dry).toMatchObject({ report: null, model: null, plan: { mode: 'create', rows: 902 } });
    const text = await runDbsynth([...args, '--dry-run'], here());
    expect(text.stdout).toContain('loans');
    expect(readdirSync(at())).toEqual(['real.db']);
    const done = await runForResult<CloneResult>(args, here());
    expect(done.plan).toEqual(dry.plan);
  });

  it('reads source and target from named connections', async () => {
    makeBookshop(at('real.db'));
    const config = { connections: { prod: { env: 'PROD_URL' }, staging: { env: 'STAGING_URL' } } };
    writeFileSync(at('dbsynth.config.json'), JSON.stringify(config));
    const env = { PROD_URL: `sqlite:${at('real.db')}`, STAGING_URL: `file:${at('copy')}` };
    await runForResult(['clone', 'prod', '--to', 'staging'], { ...here(), env });
    expect(countRows(at('copy'))).toEqual(SIZES);
  });

  it('tells a person what it did', async () => {
    makeBookshop(at('real.db'));
    const { exitCode, stdout, stderr } = await runDbsynth(['clone', 'real.db', '--to', 'synth.db'], here());
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/Wrote 300 rows .*synth\.db/);
    expect(stdout).toMatch(/checks passed, 0 failed/);
    expect(stderr).toMatch(/^read readers: 60 rows/m);
    expect(stderr).toMatch(/^write loans: 200 rows/m);
  });
});

describe('dbsynth learn, generate and verify', () => {
  it('do step by step what clone does at once', async () => {
    const learned = await learnBookshop();
    expect(learned).toMatchObject({ tables: 3, rows: 300, model: 'model.dbsynth.json.gz' });
    await runForResult<GenerateResult>(['generate', 'model.dbsynth.json.gz', '--to', 'steps.db'], here());
    await runForResult<CloneResult>(['clone', 'real.db', '--to', 'clone.db'], here());
    expect(hashOf('steps.db')).toBe(hashOf('clone.db'));
    for (const against of ['model.dbsynth.json.gz', 'real.db']) {
      const verified = await runForResult<VerifyResult>(['verify', 'steps.db', '--against', against], here());
      expect(verified).toMatchObject({ ok: true, failed: 0, against });
    }
  });

  it('write as many rows as asked', async () => {
    await learnBookshop();
    const args = ['generate', 'model.dbsynth.json.gz', '--to'];
    await runForResult([...args, 'big.db', '--scale', '3'], here());
    expect(countRows(at('big.db'))).toEqual({ readers: 180, books: 120, loans: 600 });
    await runForResult([...args, 'asked.db', '--rows', 'books=5', '--rows', 'loans=33'], here());
    expect(countRows(at('asked.db'))).toMatchObject({ books: 5, loans: 33 });
    const verified = await runForResult<VerifyResult>(
      ['verify', 'big.db', '--against', 'model.dbsynth.json.gz', '--scale', '3'],
      here(),
    );
    expect(verified.ok).toBe(true);
  });

  it('write the same rows of a table when it is asked for with what it needs', async () => {
    await learnBookshop();
    const args = ['generate', 'model.dbsynth.json.gz', '--to'];
    await runForResult([...args, 'all.db'], here());
    await runForResult([...args, 'one.db', '--tables', 'BOOKS'], here());
    expect(countRows(at('one.db'))).toEqual({ readers: 0, books: 40, loans: 0 });
    const books = 'SELECT * FROM books ORDER BY isbn';
    expect(querySql(at('one.db'), books)).toEqual(querySql(at('all.db'), books));
    await runForResult([...args, 'without.db', '--exclude', 'lo*'], here());
    expect(countRows(at('without.db'))).toEqual({ readers: 60, books: 40, loans: 0 });
  });

  it('write the same rows with any number of threads', async () => {
    await learnBookshop();
    for (const threads of ['1', '2', '3']) {
      await runForResult(
        ['generate', 'model.dbsynth.json.gz', '--to', `threads${threads}.db`, '--threads', threads],
        here(),
      );
    }
    expect(new Set(['1', '2', '3'].map((threads) => hashOf(`threads${threads}.db`))).size).toBe(1);
  });

  it('delete and keep rows only when told', async () => {
    await learnBookshop();
    const args = ['generate', 'model.dbsynth.json.gz', '--to', 'synth.db'];
    await runForResult(args, here());
    const first = hashOf('synth.db');
    expect(await runForError(args, here())).toMatchObject({ code: 'E_TARGET_NOT_EMPTY', exitCode: 6 });
    expect(hashOf('synth.db')).toBe(first);
    await runForResult([...args, '--truncate', '--seed', '2'], here());
    expect(countRows(at('synth.db'))).toEqual(SIZES);
    await runForResult([...args, '--append', '--seed', '3'], here());
    await runForResult([...args, '--append', '--seed', '3'], here());
    expect(countRows(at('synth.db'))).toEqual({ readers: 180, books: 120, loans: 600 });
    expect(querySql(at('synth.db'), 'PRAGMA foreign_key_check')).toEqual([]);
  });

  it('ask before they delete rows of a database that dbsynth did not make', async () => {
    await learnBookshop();
    copyFileSync(at('real.db'), at('own.db'));
    const before = hashOf('own.db');
    const args = ['generate', 'model.dbsynth.json.gz', '--to', 'own.db', '--truncate'];
    expect(await runForError(args, here())).toMatchObject({ code: 'E_NOT_CONFIRMED', exitCode: 6 });
    expect(hashOf('own.db')).toBe(before);
    await runForResult([...args, '--yes'], here());
    expect(countRows(at('own.db'))).toEqual(SIZES);
  });

  it('fill the empty tables of a schema that stands', async () => {
    await learnBookshop();
    runSql(
      at('empty.db'),
      querySql(at('real.db'), 'SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL').join(';\n'),
    );
    const result = await runForResult<GenerateResult>(
      ['generate', 'model.dbsynth.json.gz', '--to', 'empty.db'],
      here(),
    );
    expect(result.plan.mode).toBe('fill');
    expect(countRows(at('empty.db'))).toEqual(SIZES);
  });
});

describe('dbsynth verify', () => {
  it('ends in 5 and names each violation', async () => {
    makeBookshop(at('real.db'));
    runSql(
      at('real.db'),
      `PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON;
       UPDATE loans SET reader_id = 9999 WHERE id IN (3, 4); UPDATE books SET price = -1 WHERE rowid = 1;`,
    );
    const outcome = await runDbsynth(['verify', 'real.db'], here());
    expect(outcome.exitCode).toBe(5);
    expect(outcome.stdout).toMatch(/"loans": 2 rows without the parent/);
    expect(outcome.stdout).toMatch(/"books": 1 row against CHECK/);
    expect(outcome.stderr).toContain('E_VERIFICATION');
    const json = await runDbsynth(['verify', 'real.db', '--json'], here());
    expect(parseJson(json, 'verify')).toMatchObject({
      ok: false,
      failed: 2,
      error: { code: 'E_VERIFICATION' },
    });
  });

  it('counts the rows that a model file says', async () => {
    await learnBookshop();
    await runForResult(['generate', 'model.dbsynth.json.gz', '--to', 'synth.db'], here());
    runSql(at('synth.db'), 'DELETE FROM loans WHERE id = (SELECT max(id) FROM loans)');
    const outcome = await runDbsynth(['verify', 'synth.db', '--against', 'model.dbsynth.json.gz'], here());
    expect(outcome.exitCode).toBe(5);
    expect(outcome.stdout).toContain('"loans" has 199 rows, 200 expected');
    expect((await runDbsynth(['verify', 'synth.db'], here())).exitCode).toBe(0);
  });
});

describe('dbsynth inspect', () => {
  it('explains a source and its model file in the same words, and writes nothing', async () => {
    await learnBookshop();
    const [source, model] = await Promise.all([
      runForResult<InspectResult>(['inspect', 'real.db'], here()),
      runForResult<InspectResult>(['inspect', 'model.dbsynth.json.gz'], here()),
    ]);
    expect(source.kind).toBe('source');
    expect(model).toEqual({ ...source, name: 'model.dbsynth.json.gz', kind: 'model' });
    const loans = source.tables.find(({ id }) => id === 'loans')!;
    expect(loans.foreignKeys.map(({ columns, role }) => [columns[0], role])).toEqual([
      ['reader_id', 'owner'],
      ['isbn', 'reference'],
      ['renewed_from', 'self'],
    ]);
    expect(source.tables.map(({ id }) => id).indexOf('loans')).toBe(2);
    expect(readdirSync(at()).sort()).toEqual(['model.dbsynth.json.gz', 'real.db']);
  });

  it('says which engine learned a model file', async () => {
    makeBookshop(at('real.db'));
    const learned = [
      'clone',
      'real.db',
      '--to',
      'synth.db',
      '--engine',
      'copula',
      '--model',
      'model.dbsynth.json.gz',
    ];
    const { report } = await runForResult<CloneResult>(learned, here());
    expect(report!.verification.ok).toBe(true);
    const model = ['inspect', 'model.dbsynth.json.gz'];
    expect((await runForResult<InspectResult>(model, here())).engine).toBe('copula');
    expect((await runDbsynth(model, here())).stdout).toContain('Learned by the copula engine.');
    expect((await runForResult<InspectResult>(['inspect', 'real.db'], here())).engine).toBe('tree');
  });

  it('shows columns and keys to a person, but no value', async () => {
    makeBookshop(at('real.db'));
    const { stdout } = await runDbsynth(['inspect', 'real.db'], here());
    expect(stdout).toMatch(/email\s+TEXT\s+key \(text\)/);
    expect(stdout).toContain('family of readers (reader_id → id)');
    for (const [name] of querySql(at('real.db'), 'SELECT name FROM readers'))
      expect(stdout).not.toContain(name);
  });
});

describe('dbsynth', () => {
  it('runs from the checkout as npx dbsynth', () => {
    const stdout = execFileSync('npx', ['dbsynth', '--version'], {
      cwd: fileURLToPath(new URL('../..', import.meta.url)),
      env: { ...process.env, npm_config_cache: at('cache'), npm_config_offline: 'true' },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    expect(stdout.toString()).toMatch(/^dbsynth\/\d/);
  });
});
