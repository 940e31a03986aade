import pg from 'pg';
import { DbsynthError } from '../../src/errors.js';
import type { PostgresAddress } from './parse-url.js';
import { findPassword } from './password-file.js';
import { quote } from './quote.js';
import { RESULT_TYPES } from './result-types.js';
import { translateError } from './translate-error.js';

export interface OpenOptions {
  /** How long to wait for a lock of another program; default 10 s. */
  readonly lockTimeoutMs?: number;
}

const LOCK_TIMEOUT_MS = 10_000;

/** Oldest server that the catalog queries are written for. */
const LEAST_VERSION = 13;

/**
 * Connects to a server, by TLS first where both may be, and prepares the session: values are written in one form
 * whatever the server's settings, and nothing waits for a lock for ever.
 * @throws {DbsynthError} E_CONNECTION; E_SCHEMA_MISMATCH when a schema that the URL names does not exist
 */
export async function connect(address: PostgresAddress, options: OpenOptions = {}): Promise<pg.Client> {
  const client = await connectFirst(address);
  try {
    await prepareSession(client, address, options);
    return client;
  } catch (error) {
    await client.end().catch(() => undefined);
    throw translateError(error, address.label);
  }
}

async function connectFirst(address: PostgresAddress): Promise<pg.Client> {
  let refusal: unknown;
  for (const ssl of address.encryptions) {
    const client = new pg.Client({
      host: address.host,
      port: address.port,
      user: address.user,
      password: address.password ?? (() => askPasswordFile(address)),
      database: address.database,
      application_name: address.applicationName,
      options: address.options,
      connectionTimeoutMillis: address.connectTimeoutMs,
      keepAlive: true,
      ssl,
      types: RESULT_TYPES,
    });
    // Without a listener a lost connection would end the process; the next statement reports it.
    client.on('error', () => undefined);
    try {
      await client.connect();
      return client;
    } catch (error) {
      await client.end().catch(() => undefined);
      refusal = error;
      if (!/server does not support SSL/i.test(String(error))) break;
    }
  }
  throw translateError(refusal, address.label);
}

/** Only when the server asks for it. */
function askPasswordFile(address: PostgresAddress): string {
  const password = findPassword(address);
  if (password !== null) return password;
  throw new DbsynthError(
    'E_CONNECTION',
    `${address.label}: the server asks for a password and there is none`,
    {
      hint: 'put it into the URL, the variable PGPASSWORD, or the password file ~/.pgpass, which only you may read',
    },
  );
}

async function prepareSession(
  client: pg.Client,
  address: PostgresAddress,
  options: OpenOptions,
): Promise<void> {
  const isSet = (name: string): boolean => address.options?.includes(name) ?? false;
  const settings = [
    ['DateStyle', 'ISO, YMD'],
    ['IntervalStyle', 'postgres'],
    ['TimeZone', 'UTC'],
    ['bytea_output', 'hex'],
    ['extra_float_digits', '1'],
    ['client_encoding', 'UTF8'],
    ['row_security', 'off'],
    // Questions to the catalog look dear to the planner, which would compile them for longer than they run.
    ['jit', 'off'],
    // A reader may think for long between two tables.
    ['idle_in_transaction_session_timeout', '0'],
    ...(isSet('statement_timeout') ? [] : [['statement_timeout', '0']]),
    ...(isSet('lock_timeout') ? [] : [['lock_timeout', String(options.lockTimeoutMs ?? LOCK_TIMEOUT_MS)]]),
  ] as const;
  await client.query(settings.map(([name, value]) => `SET ${name} = '${value}'`).join('; '));
  const { rows } = await client.query<[number, string[] | null]>({
    text: `SELECT current_setting('server_version_num')::int4 / 10000, current_setting('search_path')`,
    rowMode: 'array',
  });
  const version = rows[0]![0];
  if (version < LEAST_VERSION) {
    throw new DbsynthError('E_CONNECTION', `${address.label}: PostgreSQL ${version} is too old`, {
      hint: `dbsynth reads PostgreSQL ${LEAST_VERSION} and later`,
    });
  }
  if (address.schemas !== null) {
    await client.query(`SET search_path = ${address.schemas.map(quote).join(', ')}`);
  }
}
