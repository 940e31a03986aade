import { createConnection, type Connection, type ConnectionOptions } from 'mysql2';
import { labelOf, type Address } from './parse-url.js';
import { translateError } from './translate-error.js';

export interface OpenOptions {
  /** How long to wait for a lock of another program; default 10 s. */
  readonly lockTimeoutMs?: number;
  /** How long to wait for the server to answer at all; default 10 s. */
  readonly connectTimeoutMs?: number;
}

const LOCK_TIMEOUT_MS = 10_000;
const CONNECT_TIMEOUT_MS = 10_000;
/** As long as learning may think between two batches, before the server hangs up. */
const PATIENCE_S = 8 * 3600;

/**
 * Connects to a server, in a session that means the same on every server: strict, in UTC, in utf8mb4.
 * @param database to use; null for none
 * @throws {DbsynthError} E_CONNECTION, E_PERMISSION, E_SOURCE_MISSING
 */
export async function connect(
  address: Address,
  database: string | null,
  options: OpenOptions = {},
): Promise<Connection> {
  const connection = await openConnection(address, database, options);
  try {
    for (const sql of settings(options)) await run(connection, sql);
    for (const sql of SETTINGS_OF_SOME) await run(connection, sql).catch(() => {});
    return connection;
  } catch (error) {
    connection.destroy();
    throw translateError(error, labelOf(address));
  }
}

async function openConnection(
  address: Address,
  database: string | null,
  options: OpenOptions,
): Promise<Connection> {
  const attempt = (tls: boolean): Promise<Connection> => {
    const connection = createConnection(toOptions(address, database, options, tls));
    // A connection that breaks while nothing runs would otherwise end the program.
    connection.on('error', () => {});
    return new Promise((resolve, reject) => {
      connection.connect((error) => (error === null ? resolve(connection) : reject(error)));
    });
  };
  const { mode } = address.tls;
  try {
    return await attempt(mode !== 'disabled');
  } catch (error) {
    const hasNoTls = (error as { code?: unknown }).code === 'HANDSHAKE_NO_SSL_SUPPORT';
    if (mode === 'preferred' && hasNoTls) {
      return attempt(false).catch((second: unknown) =>
        Promise.reject(translateError(second, labelOf(address))),
      );
    }
    throw translateError(error, labelOf(address));
  }
}

function toOptions(
  address: Address,
  database: string | null,
  options: OpenOptions,
  tls: boolean,
): ConnectionOptions {
  const { mode, ca, cert, key } = address.tls;
  return {
    ...(address.socket === null
      ? { host: address.host, port: address.port }
      : { socketPath: address.socket }),
    user: address.user,
    password: address.password,
    ...(database === null ? {} : { database }),
    ...(tls
      ? {
          ssl: {
            ca,
            cert,
            key,
            rejectUnauthorized: mode === 'verify-ca' || mode === 'verify-identity',
            verifyIdentity: mode === 'verify-identity',
          },
        }
      : {}),
    charset: 'utf8mb4_general_ci',
    connectTimeout: options.connectTimeoutMs ?? CONNECT_TIMEOUT_MS,
    enableKeepAlive: true,
    keepAliveInitialDelay: 10_000,
    flags: ['+LOCAL_FILES'],
    rowsAsArray: true,
    dateStrings: true,
    supportBigNumbers: true,
    jsonStrings: true,
  };
}

/**
 * - Zero dates are allowed, because schemas have them as defaults; none is ever written.
 * - Notes are off, so that every warning that is counted is one.
 * - The server must not hang up while the other end of the stream is busy.
 * https://dev.mysql.com/doc/refman/8.4/en/sql-mode.html
 */
function settings({ lockTimeoutMs = LOCK_TIMEOUT_MS }: OpenOptions): string[] {
  const lockTimeout = Math.max(1, Math.round(lockTimeoutMs / 1000));
  return [
    'SET NAMES utf8mb4',
    `SET SESSION sql_mode = 'STRICT_ALL_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_AUTO_VALUE_ON_ZERO,NO_ENGINE_SUBSTITUTION',
       time_zone = '+00:00', sql_notes = 0, sql_quote_show_create = 1, group_concat_max_len = 1048576,
       lock_wait_timeout = ${lockTimeout}, innodb_lock_wait_timeout = ${lockTimeout},
       wait_timeout = ${PATIENCE_S}, net_read_timeout = ${PATIENCE_S}, net_write_timeout = ${PATIENCE_S}`,
  ];
}

/** Not on every server. Keys that nobody declared stay hidden, and a table may take as long to read as it takes. */
const SETTINGS_OF_SOME = [
  'SET SESSION show_gipk_in_create_table_and_information_schema = OFF',
  'SET SESSION max_execution_time = 0',
  'SET SESSION max_statement_time = 0',
];

function run(connection: Connection, sql: string): Promise<void> {
  return new Promise((resolve, reject) => {
    connection.query(sql, (error) => (error === null ? resolve() : reject(error)));
  });
}
