import { readFileSync, writeFileSync } from 'node:fs';
import { createConnection } from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { diagnoseMysql } from '../../adapters/mysql/index.js';
import { makeCertificates, whyNoCertificates, type Certificates } from '../servers/make-certificates.js';
import { startMariaDb, whyNoMariaDb, type TestServer } from '../servers/start-mariadb.js';
import { errorOf } from './adapter-contract.js';

const isGiven = Boolean(process.env['DBSYNTH_TEST_MYSQL']);
const reason = isGiven ? 'needs a server of its own' : (whyNoCertificates() ?? whyNoMariaDb());

describe.skipIf(reason !== null)(reason ?? 'an encrypted connection to MySQL', () => {
  let certificates: Certificates;
  let server: TestServer;
  beforeAll(async () => {
    certificates = makeCertificates();
    server = await startMariaDb(certificates);
  }, 300_000);
  afterAll(async () => {
    await server.stop();
    certificates.remove();
  });

  /** @param authority whose certificate is trusted; null for those that Node trusts */
  function urlWith(host: string, mode: string, authority: 'cert' | 'stranger' | null): string {
    const url = new URL(server.tcpUrl('mysql'));
    url.hostname = host;
    url.searchParams.set('ssl-mode', mode);
    if (authority !== null) url.searchParams.set('ssl-ca', certificates[authority]);
    return url.href;
  }

  test.each([
    ['when it may be', '127.0.0.1', 'preferred', null],
    ['when it must be, without asking who the server is', '127.0.0.1', 'required', null],
    ['of a known authority, whatever the host is called', '127.0.0.1', 'verify-ca', 'cert'],
    ['of a known authority and to the host it names', 'localhost', 'verify-identity', 'cert'],
  ] as const)('is made %s', async (_, host, mode, authority) => {
    const { tls } = await diagnoseMysql(urlWith(host, mode, authority));
    expect(tls).toMatch(/^TLSv1\.[23]$/);
  });

  test('is not made when nobody wants it', async () => {
    expect((await diagnoseMysql(urlWith('127.0.0.1', 'disabled', null))).tls).toBeNull();
  });

  test.each([
    ['the authority is not known', 'localhost', 'verify-ca', null],
    ['another authority is named', 'localhost', 'verify-identity', 'stranger'],
    ['another authority is named and the host does not matter', '127.0.0.1', 'verify-ca', 'stranger'],
  ] as const)('is refused when %s', async (_, host, mode, authority) => {
    const error = (await errorOf(diagnoseMysql(urlWith(host, mode, authority)))) as Error & { hint?: string };
    expect(error).toMatchObject({ code: 'E_CONNECTION' });
    expect(error.message).toMatch(/certificate/);
    expect(error.hint).toMatch(/ssl-ca/);
  });

  test('is refused when the certificate is of another host', async () => {
    writeFileSync(certificates.cert, readFileSync(certificates.stranger));
    writeFileSync(certificates.key, readFileSync(certificates.strangerKey));
    const url = new URL(server.url('mysql'));
    const administrator = await createConnection({
      socketPath: url.searchParams.get('socket')!,
      user: 'root',
    });
    await administrator.query('FLUSH SSL');
    await administrator.end();
    expect((await diagnoseMysql(urlWith('localhost', 'verify-ca', 'cert'))).tls).not.toBeNull();
    const error = await errorOf(diagnoseMysql(urlWith('localhost', 'verify-identity', 'cert')));
    expect(error).toMatchObject({ code: 'E_CONNECTION' });
    expect(error.message).toMatch(/certificate/);
  });
});
