import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { CloneResult } from '../../commands/clone.js';
import type { GenerateResult } from '../../commands/generate.js';
import type { InspectResult } from '../../commands/inspect.js';
import type { LearnResult } from '../../commands/learn.js';
import type { SeedResult } from '../../commands/seed.js';
import type { VerifyResult } from '../../commands/verify.js';
import { querySql, runSql } from './bookshop.js';
import { inFolder } from './in-folder.js';
import { runDbsynth, runForError, runForResult } from './run-dbsynth.js';

const at = inFolder();
const here = () => ({ cwd: at() });

const SERIES = (n: number) =>
  `WITH RECURSIVE s (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < ${n})`;

/** Orders refer to customers by code, comments to posts and photos; ratings have small numbers that refer to nothing. */
const SHOP = `
  CREATE TABLE customers (id INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE, city TEXT NOT NULL);
  CREATE TABLE orders (id INTEGER PRIMARY KEY, customer_ref TEXT, rating INTEGER NOT NULL);
  CREATE TABLE posts (id INTEGER PRIMARY KEY, title TEXT NOT NULL);
  CREATE TABLE photos (id INTEGER PRIMARY KEY, width INTEGER NOT NULL);
  CREATE TABLE comments (id INTEGER PRIMARY KEY, commentable_type TEXT NOT NULL, commentable_id INTEGER NOT NULL);
  INSERT INTO customers ${SERIES(120)} SELECT n, printf('K%05d', n * 91), 'city ' || n % 7 FROM s;
  INSERT INTO orders ${SERIES(400)} SELECT n, CASE WHEN n % 5 THEN printf('K%05d', (1 + n * n % 97) * 91) END, 1 + n % 25 FROM s;
  INSERT INTO posts ${SERIES(60)} SELECT n, 'post ' || n FROM s;
  INSERT INTO photos ${SERIES(40)} SELECT 900 + n, 100 * (n % 9) FROM s;
  INSERT INTO comments ${SERIES(300)} SELECT n, CASE WHEN n % 3 THEN 'Post' ELSE 'Photo' END, CASE WHEN n % 3 THEN 1 + n % 50 ELSE 901 + n % 30 END FROM s;`;

const ORPHANS = `
  SELECT 'order' FROM orders WHERE customer_ref NOT IN (SELECT code FROM customers) UNION ALL
  SELECT 'post' FROM comments WHERE commentable_type = 'Post' AND commentable_id NOT IN (SELECT id FROM posts) UNION ALL
  SELECT 'photo' FROM comments WHERE commentable_type = 'Photo' AND commentable_id NOT IN (SELECT id FROM photos)`;

const SUGGESTED = [
  { from: 'comments.commentable_id', to: 'photos.id', when: { commentable_type: 'Photo' } },
  { from: 'comments.commentable_id', to: 'posts.id', when: { commentable_type: 'Post' } },
  { from: 'orders.customer_ref', to: 'customers.code' },
];

const declare = (references: unknown): void =>
  writeFileSync(at('dbsynth.config.json'), JSON.stringify({ references }));

const plainly = ({ suggestions }: InspectResult) =>
  suggestions
    .map(({ from, to, when }) => ({ from, to, ...(when === undefined ? {} : { when }) }))
    .sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));

