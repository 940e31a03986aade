import { describe, expect, it } from 'vitest';
import type { CloneResult } from '../../commands/clone.js';
import { makeBookshop, querySql, runSql } from './bookshop.js';
import { inFolder } from './in-folder.js';
import { runDbsynth, runForResult } from './run-dbsynth.js';

const at = inFolder();
const here = () => ({ cwd: at() });

const TRIGGERS = `
  CREATE TABLE log (n INTEGER);
  CREATE TRIGGER logs AFTER INSERT ON loans BEGIN INSERT INTO log VALUES (NEW.id); END;
  CREATE TRIGGER keeps BEFORE DELETE ON loans BEGIN SELECT RAISE(ABORT, 'no'); END;`;
const SCHEMA = 'SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name';

/** A source without triggers, and a filled target with the same tables and triggers. */
function prepare(): unknown[][] {
  makeBookshop(at('real.db'));
  makeBookshop(at('synth.db'));
  runSql(at('synth.db'), TRIGGERS);
  return querySql(at('synth.db'), SCHEMA);
}

describe('triggers of a target that stands', () => {
  it('do not fire with --no-triggers, and are there again afterwards', async () => {
    const before = prepare();
    const flags = ['--truncate', '--yes', '--no-triggers', '--defer-constraints'];
    const { plan } = await runForResult<CloneResult>(
      ['clone', 'real.db', '--to', 'synth.db', ...flags],
      here(),
    );
    expect(plan.target).toMatchObject({ disableTriggers: true });
    expect(querySql(at('synth.db'), 'SELECT count(*) FROM log')).toEqual([[0]]);
    expect(querySql(at('synth.db'), SCHEMA)).toEqual(before);
    runSql(
      at('synth.db'),
      'INSERT INTO loans SELECT max(id) + 1, reader_id, isbn, NULL, lent_on, NULL FROM loans',
    );
    expect(querySql(at('synth.db'), 'SELECT count(*) FROM log')).toEqual([[1]]);
  });

  it('are told in the plan, and fire without it', async () => {
    const before = prepare();
    const args = ['clone', 'real.db', '--to', 'synth.db', '--append', '--yes'];
    const { stdout } = await runDbsynth([...args, '--dry-run'], here());
    expect(stdout).toMatch(/loans: its triggers fire for each row.*"logs"/);
    const { report } = await runForResult<CloneResult>(args, here());
    expect(querySql(at('synth.db'), 'SELECT count(*) FROM log')).toEqual([[200]]);
    expect(report!.verification.ok).toBe(true);
    expect(querySql(at('synth.db'), SCHEMA)).toEqual(before);
  });

  it('are there again after a load that failed', async () => {
    prepare();
    runSql(
      at('synth.db'),
      'DROP TRIGGER keeps; DELETE FROM loans; CREATE INDEX fails ON loans (json(lent_on))',
    );
    const before = querySql(at('synth.db'), SCHEMA);
    const args = ['clone', 'real.db', '--to', 'synth.db', '--append', '--yes', '--no-triggers'];
    const outcome = await runDbsynth(args, here());
    expect(outcome).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('"loans"') as string });
    expect(querySql(at('synth.db'), SCHEMA)).toEqual(before);
    expect(querySql(at('synth.db'), 'SELECT count(*) FROM loans')).toEqual([[0]]);
  });
});
