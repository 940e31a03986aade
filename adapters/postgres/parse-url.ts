import { readFileSync } from 'node:fs';
import { existsSync } from 'node:fs';
import { userInfo } from 'node:os';
import type { ConnectionOptions as TlsOptions } from 'node:tls';
import { DbsynthError } from '../../src/errors.js';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Where a server is, who we are to it, and which of its schemas are meant. */
export interface PostgresAddress {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  /** Undefined when the password file is to be asked. */
  readonly password: string | undefined;
  readonly database: string;
  /** What to try, in this order. */
  readonly encryptions: readonly (TlsOptions | false)[];
  readonly connectTimeoutMs: number;
  readonly applicationName: string;
  /** Settings of the session, as libpq's `options`. */
  readonly options: string | undefined;
  /** Null for all schemas of users. */
  readonly schemas: readonly string[] | null;
  /** Safe to print. */
  readonly label: string;
}

/**
 * Reads the URL of a server as libpq does: what it leaves out comes from the environment (PGHOST, PGPORT, PGUSER,
 * PGPASSWORD, PGDATABASE, PGSSLMODE, PGSSLROOTCERT, PGSSLCERT, PGSSLKEY, PGOPTIONS, PGAPPNAME, PGCONNECT_TIMEOUT),
 * then from libpq's defaults. `schema=a,b` is ours.
 * https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING-URIS
 * @throws {DbsynthError} E_URL when it cannot be read, or asks for what dbsynth does not know
 */
export function parseUrl(text: string, env: Environment = process.env): PostgresAddress {
  const url = readUrl(text);
  const parameters = readParameters(url);
  const port = readPort(url.port || parameters.get('port') || env['PGPORT'] || '5432');
  const named = decode(url.hostname.replace(/^\[(.*)\]$/, '$1')) || parameters.get('host') || env['PGHOST'];
  const host = named || findSocket(port);
  const user = decode(url.username) || parameters.get('user') || env['PGUSER'] || userInfo().username;
  const path = decode(url.pathname.replace(/^\//, ''));
  const database = path || parameters.get('dbname') || env['PGDATABASE'] || user;
  if (host.includes(',')) {
    throw new DbsynthError('E_URL', 'the URL names several hosts', { hint: 'name the one to connect to' });
  }
  return {
    host,
    port,
    user,
    password: decode(url.password) || parameters.get('password') || env['PGPASSWORD'] || undefined,
    database,
    encryptions: chooseEncryptions(host, parameters, env),
    connectTimeoutMs: 1000 * readSeconds(parameters.get('connect_timeout') ?? env['PGCONNECT_TIMEOUT']),
    applicationName: parameters.get('application_name') ?? env['PGAPPNAME'] ?? 'dbsynth',
    options: parameters.get('options') ?? env['PGOPTIONS'],
    schemas: readSchemas(parameters.get('schema')),
    label: labelOf(host, port, database),
  };
}

const ENCODE =
  'write special characters of user name and password percent-encoded: @ as %40, : as %3A, / as %2F, # as %23, ? as %3F, % as %25';

function readUrl(text: string): URL {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    // The cause would repeat the URL and so the password.
    throw new DbsynthError('E_URL', 'the URL of the PostgreSQL server cannot be read', {
      hint: `write postgres://user@host:port/database; ${ENCODE}`,
    });
  }
  if (url.hash !== '' || url.pathname.includes('@') || url.search.includes('@')) {
    throw new DbsynthError('E_URL', 'the URL of the PostgreSQL server holds a special character as it is', {
      hint: ENCODE,
    });
  }
  return url;
}

/** https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-PARAMKEYWORDS */
const PARAMETERS = [
  'host',
  'port',
  'user',
  'password',
  'dbname',
  'schema',
  'sslmode',
  'sslrootcert',
  'sslcert',
  'sslkey',
  'connect_timeout',
  'application_name',
  'options',
];

/** Managed servers put these into the URLs they show; they change nothing here. */
const HARMLESS = [
  'channel_binding',
  'gssencmode',
  'keepalives',
  'keepalives_idle',
  'keepalives_interval',
  'keepalives_count',
  'pgbouncer',
  'connection_limit',
  'pool_timeout',
  'sslnegotiation',
  'target_session_attrs',
  'client_encoding',
  'uselibpqcompat',
  'supa',
];

function readParameters(url: URL): ReadonlyMap<string, string> {
  const parameters = new Map(url.searchParams);
  for (const name of parameters.keys()) {
    if (PARAMETERS.includes(name) || HARMLESS.includes(name)) continue;
    throw new DbsynthError('E_URL', `the URL of the PostgreSQL server sets "${name}", which is not known`, {
      hint: `it may set ${PARAMETERS.join(', ')}; ${ENCODE}`,
    });
  }
  return parameters;
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new DbsynthError('E_URL', 'the URL of the PostgreSQL server holds a % that encodes nothing', {
      hint: ENCODE,
    });
  }
}

