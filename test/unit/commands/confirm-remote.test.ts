import { describe, expect, it } from 'vitest';
import { confirmRemote } from '../../../commands/report/confirm-remote.js';
import { DbsynthError } from '../../../src/errors.js';

const REMOTE = { label: 'postgres://db.example.com/shop', name: 'shop', isLocal: false };

describe('a target on another machine', () => {
  it('is refused unless --yes was said', async () => {
    const refused = await confirmRemote(REMOTE, false).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(DbsynthError);
    expect(refused).toMatchObject({ code: 'E_NOT_CONFIRMED', exitCode: 6 });
    expect((refused as Error).message).toContain(REMOTE.label);
  });

  it('is written with --yes where there is no terminal to ask', async () => {
    await expect(confirmRemote(REMOTE, true)).resolves.toBeUndefined();
  });
});

it('lets a target on this machine pass unasked', async () => {
  await expect(confirmRemote({ ...REMOTE, isLocal: true }, false)).resolves.toBeUndefined();
});
