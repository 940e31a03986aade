import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ENGINE_NAMES } from '../../src/model/model.js';
import { makeBookshop, runSql } from './bookshop.js';
import { inFolder } from './in-folder.js';
import { runDbsynth, runForError, runForResult } from './run-dbsynth.js';

const at = inFolder();
const here = () => ({ cwd: at() });
const hashOf = (name: string) =>
  createHash('sha256')
    .update(readFileSync(at(name)))
    .digest('hex');
const MODEL = 'model.dbsynth.json.gz';

/** Orders pair a customer with a product of the same tenant: tenants have three of each. */
const TENANTS = `
  CREATE TABLE tenants (id INTEGER PRIMARY KEY);
  CREATE TABLE customers (tenant INTEGER NOT NULL REFERENCES tenants (id), id INTEGER NOT NULL, PRIMARY KEY (tenant, id));
  CREATE TABLE products (tenant INTEGER NOT NULL REFERENCES tenants (id), id INTEGER NOT NULL, PRIMARY KEY (tenant, id));
  CREATE TABLE orders (
    tenant INTEGER NOT NULL, customer INTEGER NOT NULL, product INTEGER NOT NULL,
    PRIMARY KEY (tenant, customer, product),
    FOREIGN KEY (tenant, customer) REFERENCES customers (tenant, id),
    FOREIGN KEY (tenant, product) REFERENCES products (tenant, id)
  );
  WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 30) INSERT INTO tenants SELECT i FROM n;
  INSERT INTO customers SELECT t.id, n.id FROM tenants t JOIN tenants n ON n.id <= 3;
  INSERT INTO products SELECT t.id, n.id FROM tenants t JOIN tenants n ON n.id <= 3;
  INSERT INTO orders SELECT tenant, c.id, p.id FROM customers c JOIN products p USING (tenant) WHERE (c.id + p.id) % 2;
`;

describe('a run in two threads', () => {
  it.each(ENGINE_NAMES)(
    'writes the same file as a run in one, over many batches, by the %s engine',
    async (engine) => {
      makeBookshop(at('real.db'));
      await runForResult(['learn', 'real.db', '-o', MODEL, '--engine', engine], here());
      for (const threads of ['1', '2'])
        await runForResult(
          ['generate', MODEL, '--to', `${threads}.db`, '--scale', '100', '--threads', threads],
          here(),
        );
      expect(hashOf('2.db')).toBe(hashOf('1.db'));
    },
  );

  it('appends the same rows as a run in one', async () => {
    makeBookshop(at('real.db'));
    await runForResult(['learn', 'real.db', '-o', MODEL], here());
    for (const threads of ['1', '2']) {
      await runForResult(['generate', MODEL, '--to', `${threads}.db`], here());
      const append = ['--append', '--seed', '9', '--threads', threads];
      await runForResult(['generate', MODEL, '--to', `${threads}.db`, ...append], here());
    }
    expect(hashOf('2.db')).toBe(hashOf('1.db'));
  });

  it('stops at Ctrl-C and leaves nothing', async () => {
    makeBookshop(at('real.db'));
    await runForResult(['learn', 'real.db', '-o', MODEL], here());
    const outcome = await runDbsynth(
      ['generate', MODEL, '--to', 'synth.db', '--scale', '2000', '--threads', '2'],
      { ...here(), onStart: (child) => void child.stderr!.once('data', () => child.kill('SIGINT')) },
    );
    expect(outcome.exitCode).toBe(130);
    expect(outcome.stderr).toContain('E_INTERRUPTED');
    expect(readdirSync(at()).sort()).toEqual([MODEL, 'real.db']);
  });

  it('refuses what cannot be drawn with the code and hint that a run in one gives', async () => {
    runSql(at('real.db'), TENANTS);
    const args = ['clone', 'real.db', '--to', 'synth.db', '--rows', 'orders=2000', '--threads'];
    const [one, two] = [await runForError([...args, '1'], here()), await runForError([...args, '2'], here())];
    expect(two).toEqual(one);
    expect(two).toMatchObject({ code: 'E_CAPACITY', exitCode: 4 });
    expect(two.hint).toContain('--rows');
    expect(readdirSync(at())).toEqual(['real.db']);
  });
});
