import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import type { ChildProcess } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { countRows, makeBookshop, querySql } from './bookshop.js';
import { inFolder } from './in-folder.js';
import { runDbsynth, runForResult } from './run-dbsynth.js';
import type { Outcome } from './run-dbsynth.js';

const at = inFolder();
const here = () => ({ cwd: at() });
const hashOf = (name: string) =>
  createHash('sha256')
    .update(readFileSync(at(name)))
    .digest('hex');
const MODEL = 'model.dbsynth.json.gz';

async function learnBookshop(): Promise<void> {
  makeBookshop(at('real.db'));
  await runForResult(['learn', 'real.db', '-o', MODEL], here());
}

/** Sends a signal as soon as the command reports its first written table. */
function runAndSignal(args: readonly string[], signal: NodeJS.Signals): Promise<Outcome> {
  const onStart = (child: ChildProcess) => {
    child.stderr!.once('data', () => child.kill(signal));
  };
  return runDbsynth(args, { ...here(), onStart });
}

describe('a load that is interrupted', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)('by %s leaves no new file and ends in 130', async (signal) => {
    await learnBookshop();
    const outcome = await runAndSignal(['generate', MODEL, '--to', 'synth.db', '--scale', '500'], signal);
    expect(outcome.exitCode).toBe(130);
    expect(outcome.stderr).toContain('E_INTERRUPTED');
    expect(readdirSync(at()).sort()).toEqual([MODEL, 'real.db']);
  });

  it('leaves the rows that stood in the target', async () => {
    await learnBookshop();
    await runForResult(['generate', MODEL, '--to', 'synth.db'], here());
    const before = hashOf('synth.db');
    for (const flags of [['--truncate', '--yes'], ['--append']]) {
      const outcome = await runAndSignal(
        ['generate', MODEL, '--to', 'synth.db', '--scale', '500', ...flags],
        'SIGINT',
      );
      expect(outcome.exitCode).toBe(130);
      expect(hashOf('synth.db')).toBe(before);
    }
  });

  it('by a kill leaves the target as it was, and the next run goes through', async () => {
    await learnBookshop();
    const big = ['generate', MODEL, '--to', 'new.db', '--scale', '500'];
    const killed = await runAndSignal(big, 'SIGKILL');
    expect(killed.exitCode).toBeNull();
    expect(readdirSync(at())).not.toContain('new.db');
    await runForResult(['generate', MODEL, '--to', 'new.db'], here());
    expect(readdirSync(at()).sort()).toEqual([MODEL, 'new.db', 'real.db']);

    const before = countRows(at('new.db'));
    await runAndSignal([...big, '--truncate', '--yes'], 'SIGKILL');
    expect(countRows(at('new.db'))).toEqual(before);
    expect(querySql(at('new.db'), 'PRAGMA integrity_check')).toEqual([['ok']]);
    await runForResult(['generate', MODEL, '--to', 'new.db', '--truncate', '--yes'], here());
  });

  it('while the source is learned writes nothing', async () => {
    makeBookshop(at('real.db'), { readers: 3000, loans: 60_000 });
    const outcome = await runAndSignal(['clone', 'real.db', '--to', 'synth.db', '--model', MODEL], 'SIGINT');
    expect(outcome.exitCode).toBe(130);
    expect(readdirSync(at())).toEqual(['real.db']);
  });
});
