import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import pg from 'pg';
import type { Certificates } from './make-certificates.js';

/** A server whose databases a test may make and drop. */
export interface PostgresServer {
  /** 15, not 15.4. */
  readonly version: number;
  /** URL of one of its databases, as a superuser unless another user is named. */
  url(database: string, user?: string): string;
  /** Stops and removes a server that we started, leaves any other alone. */
  stop(): Promise<void>;
}

/**
 * Finds a server for tests: the one that DBSYNTH_TEST_POSTGRES names (the URL of a superuser), or a private one,
 * made of the PostgreSQL programs on this machine, in a temporary directory and on a free port.
 * @param certificates of a private server that encrypts
 * @returns the reason why there is none; in CI that is an error, for nothing would be tested
 */
export async function startPostgres(
  certificates?: Certificates,
): Promise<PostgresServer | { readonly reason: string }> {
  const given = process.env['DBSYNTH_TEST_POSTGRES'];
  if (given !== undefined && given !== '') return givenServer(given);
  const programs = findPrograms();
  if (programs !== null) return startPrivateServer(programs, certificates);
  const reason = 'no PostgreSQL here: install it (test/servers/install.sh) or set DBSYNTH_TEST_POSTGRES';
  if (process.env['CI']) throw new Error(reason);
  return { reason };
}

async function givenServer(text: string): Promise<PostgresServer> {
  return {
    version: await askVersion(text),
    url(database, user) {
      const url = new URL(text);
      url.pathname = `/${database}`;
      if (user !== undefined) url.username = user;
      return url.href;
    },
    stop: async () => undefined,
  };
}

/** Debian keeps every version in a directory of its own and none on the path. */
function findPrograms(): string | null {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  const candidates = [
    ...versions.map((version) => join(debian, version, 'bin')),
    ...(process.env['PATH'] ?? '').split(':'),
    '/opt/homebrew/opt/postgresql/bin',
  ];
  return candidates.find((directory) => existsSync(join(directory, 'initdb'))) ?? null;
}

async function startPrivateServer(programs: string, certificates?: Certificates): Promise<PostgresServer> {
  const directory = mkdtempSync(join(tmpdir(), 'dbsynth-postgres-'));
  const owner = findOwner();
  if (owner.uid !== undefined) chownSync(directory, owner.uid, owner.gid!);
  const rows = join(directory, 'rows');
  const options = { ...owner, cwd: directory, stdio: 'ignore' as const };
  execFileSync(
    join(programs, 'initdb'),
    [
      '--pgdata',
      rows,
      '--username',
      'postgres',
      '--auth',
      'trust',
      '--encoding',
      'UTF8',
      '--locale',
      'C',
      '--no-sync',
    ],
    options,
  );
  const port = await findFreePort();
  const settings = {
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: directory,
    fsync: 'off',
    full_page_writes: 'off',
    synchronous_commit: 'off',
    max_connections: 50,
    autovacuum: 'off',
    ...(certificates === undefined ? {} : encryption(certificates, owner)),
  };
  const server = spawn(
    join(programs, 'postgres'),
    ['-D', rows, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    options,
  );
  const kill = (): void => void server.kill('SIGQUIT');
  process.once('exit', kill);
  const url = (database: string, user = 'postgres'): string =>
    `postgres://${user}@127.0.0.1:${port}/${database}?sslmode=disable`;
  await untilReady(server, url('postgres'));
  return {
    version: await askVersion(url('postgres')),
    url,
    async stop() {
      process.off('exit', kill);
      server.kill('SIGINT');
      if (server.exitCode === null && server.signalCode === null) await once(server, 'exit');
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** The server wants its key to be its own. */
function encryption(
  { directory, cert, key }: Certificates,
  { uid, gid }: Owner,
): { readonly ssl: string; readonly ssl_cert_file: string; readonly ssl_key_file: string } {
  if (uid !== undefined) for (const path of [directory, cert, key]) chownSync(path, uid, gid!);
  return { ssl: 'on', ssl_cert_file: cert, ssl_key_file: key };
}

interface Owner {
  readonly uid?: number;
  readonly gid?: number;
}

/** The server refuses to run as root. */
function findOwner(): Owner {
  if (process.getuid?.() !== 0) return {};
  const user = hasUser('postgres') ? 'postgres' : 'nobody';
  const idOf = (flag: string): number => Number(execFileSync('id', [flag, user], { encoding: 'utf8' }));
  return { uid: idOf('-u'), gid: idOf('-g') };
}

function hasUser(name: string): boolean {
  try {
    execFileSync('id', [name], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

async function findFreePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as { port: number };
  probe.close();
  await once(probe, 'close');
  return port;
}

async function askVersion(url: string): Promise<number> {
  const client = new pg.Client(url);
  await client.connect();
  const { rows } = await client.query<{ server_version: string }>('SHOW server_version');
  await client.end();
  return parseInt(rows[0]!.server_version);
}

async function untilReady(server: ChildProcess, url: string): Promise<void> {
  for (let attempt = 0; attempt < 300; attempt++) {
    if (server.exitCode !== null) throw new Error(`the test server ended with code ${server.exitCode}`);
    const client = new pg.Client(url);
    try {
      await client.connect();
      await client.end();
      return;
    } catch {
      await setTimeout(100);
    }
  }
  throw new Error('the test server did not start within 30 s');
}
