import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Files of certificates that last for a day. */
export interface Certificates {
  readonly directory: string;
  /** Of a server called localhost; signed by itself, so that it is its own authority. */
  readonly cert: string;
  readonly key: string;
  /** Of a server called otherwise. */
  readonly stranger: string;
  readonly strangerKey: string;
  remove(): void;
}

/** Tells why there can be no certificates here; null when there can. */
export function whyNoCertificates(): string | null {
  return spawnSync('openssl', ['version'], { stdio: 'ignore' }).status === 0 ? null : 'no openssl here';
}

/** Makes the certificates of a server for tests of encrypted connections. */
export function makeCertificates(): Certificates {
  const directory = mkdtempSync(join(tmpdir(), 'dbsynth-tls-'));
  const make = (name: string, host: string): void =>
    void execFileSync(
      'openssl',
      [
        ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '1', '-subj', `/CN=${name}`],
        ...['-addext', `subjectAltName=DNS:${host}`],
        ...['-keyout', join(directory, `${name}.key`), '-out', join(directory, `${name}.crt`)],
      ],
      { stdio: 'pipe' },
    );
  make('server', 'localhost');
  make('stranger', 'elsewhere.example');
  return {
    directory,
    cert: join(directory, 'server.crt'),
    key: join(directory, 'server.key'),
    stranger: join(directory, 'stranger.crt'),
    strangerKey: join(directory, 'stranger.key'),
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}