function readPort(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new DbsynthError('E_URL', 'the port of the PostgreSQL server is no number', { hint: ENCODE });
}

const CONNECT_TIMEOUT_SECONDS = 15;

function readSeconds(text: string | undefined): number {
  const seconds = Number(text ?? CONNECT_TIMEOUT_SECONDS);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds : CONNECT_TIMEOUT_SECONDS;
}

function readSchemas(text: string | undefined): string[] | null {
  if (text === undefined) return null;
  const schemas = text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  return schemas.length === 0 ? null : [...new Set(schemas)];
}

/** Debian's directory, then PostgreSQL's own default. */
const SOCKET_DIRECTORIES = ['/var/run/postgresql', '/tmp'];

function findSocket(port: number): string {
  return SOCKET_DIRECTORIES.find((directory) => existsSync(`${directory}/.s.PGSQL.${port}`)) ?? 'localhost';
}

/**
 * What libpq's sslmode means: `prefer` and `require` do not ask who the server is, unless there is a root
 * certificate to ask with.
 * https://www.postgresql.org/docs/current/libpq-ssl.html#LIBPQ-SSL-PROTECTION
 */
function chooseEncryptions(
  host: string,
  parameters: ReadonlyMap<string, string>,
  env: Environment,
): (TlsOptions | false)[] {
  const mode = parameters.get('sslmode') ?? env['PGSSLMODE'] ?? 'prefer';
  if (host.startsWith('/') || mode === 'disable') return [false];
  const file = (name: string, variable: string): Buffer | undefined => {
    const path = parameters.get(name) ?? env[variable];
    return path === undefined || path === 'system' ? undefined : readCertificate(path);
  };
  const ca = file('sslrootcert', 'PGSSLROOTCERT');
  const files = { ca, cert: file('sslcert', 'PGSSLCERT'), key: file('sslkey', 'PGSSLKEY') };
  switch (mode) {
    case 'allow':
    case 'prefer':
      return [{ ...files, rejectUnauthorized: false }, false];
    case 'require':
      return [{ ...files, rejectUnauthorized: ca !== undefined, checkServerIdentity: () => undefined }];
    case 'verify-ca':
      return [{ ...files, rejectUnauthorized: true, checkServerIdentity: () => undefined }];
    case 'verify-full':
      return [{ ...files, rejectUnauthorized: true }];
    default:
      throw new DbsynthError('E_URL', 'the sslmode is not known', {
        hint: 'use disable, prefer, require, verify-ca or verify-full',
      });
  }
}

function readCertificate(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (cause) {
    throw new DbsynthError('E_URL', `the certificate file ${path} cannot be read`, { cause });
  }
}

function labelOf(host: string, port: number, database: string): string {
  if (host.startsWith('/')) return `postgres:///${database}`;
  const shown = host.includes(':') ? `[${host}]` : host;
  return `postgres://${shown}${port === 5432 ? '' : `:${port}`}/${database}`;
}
