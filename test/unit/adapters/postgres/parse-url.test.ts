import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseUrl } from '../../../../adapters/postgres/parse-url.js';

describe('the URL of a PostgreSQL server', () => {
  test('says where and who, percent-encoded where need be', () => {
    expect(parseUrl('postgresql://me%40home:p%3A%2F%23%3F@db.example:6543/my%20shop', {})).toMatchObject({
      host: 'db.example',
      port: 6543,
      user: 'me@home',
      password: 'p:/#?',
      database: 'my shop',
      schemas: null,
      label: 'postgres://db.example:6543/my shop',
    });
  });

  test('leaves the rest to the environment, and then to what libpq would take', () => {
    const env = {
      PGHOST: 'h',
      PGPORT: '1234',
      PGUSER: 'u',
      PGPASSWORD: 'p',
      PGDATABASE: 'd',
      PGOPTIONS: '-c x=1',
    };
    expect(parseUrl('postgres://', env)).toMatchObject({
      host: 'h',
      port: 1234,
      user: 'u',
      password: 'p',
      database: 'd',
      options: '-c x=1',
    });
    const { username } = userInfo();
    expect(parseUrl('postgres://localhost', {})).toMatchObject({
      port: 5432,
      user: username,
      password: undefined,
      database: username,
    });
    expect(parseUrl('postgres://me@localhost', env)).toMatchObject({ user: 'me', database: 'd' });
  });

  test.each([
    ['postgres:///shop?host=/var/run/postgresql', '/var/run/postgresql'],
    ['postgres://%2Fvar%2Frun%2Fpostgresql/shop', '/var/run/postgresql'],
    ['postgres://[::1]/shop', '::1'],
  ])('names a socket or an IPv6 address: %s', (url, host) => {
    expect(parseUrl(url, {})).toMatchObject({ host, database: 'shop' });
  });

  test('names the schemas that are meant', () => {
    expect(parseUrl('postgres://h/d?schema=app,%20Audit,app', {}).schemas).toEqual(['app', 'Audit']);
    expect(parseUrl('postgres://h/d?schema=', {}).schemas).toBeNull();
  });

  test.each([
    ['disable', [false]],
    ['prefer', [expect.objectContaining({ rejectUnauthorized: false }), false]],
    ['require', [expect.objectContaining({ rejectUnauthorized: false })]],
    [
      'verify-ca',
      [expect.objectContaining({ rejectUnauthorized: true, checkServerIdentity: expect.any(Function) })],
    ],
    ['verify-full', [expect.not.objectContaining({ checkServerIdentity: expect.anything() })]],
  ])('asks for encryption as sslmode=%s says', (mode, expected) => {
    expect(parseUrl(`postgres://h/d?sslmode=${mode}`, {}).encryptions).toEqual(expected);
    expect(parseUrl('postgres://h/d', { PGSSLMODE: mode }).encryptions).toEqual(expected);
  });

  test('asks who the server is when there is a root certificate', () => {
    const directory = mkdtempSync(join(tmpdir(), 'dbsynth-test-'));
    const path = join(directory, 'root.crt');
    writeFileSync(path, 'certificate');
    expect(parseUrl(`postgres://h/d?sslmode=require&sslrootcert=${path}`, {}).encryptions).toMatchObject([
      { rejectUnauthorized: true, ca: Buffer.from('certificate') },
    ]);
    rmSync(directory, { recursive: true });
  });

  test.each([
    'postgres://me:hunter2#x@host/shop',
    'postgres://me:hunter2/x@host/shop',
    'postgres://me:12/hunter2@host/shop',
    'postgres://me:12#hunter2@host/shop',
    'postgres://me:12?hunter2@host/shop',
    'postgres://me:hunter2%zz@host/shop',
    'postgres://me:hunter2@host:99999/shop',
    'postgres://me:hunter2@host/shop?hunter2=1@',
    'postgres://me:hunter2@host/shop?sslmode=hunter2',
    'postgres://me:hunter2@host/shop?sslrootcert=/no/such/file',
    'postgres://me:hunter2@host/shop?nonsense=1',
    'postgres://me:hunter2@one,two/shop',
  ])('is refused without a word of its password: %s', (url) => {
    let error: unknown;
    try {
      parseUrl(url, {});
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toMatchObject({ code: 'E_URL' });
    const { message, hint } = error as Error & { hint?: string };
    expect(`${message} ${hint ?? ''}`).not.toContain('hunter2');
  });

  test('takes a password with an @ as it is', () => {
    expect(parseUrl('postgres://me:p@ss@host/shop', {})).toMatchObject({ password: 'p@ss', host: 'host' });
  });
});
