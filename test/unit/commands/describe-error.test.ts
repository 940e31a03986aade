import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Errors } from '@oclif/core';
import { describeError, traceOf } from '../../../commands/report/describe-error.js';
import { DbsynthError, ERROR_EXITS, type ErrorCode } from '../../../src/errors.js';

function systemError(code: string): Error {
  return Object.assign(new Error(`${code}: no such luck, open 'secret'`), { code, path: '/tmp/x' });
}

describe('describeError', () => {
  it('keeps code, sentence, hint and exit code of an error that a user can act on', () => {
    const error = new DbsynthError('E_TARGET_NOT_EMPTY', 'the target holds rows', { hint: 'take another' });
    expect(describeError(error)).toEqual({
      code: 'E_TARGET_NOT_EMPTY',
      message: 'the target holds rows',
      hint: 'take another',
      exitCode: 6,
    });
  });

  it('says what to do about any error, be it without a hint of its own', () => {
    for (const code of Object.keys(ERROR_EXITS) as ErrorCode[])
      expect(describeError(new DbsynthError(code, 'something is wrong')).hint).not.toBe('');
  });

  it("ends in 2 for oclif's own complaints about flags", () => {
    const error = new Errors.CLIError(
      'Missing 1 required arg:\nsource  Database\nSee more help with --help',
      {
        exit: 2,
      },
    );
    expect(describeError(error)).toMatchObject({
      code: 'E_USAGE',
      message: 'Missing 1 required arg: source Database',
      exitCode: 2,
    });
  });

  it.each([
    ['ENOENT', 'E_SOURCE_MISSING', 3],
    ['EACCES', 'E_PERMISSION', 3],
    ['EISDIR', 'E_IS_DIRECTORY', 3],
    ['ENOSPC', 'E_DISK_FULL', 3],
  ])('names what the operating system calls %s', (system, code, exitCode) => {
    expect(describeError(systemError(system))).toMatchObject({ code, exitCode });
  });

  it('asks to report any other error, without its message', () => {
    const error = new RangeError('cannot handle "alice@example.com"');
    const described = describeError(error);
    expect(described).toMatchObject({ code: 'E_INTERNAL', exitCode: 1 });
    expect(JSON.stringify(described)).not.toContain('alice');
    expect(traceOf(error).join('\n')).not.toContain('alice');
    expect(traceOf(error).length).toBeGreaterThan(0);
  });

  it('takes anything that was thrown', () => {
    for (const thrown of [undefined, null, 'text', 3]) expect(describeError(thrown).code).toBe('E_INTERNAL');
  });
});

describe('docs/errors.md', () => {
  it('lists every error code with its exit code, and no other', async () => {
    const { ERROR_EXITS } = await import('../../../src/errors.js');
    const text = readFileSync(new URL('../../../docs/errors.md', import.meta.url), 'utf8');
    const listed = [...text.matchAll(/^\| `(E_\w+)`\s*\| (\d+)\s*\|/gm)].map((match) => [
      match[1],
      Number(match[2]),
    ]);
    expect(Object.fromEntries(listed)).toEqual(ERROR_EXITS);
    expect(listed).toHaveLength(Object.keys(ERROR_EXITS).length);
  });
});
