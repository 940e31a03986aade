import { afterAll, describe, expect, test } from 'vitest';
import { diagnosePostgres } from '../../adapters/postgres/index.js';
import { makeCertificates, whyNoCertificates } from '../servers/make-certificates.js';
import { startPostgres } from '../servers/postgres-server.js';
import { errorOf } from './adapter-contract.js';

const isGiven = Boolean(process.env['DBSYNTH_TEST_POSTGRES']);
const reason = isGiven ? 'needs a server of its own' : whyNoCertificates();
const certificates = reason === null ? makeCertificates() : null;
const server = certificates === null ? { reason: reason! } : await startPostgres(certificates);

if ('reason' in server || certificates === null) {
  test.skip(`an encrypted connection to PostgreSQL: ${'reason' in server ? server.reason : ''}`);
} else {
  const { cert, stranger } = certificates;
  afterAll(async () => {
    await server.stop();
    certificates.remove();
  });

  const urlWith = (host: string, parameters: Record<string, string>): string => {
    const url = new URL(server.url('postgres'));
    url.hostname = host;
    url.search = new URLSearchParams(parameters).toString();
    return url.href;
  };

  describe('an encrypted connection to PostgreSQL', () => {
    test.each([
      ['by default', '127.0.0.1', {}],
      ['when it must be, without asking who the server is', '127.0.0.1', { sslmode: 'require' }],
      [
        'of a known authority, whatever the host is called',
        '127.0.0.1',
        { sslmode: 'verify-ca', sslrootcert: cert },
      ],
      [
        'of a known authority and to the host it names',
        'localhost',
        { sslmode: 'verify-full', sslrootcert: cert },
      ],
    ])('is made %s', async (_, host, parameters) => {
      const { tls } = await diagnosePostgres(urlWith(host, parameters));
      expect(tls).toMatch(/^TLSv1\.[23]$/);
    });

    test('is not made when nobody wants it', async () => {
      expect((await diagnosePostgres(urlWith('127.0.0.1', { sslmode: 'disable' }))).tls).toBeNull();
    });

    test.each([
      ['the authority is not known', 'localhost', { sslmode: 'verify-full' }],
      ['another authority is named', 'localhost', { sslmode: 'verify-full', sslrootcert: stranger }],
      [
        'another authority is named and the host does not matter',
        '127.0.0.1',
        { sslmode: 'verify-ca', sslrootcert: stranger },
      ],
      [
        'an authority is named that must be asked',
        '127.0.0.1',
        { sslmode: 'require', sslrootcert: stranger },
      ],
      ['the certificate is of another host', '127.0.0.1', { sslmode: 'verify-full', sslrootcert: cert }],
    ])('is refused when %s', async (_, host, parameters) => {
      const error = (await errorOf(diagnosePostgres(urlWith(host, parameters)))) as Error & { hint?: string };
      expect(error).toMatchObject({ code: 'E_CONNECTION' });
      expect(error.message).toMatch(/certificate/);
      expect(error.hint).toMatch(/sslrootcert|host/);
    });
  });
}
