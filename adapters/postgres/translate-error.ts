import { DbsynthError, type ErrorCode } from '../../src/errors.js';

/** What the server says about an error, without the parts that quote rows. */
interface ServerError {
  readonly code: string;
  readonly message: string;
  readonly schema?: string;
  readonly table?: string;
  readonly column?: string;
  readonly dataType?: string;
  readonly constraint?: string;
  /** Where the server was; for COPY it names the column, and quotes the value behind it. */
  readonly where?: string;
}

/**
 * Turns what the driver or the server said into an error that a user can act on. The server's detail, its context
 * and many of its messages quote values of rows, so they are never passed on: the sentence is made of the names of
 * table, column and constraint that come along, and the original error is no cause of ours.
 * @param error anything thrown
 * @param subject what was being done or with what, as a sentence may begin: `table "orders"`
 */
export function translateError(error: unknown, subject: string): DbsynthError {
  if (error instanceof DbsynthError) return error;
  const code = codeOf(error);
  const message = error instanceof Error ? error.message : 'unknown failure';
  if (isServerError(error)) return translateServerError(error, subject);
  const system = SYSTEM.find(([name]) => name === code);
  if (system !== undefined)
    return new DbsynthError('E_CONNECTION', `${subject}: ${system[1]}`, { hint: system[2] });
  if (/server does not support SSL/i.test(message)) {
    return new DbsynthError('E_CONNECTION', `${subject}: the server does not speak TLS`, {
      hint: 'say sslmode=disable in the URL if the connection may go unencrypted',
    });
  }
  if (/certificate|CERT|SELF_SIGNED|ERR_TLS/.test(`${code} ${message}`)) {
    return new DbsynthError('E_CONNECTION', `${subject}: the server's certificate is not trusted`, {
      hint: "name its authority's certificate with sslrootcert=FILE, or say sslmode=require to encrypt without asking who it is",
    });
  }
  if (isLostConnection(message, code)) {
    return new DbsynthError('E_CONNECTION', `${subject}: the connection was lost`, {
      hint: 'what was not committed is undone by the server; try again',
    });
  }
  return new DbsynthError('E_INTERNAL', `${subject}: ${message}`, { cause: error });
}

/** The code of a server's, driver's or system's error, '' without one. */
export function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : '';
}

function isServerError(error: unknown): error is ServerError {
  return error instanceof Error && /^[0-9A-Z]{5}$/.test(codeOf(error)) && 'severity' in error;
}

function isLostConnection(message: string, code: string): boolean {
  return (
    /connection terminated|connection ended|client was closed|not queryable|connection error|timeout expired/i.test(
      message,
    ) || ['ECONNRESET', 'EPIPE', 'ERR_STREAM_PREMATURE_CLOSE', 'ERR_STREAM_DESTROYED'].includes(code)
  );
}

function translateServerError(error: ServerError, subject: string): DbsynthError {
  const { code } = error;
  const known = SERVER.find(([prefix]) => code.startsWith(prefix));
  if (known !== undefined) {
    const [, target, sentence, hint] = known;
    return new DbsynthError(target, `${subject}: ${sentence}${namesIn(error)}`, { hint });
  }
  if (DEFINITION_CLASSES.some((prefix) => code.startsWith(prefix))) {
    // These are about definitions, which hold no rows.
    return new DbsynthError('E_INTERNAL', `${subject}: ${error.message} (${code})`);
  }
  return new DbsynthError(
    'E_INTERNAL',
    `${subject}: the server refused it with code ${code}${namesIn(error)}`,
  );
}

/** Missing or wrong objects, syntax, features that this server lacks. */
const DEFINITION_CLASSES = ['42', '0A', '2B', '3F', '55000'];

function namesIn(error: ServerError): string {
  const { schema, table, constraint, dataType } = error;
  const column = error.column ?? COPIED_COLUMN.exec(error.where ?? '')?.[1];
  const names = [
    constraint === undefined ? null : `constraint "${constraint}"`,
    column === undefined ? null : `column "${column}"`,
    dataType === undefined ? null : `type "${dataType}"`,
    table === undefined
      ? null
      : `table "${schema === undefined || schema === 'public' ? '' : `${schema}.`}${table}"`,
  ].filter((name) => name !== null);
  return names.length === 0 ? '' : ` (${names.join(', ')})`;
}

const COPIED_COLUMN = /^COPY .+?, line \d+, column (.+?)(?:: |$)/;

type Translation = readonly [prefix: string, target: ErrorCode, sentence: string, hint?: string];

