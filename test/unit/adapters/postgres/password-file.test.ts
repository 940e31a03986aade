import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { findPassword } from '../../../../adapters/postgres/password-file.js';

describe('the password file of PostgreSQL', () => {
  const directory = mkdtempSync(join(tmpdir(), 'dbsynth-test-'));
  const path = join(directory, 'pgpass');
  const shop = { host: 'db', port: 5432, database: 'shop', user: 'me' };

  afterEach(() => rmSync(path, { force: true }));

  test('gives the password of the first line that fits', () => {
    const lines = [
      '# db:5432:shop:me:no',
      'other:*:*:*:no',
      'db:1:shop:me:no',
      'db:*:*:me:a\\:b\\\\c',
      '*:*:*:*:last',
    ];
    writeFileSync(path, lines.join('\n'), { mode: 0o600 });
    expect(findPassword(shop, path)).toBe('a:b\\c');
    expect(findPassword({ ...shop, user: 'you' }, path)).toBe('last');
  });

  test('calls a socket localhost', () => {
    writeFileSync(path, 'localhost:5432:shop:me:secret', { mode: 0o600 });
    expect(findPassword({ ...shop, host: '/var/run/postgresql' }, path)).toBe('secret');
    expect(findPassword(shop, path)).toBeNull();
  });

  test('is passed over when it is missing or others may read it', () => {
    expect(findPassword(shop, path)).toBeNull();
    writeFileSync(path, '*:*:*:*:secret', { mode: 0o600 });
    chmodSync(path, 0o644);
    expect(findPassword(shop, path)).toBeNull();
    chmodSync(path, 0o600);
    expect(findPassword(shop, path)).toBe('secret');
    rmSync(directory, { recursive: true });
  });
});
