import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { createConnection } from 'mysql2/promise';
import type { Certificates } from './make-certificates.js';

/** A server that tests may make databases on. */
export interface TestServer {
  /** The URL of a database on it, for its administrator. */
  url(database: string): string;
  /** The same by way of a port, where `url` goes by a socket. */
  tcpUrl(database: string): string;
  stop(): Promise<void>;
}

/** Uses a running server instead of starting one: the URL of its administrator. */
const URL_VARIABLE = 'DBSYNTH_TEST_MYSQL';

/**
 * Tells why there can be no server here; null when there can. In CI that is an error instead, so that nothing is
 * skipped unseen.
 */
export function whyNoMariaDb(): string | null {
  if (process.env[URL_VARIABLE] || hasServer()) return null;
  const reason = `no MariaDB here: install it (test/servers/install.sh) or set ${URL_VARIABLE}`;
  if (process.env['CI']) throw new Error(reason);
  return reason;
}

/**
 * Starts a MariaDB server of its own, in a temporary directory and on a free port, or finds the one that is named.
 * @param certificates of a server of its own that encrypts
 */
export async function startMariaDb(certificates?: Certificates): Promise<TestServer> {
  const given = process.env[URL_VARIABLE];
  if (given) return useRunning(given);
  const directory = mkdtempSync(join(tmpdir(), 'dbsynth-mariadb-'));
  chmodSync(directory, 0o755);
  const data = join(directory, 'data');
  const socket = join(data, 'socket');
  const user = process.getuid?.() === 0 ? ['--user=mysql'] : [];
  execFileSync(
    'mariadb-install-db',
    [
      '--no-defaults',
      ...user,
      `--datadir=${data}`,
      '--auth-root-authentication-method=normal',
      '--skip-test-db',
    ],
    { stdio: 'pipe' },
  );
  const log = join(data, 'log');
  const port = await findFreePort();
  if (certificates !== undefined) makeReadable(certificates);
  const server = spawn(
    binary()!,
    [
      '--no-defaults',
      ...user,
      `--datadir=${data}`,
      // A server that starts removes the temporary tables it finds there, be they another's.
      `--tmpdir=${data}`,
      `--socket=${socket}`,
      `--port=${port}`,
      '--bind-address=127.0.0.1',
      '--local-infile=1',
      '--innodb-buffer-pool-size=64M',
      '--innodb-flush-log-at-trx-commit=0',
      `--log-error=${log}`,
      ...(certificates === undefined
        ? []
        : [`--ssl-cert=${certificates.cert}`, `--ssl-key=${certificates.key}`]),
    ],
    { stdio: 'ignore' },
  );
  const killAtExit = (): void => void server.kill('SIGKILL');
  process.once('exit', killAtExit);
  const stop = async (): Promise<void> => {
    process.off('exit', killAtExit);
    await end(server);
    rmSync(directory, { recursive: true, force: true });
  };
  const url = (database: string): string =>
    `mysql://root@localhost/${encodeURIComponent(database)}?socket=${encodeURIComponent(socket)}`;
  const tcpUrl = (database: string): string =>
    `mysql://root@127.0.0.1:${port}/${encodeURIComponent(database)}`;
  try {
    await waitUntilReady(server, socket);
    return { url, tcpUrl, stop };
  } catch (error) {
    const complaint = existsSync(log) ? readFileSync(log, 'utf8').slice(-2000) : '';
    await stop();
    throw new Error(`the MariaDB server did not start: ${complaint}`, { cause: error });
  }
}

function useRunning(given: string): TestServer {
  const url = (database: string): string => {
    const found = new URL(given);
    found.pathname = `/${encodeURIComponent(database)}`;
    return found.href;
  };
  return { url, tcpUrl: url, stop: async () => {} };
}

/** For the server runs as another user. */
function makeReadable({ directory, cert, key }: Certificates): void {
  chmodSync(directory, 0o755);
  for (const path of [cert, key]) chmodSync(path, 0o644);
}

function binary(): string | null {
  const found = [
    '/usr/sbin/mariadbd',
    '/usr/local/sbin/mariadbd',
    '/opt/homebrew/bin/mariadbd',
    '/usr/local/bin/mariadbd',
  ];
  return found.find((path) => existsSync(path)) ?? null;
}

function hasServer(): boolean {
  return (
    binary() !== null && spawnSync('mariadb-install-db', ['--help'], { stdio: 'ignore' }).error === undefined
  );
}

function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

async function waitUntilReady(server: ChildProcess, socketPath: string): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    if (server.exitCode !== null) throw new Error(`it ended with status ${server.exitCode}`);
    try {
      const connection = await createConnection({ socketPath, user: 'root' });
      return await connection.end();
    } catch (error) {
      if (attempt === 600) throw error;
      await setTimeout(100);
    }
  }
}

async function end(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null) return;
  const exited = new Promise((resolve) => server.once('exit', resolve));
  // Nothing in it is worth an orderly shutdown.
  server.kill('SIGKILL');
  await exited;
}
