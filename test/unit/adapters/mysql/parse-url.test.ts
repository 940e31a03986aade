import { describe, expect, test } from 'vitest';
import { labelOf, parseUrl } from '../../../../adapters/mysql/parse-url.js';

describe('parseUrl', () => {
  test('reads user, password, host, port and database, decoded', () => {
    expect(parseUrl('mysql://me:p%40ss%2F@db.example:3307/my%20shop', {})).toMatchObject({
      host: 'db.example',
      port: 3307,
      socket: null,
      user: 'me',
      password: 'p@ss/',
      database: 'my shop',
      tls: { mode: 'preferred' },
    });
  });

  test('reads a socket, and the password from the environment', () => {
    const address = parseUrl('mariadb://me@localhost/shop?socket=%2Frun%2Fdb.sock', { MYSQL_PWD: 'secret' });
    expect(address).toMatchObject({ socket: '/run/db.sock', password: 'secret', tls: { mode: 'disabled' } });
    expect(labelOf(address)).toBe('mysql:/run/db.sock:shop');
  });

  test.each([
    ['ssl-mode=VERIFY_IDENTITY', 'verify-identity'],
    ['sslmode=require', 'required'],
    ['ssl=true', 'required'],
    ['ssl-mode=disabled', 'disabled'],
    ['', 'preferred'],
  ])('reads the TLS option %s', (option, mode) => {
    expect(parseUrl(`mysql://me@host/shop?${option}`, {}).tls.mode).toBe(mode);
  });

  test.each([
    'mysql://me@host',
    'mysql://me@host/',
    'mysql://me:hunter2@pass@host/shop',
    'mysql://me:hunter2#@host/shop',
    'mysql://me:hunter2%@host/shop',
    'mysql://me:hunter2@host:port/shop',
    'mysql://me:hunter2@host/shop?sslmode=perhaps',
    'mysql://me:hunter2@host/shop?unknown=1',
    'mysql://me:hunter2@10.0.0.1/shop?ssl-mode=verify-identity',
  ])('refuses %s without repeating the password', (url) => {
    try {
      parseUrl(url, {});
    } catch (error) {
      expect(error).toMatchObject({ code: 'E_URL' });
      expect(`${(error as Error).message} ${String((error as Error).cause)}`).not.toContain('hunter2');
      return;
    }
    throw new Error('nothing was thrown');
  });

  test('shows a label without user, password and options', () => {
    expect(labelOf(parseUrl('mysql://me:hunter2@[::1]:3307/shop?ssl=0', {}))).toBe('mysql://[::1]:3307/shop');
  });
});