/** By the first prefix that fits. https://www.postgresql.org/docs/current/errcodes-appendix.html */
const SERVER: readonly Translation[] = [
  ['23502', 'E_CONSTRAINT', 'a null where none may be'],
  ['23503', 'E_CONSTRAINT', 'a row has no parent, or rows still refer to one that goes'],
  ['23505', 'E_CONSTRAINT', 'two rows have the same key'],
  ['23514', 'E_CONSTRAINT', 'a row breaks a check, or fits no partition'],
  ['23P01', 'E_CONSTRAINT', 'two rows exclude each other'],
  ['23', 'E_CONSTRAINT', 'a row breaks a constraint'],
  ['22001', 'E_CONSTRAINT', 'a text is too long for its column'],
  ['22003', 'E_CONSTRAINT', 'a number is out of the range of its column'],
  ['22', 'E_CONSTRAINT', 'a value does not fit its column'],
  ['44', 'E_CONSTRAINT', 'a row lies outside its view'],
  [
    'P0001',
    'E_CONSTRAINT',
    'a trigger or function of the database refused it',
    'look at the triggers that `dbsynth inspect` lists for this table',
  ],
  [
    'P0',
    'E_CONSTRAINT',
    'a function of the database failed',
    'look at the triggers that `dbsynth inspect` lists for this table',
  ],
  [
    '28',
    'E_CONNECTION',
    'the server does not let this user in',
    'check user, password and the database; the password may come from the URL, PGPASSWORD or ~/.pgpass',
  ],
  ['3D000', 'E_CONNECTION', 'there is no such database', 'make it first: createdb NAME'],
  ['3F000', 'E_SCHEMA_MISMATCH', 'there is no such schema'],
  [
    '25006',
    'E_PERMISSION',
    'it is open for reading only',
    'a standby or a read-only role cannot be a target',
  ],
  ['42501', 'E_PERMISSION', 'no permission', 'grant what is missing, or leave that table out'],
  ['0LP01', 'E_PERMISSION', 'no permission'],
  ['2BP01', 'E_CASCADE', 'other objects depend on it'],
  ['55P03', 'E_LOCKED', 'another program holds a lock on it', 'try again when that program is done'],
  ['55006', 'E_LOCKED', 'another program is using it', 'try again when that program is done'],
  ['40P01', 'E_LOCKED', 'it and another program wait for each other', 'try again'],
  ['40', 'E_LOCKED', 'another program changed it at the same time', 'try again'],
  [
    '57014',
    'E_CONNECTION',
    'the server cancelled it: it took longer than its time-out allows',
    'raise it: options=-c%20statement_timeout=0 in the URL',
  ],
  [
    '57P',
    'E_CONNECTION',
    'the server ended the connection',
    'what was not committed is undone by the server; try again',
  ],
  [
    '25P03',
    'E_CONNECTION',
    'the server ended the connection, which was idle for too long',
    'raise idle_in_transaction_session_timeout for this user',
  ],
  ['53100', 'E_DISK_FULL', 'the server has no space left', 'free some space there, or choose another server'],
  ['53200', 'E_CONNECTION', 'the server is out of memory'],
  [
    '53300',
    'E_CONNECTION',
    'the server takes no more connections',
    'close other programs, or raise max_connections',
  ],
  ['53', 'E_CONNECTION', 'the server lacks a resource'],
  ['54', 'E_CONSTRAINT', 'it exceeds a limit of the server'],
  ['58', 'E_CONNECTION', 'the server cannot read or write its files'],
  [
    '08',
    'E_CONNECTION',
    'the connection was lost',
    'what was not committed is undone by the server; try again',
  ],
  ['XX', 'E_CONNECTION', 'the server reports an internal error'],
];

/** https://nodejs.org/api/errors.html#common-system-errors */
const SYSTEM: readonly (readonly [code: string, sentence: string, hint?: string])[] = [
  ['ECONNREFUSED', 'nothing listens there', 'check host and port, and that the server runs'],
  ['ENOTFOUND', 'there is no such host', 'check the host name'],
  ['EAI_AGAIN', 'the host name cannot be resolved now', 'check the network'],
  ['ENOENT', 'there is no such socket', 'check host and port, and that the server runs'],
  ['EACCES', 'no permission to use its socket'],
  ['ETIMEDOUT', 'it does not answer', 'check host and port, and firewalls between'],
  ['EHOSTUNREACH', 'the host cannot be reached', 'check the network'],
  [
    'ENETUNREACH',
    'the network cannot be reached',
    'check the network; the host may have an IPv6 address only',
  ],
];
