import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { userInfo } from 'node:os';
import { DbsynthError } from '../../src/errors.js';
import { isLocalHost } from '../../src/is-local-host.js';

/** Where a server is and how to be let in. */
export interface Address {
  readonly host: string;
  readonly port: number;
  /** Path of a local socket, which goes before host and port; null without one. */
  readonly socket: string | null;
  readonly user: string;
  readonly password: string | undefined;
  readonly database: string;
  readonly tls: Tls;
}

/** As the `ssl-mode` of MySQL's own clients. https://dev.mysql.com/doc/refman/8.4/en/connection-options.html */
export interface Tls {
  readonly mode: 'disabled' | 'preferred' | 'required' | 'verify-ca' | 'verify-identity';
  /** Contents of the files that the URL names. */
  readonly ca: string | undefined;
  readonly cert: string | undefined;
  readonly key: string | undefined;
}

const MODES = ['disabled', 'preferred', 'required', 'verify-ca', 'verify-identity'] as const;
const DEFAULT_PORT = 3306;

/**
 * Reads the URL of a MySQL or MariaDB database: `mysql://user:password@host:port/database`, with `?socket=/path`
 * for a local socket and `ssl-mode`, `ssl-ca`, `ssl-cert`, `ssl-key` as MySQL's own clients know them. Without a
 * password in the URL, MYSQL_PWD is used.
 * @throws {DbsynthError} E_URL; the message repeats nothing of the URL
 */
export function parseUrl(text: string, env: Readonly<Record<string, string | undefined>>): Address {
  const url = toUrl(text);
  const database = decode(url.pathname.slice(1), 'database');
  if (database === '' || database.includes('/')) {
    throw new DbsynthError('E_URL', 'the URL names no database', { hint: FORM });
  }
  const host = decode(url.hostname.replace(/^\[|\]$/g, ''), 'host') || 'localhost';
  const options = readOptions(url);
  const socket = options.get('socket') ?? null;
  const isLocal = socket !== null || isLocalHost(host);
  return {
    host,
    port: url.port === '' ? DEFAULT_PORT : Number(url.port),
    socket,
    user: decode(url.username, 'user') || userInfo().username,
    password: url.password === '' ? env['MYSQL_PWD'] : decode(url.password, 'password'),
    database,
    tls: readTls(options, socket === null ? host : null, isLocal),
  };
}

/** The database in words that are safe to print. */
export function labelOf({ host, port, socket, database }: Address): string {
  const at = socket ?? `${host.includes(':') ? `[${host}]` : host}${port === DEFAULT_PORT ? '' : `:${port}`}`;
  return socket === null ? `mysql://${at}/${database}` : `mysql:${at}:${database}`;
}

const FORM =
  'write mysql://user:password@host:3306/database, with ?socket=/path for a local socket; in names and passwords write @ as %40, : as %3A, / as %2F, # as %23, ? as %3F, % as %25';

function toUrl(text: string): URL {
  // A "#" in a password would end the URL, and what follows be taken for a fragment.
  if (!text.includes('#') && text.split('?')[0]!.split('@').length <= 2) {
    try {
      return new URL(text);
    } catch {
      // The parser's own message repeats the URL with its password.
    }
  }
  throw new DbsynthError('E_URL', 'the URL of a MySQL database cannot be read', { hint: FORM });
}

function decode(text: string, part: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new DbsynthError('E_URL', `the ${part} in the URL is not encoded properly`, { hint: FORM });
  }
}

const OPTIONS = new Set(['socket', 'ssl-mode', 'ssl-ca', 'ssl-cert', 'ssl-key']);
const ALIASES: Readonly<Record<string, string>> = {
  sslmode: 'ssl-mode',
  ssl: 'ssl-mode',
  sslaccept: 'ssl-mode',
  sslca: 'ssl-ca',
  sslcert: 'ssl-cert',
  sslkey: 'ssl-key',
  unix_socket: 'socket',
};

function readOptions(url: URL): Map<string, string> {
  const options = new Map<string, string>();
  for (const [written, value] of url.searchParams) {
    const lower = written.toLowerCase();
    const name = ALIASES[lower] ?? lower.replaceAll('_', '-');
    if (!OPTIONS.has(name)) {
      throw new DbsynthError('E_URL', `the URL has an option "${written}" that is not known`, {
        hint: `known are ${[...OPTIONS].join(', ')}`,
      });
    }
    options.set(name, value);
  }
  return options;
}

const MODE_WORDS: Readonly<Record<string, Tls['mode']>> = {
  true: 'required',
  '1': 'required',
  require: 'required',
  false: 'disabled',
  '0': 'disabled',
  disable: 'disabled',
  prefer: 'preferred',
  strict: 'verify-identity',
  'verify-full': 'verify-identity',
};

/** @param host null for a socket */
function readTls(options: ReadonlyMap<string, string>, host: string | null, isLocal: boolean): Tls {
  const written = options.get('ssl-mode')?.toLowerCase().replaceAll('_', '-');
  const known = MODES.find((mode) => mode === written) ?? MODE_WORDS[written ?? ''];
  if (written !== undefined && known === undefined) {
    throw new DbsynthError('E_URL', `ssl-mode "${written}" is not known`, {
      hint: `known are ${MODES.join(', ')}`,
    });
  }
  // The driver would compare the certificate with "localhost" instead.
  if (known === 'verify-identity' && host !== null && isIP(host) !== 0) {
    throw new DbsynthError('E_URL', 'ssl-mode verify-identity needs the name of a host, not its address', {
      hint: 'name the host as its certificate does, or say ssl-mode=verify-ca',
    });
  }
  const ca = readFile(options.get('ssl-ca'));
  return {
    mode: known ?? (ca !== undefined ? 'verify-ca' : isLocal ? 'disabled' : 'preferred'),
    ca,
    cert: readFile(options.get('ssl-cert')),
    key: readFile(options.get('ssl-key')),
  };
}

function readFile(path: string | undefined): string | undefined {
  if (path === undefined) return undefined;
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new DbsynthError('E_URL', `the file ${path}, which the URL names, cannot be read`, { cause });
  }
}