describe('references that no constraint states', () => {
  it('are suggested, declared as suggested, kept in the copy, and looked for by verify', async () => {
    runSql(at('real.db'), SHOP);
    const first = await runForResult<InspectResult>(['inspect', 'real.db'], here());
    expect(plainly(first)).toEqual(SUGGESTED);
    declare(SUGGESTED);
    const second = await runForResult<InspectResult>(['inspect', 'real.db'], here());
    expect(second.suggestions).toEqual([]);
    const keys = second.tables.find(({ id }) => id === 'comments')!.foreignKeys;
    expect(keys.map(({ declared, when }) => [declared, when])).toEqual([
      [true, { commentable_type: 'Photo' }],
      [true, { commentable_type: 'Post' }],
    ]);
    const { report } = await runForResult<CloneResult>(
      ['clone', 'real.db', '--to', 'copy.db', '--scale', '2'],
      here(),
    );
    expect(report!.verification.answers.filter(({ kind }) => kind === 'foreign-key')).toHaveLength(3);
    expect(querySql(at('copy.db'), ORPHANS)).toEqual([]);
    expect(querySql(at('copy.db'), 'SELECT count(customer_ref) > 400 FROM orders')).toEqual([[1]]);
    expect(querySql(at('copy.db'), "SELECT count(*) FROM pragma_foreign_key_list('orders')")).toEqual([[0]]);
    const checked = await runForResult<VerifyResult>(['verify', 'copy.db'], here());
    expect(checked.ok).toBe(true);
    runSql(at('copy.db'), "UPDATE comments SET commentable_id = -5 WHERE commentable_type = 'Photo'");
    expect((await runDbsynth(['verify', 'copy.db'], here())).exitCode).toBe(5);
  });

  it('are kept without a source', async () => {
    runSql(at('empty.db'), SHOP.replaceAll(/INSERT INTO .*;/g, ''));
    declare(SUGGESTED);
    const { report } = await runForResult<SeedResult>(['seed', 'empty.db'], here());
    expect(report!.verification.ok).toBe(true);
    expect(querySql(at('empty.db'), ORPHANS)).toEqual([]);
    expect(
      querySql(at('empty.db'), 'SELECT DISTINCT commentable_type FROM comments ORDER BY commentable_type'),
    ).toEqual([['Photo'], ['Post']]);
  });

  it('are kept in a schema that has drifted since they were declared', async () => {
    runSql(at('real.db'), SHOP);
    declare(SUGGESTED);
    await runForResult<LearnResult>(['learn', 'real.db', '-o', 'm.json.gz'], here());
    declare([]);
    runSql(at('later.db'), SHOP.replaceAll(/INSERT INTO .*;/g, ''));
    runSql(
      at('later.db'),
      'ALTER TABLE orders ADD COLUMN note TEXT; ALTER TABLE photos ADD COLUMN height INTEGER NOT NULL DEFAULT 1',
    );
    const { report } = await runForResult<GenerateResult>(
      ['generate', 'm.json.gz', '--to', 'later.db'],
      here(),
    );
    expect(report!.verification.answers.filter(({ kind }) => kind === 'foreign-key')).toHaveLength(3);
    expect(querySql(at('later.db'), ORPHANS)).toEqual([]);
  });

  it('may have orphans in the source, which are counted and not repeated', async () => {
    runSql(at('real.db'), SHOP);
    runSql(
      at('real.db'),
      "UPDATE orders SET customer_ref = 'gone' WHERE id <= 20 AND customer_ref IS NOT NULL",
    );
    declare([{ from: 'orders.customer_ref', to: 'customers.code' }]);
    const { warnings } = await runForResult<LearnResult>(['learn', 'real.db', '-o', 'm.json.gz'], here());
    expect(warnings).toContainEqual(expect.stringContaining('16 of 320 rows'));
    expect(warnings.join()).not.toContain('gone');
    await runForResult<CloneResult>(['clone', 'real.db', '--to', 'copy.db'], here());
    expect(
      querySql(
        at('copy.db'),
        'SELECT count(*) FROM orders WHERE customer_ref NOT IN (SELECT code FROM customers)',
      ),
    ).toEqual([[0]]);
  });

  it('are refused when they cannot be', async () => {
    runSql(at('real.db'), SHOP);
    declare([{ from: 'orders.customer_ref', to: 'customers.city' }]);
    const error = await runForError(['clone', 'real.db', '--to', 'copy.db'], here());
    expect(error.code).toBe('E_REFERENCE');
  });
});
