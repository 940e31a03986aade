import { readdirSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { DoctorResult } from '../../commands/doctor.js';
import { makeBookshop } from './bookshop.js';
import { inFolder } from './in-folder.js';
import { parseJson, runDbsynth, runForError, runForResult } from './run-dbsynth.js';

const at = inFolder();
const here = () => ({ cwd: at() });

describe('dbsynth doctor', () => {
  it('says that a SQLite file can be source and target', async () => {
    makeBookshop(at('real.db'));
    const result = await runForResult<DoctorResult>(['doctor', 'real.db'], here());
    expect(result).toMatchObject({ product: 'SQLite', user: null, isSource: true, isTarget: true });
    const { stdout, exitCode } = await runDbsynth(['doctor', 'real.db'], here());
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^sqlite:.*real\.db: SQLite 3\.\d+/m);
    expect(stdout).toMatch(/As a source\n +ok +may read all 3 tables/);
    expect(stdout).toMatch(/As a target\n +ok +may write the file/);
  });

  it('says that a file which is not there can be a target only, and makes none', async () => {
    const result = await runForResult<DoctorResult>(['doctor', 'new.db'], here());
    expect(result).toMatchObject({ isSource: false, isTarget: true });
    const outcome = await runDbsynth(['doctor', 'new.db', '--as', 'source', '--json'], here());
    expect(outcome.exitCode).toBe(3);
    const refused = parseJson<DoctorResult & { error: { code: string } }>(outcome, 'doctor');
    expect(refused).toMatchObject({ isSource: false, error: { code: 'E_PERMISSION' } });
    expect(readdirSync(at())).toEqual([]);
  });

  it('ends with an error where nothing can be said', async () => {
    writeFileSync(at('text.db'), 'name,price\nApple,1\n'.repeat(300));
    const error = await runForError(['doctor', 'text.db'], here());
    expect(error).toMatchObject({ code: 'E_NOT_A_DATABASE', exitCode: 3 });
    const unreachable = await runForError(['doctor', 'postgres://me:secret@127.0.0.1:1/shop'], here());
    expect(unreachable).toMatchObject({ code: 'E_CONNECTION', exitCode: 3 });
    expect(unreachable.message).not.toContain('secret');
  });
});
