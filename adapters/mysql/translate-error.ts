import { DbsynthError, type ErrorCode } from '../../src/errors.js';

/**
 * Turns what the driver, the server or the network threw into an error that a user can act on. The server repeats
 * values in many of its messages and the driver keeps the statement with the error, so both are left behind: only
 * the names of keys, columns and constraints are taken over.
 * @param error anything thrown
 * @param subject what was being done or with what, as a sentence may begin: `table "orders"`
 */
export function translateError(error: unknown, subject: string): DbsynthError {
  if (error instanceof DbsynthError) return error;
  const { errno, code, message } = partsOf(error);
  const violation = describeViolation(errno, message);
  if (violation !== null) return new DbsynthError('E_CONSTRAINT', `${subject}: ${violation}`);
  for (const [codes, target, sentence, hint] of TRANSLATIONS) {
    if (!codes.some((known) => known === errno || known === code)) continue;
    return new DbsynthError(target, `${subject}: ${sentence}`, { hint });
  }
  // The driver has no code for a statement that comes after the connection broke.
  if (errno === null && (error as { fatal?: unknown } | null)?.fatal === true)
    return new DbsynthError('E_CONNECTION', `${subject}: ${LOST}`);
  return new DbsynthError('E_INTERNAL', `${subject}: ${withoutValues(message)}`, {
    cause: new Error(`${code || 'error'} ${errno ?? ''}`.trim()),
  });
}

/**
 * Says in words without values which rule a row broke.
 * @param errno the server's number of an error or a warning; the same for both
 * @returns null when it tells of no broken rule
 * https://dev.mysql.com/doc/mysql-errors/8.4/en/server-error-reference.html
 */
export function describeViolation(errno: number | null, message: string): string | null {
  switch (errno) {
    case 1022:
    case 1062:
    case 1169:
    case 1586: {
      const key = /for key '(?:[^']*\.)?([^'.]*)'$/.exec(message)?.[1];
      return key === undefined ? 'a unique key is violated' : `the unique key "${key}" is violated`;
    }
    case 1216:
    case 1452:
      return `${constraintIn(message) ?? 'a foreign key'} is violated: a row has no parent`;
    case 1217:
    case 1451:
      return `${constraintIn(message) ?? 'a foreign key'} is violated: rows refer to a row that was to go`;
    case 3819:
    case 4025: {
      const check = /constraint ['`]?([^'`]+?)['`]? (?:is violated|failed)/i.exec(message)?.[1];
      return check === undefined ? 'a check is violated' : `the check "${check}" is violated`;
    }
    case 1048:
    case 1263:
    case 1364:
    case 1566:
    case 3673:
      return `${columnIn(message)} must have a value`;
    case 1264:
    case 1690:
      return `${columnIn(message)}: a number is out of range`;
    case 1406:
      return `${columnIn(message)}: a value is too long`;
    case 1265:
      return `${columnIn(message)}: a value is too long, or not of its type`;
    case 1292:
    case 1300:
    case 1366:
    case 1367:
    case 1411:
    case 1416:
    case 3140:
    case 4038:
      return `${columnIn(message)} cannot hold a value as it came`;
    case 1261:
    case 1262:
      return 'a row has the wrong number of columns';
    case 1644:
      return 'a trigger of the database refused a row';
    case 1906:
    case 3105:
      return `${columnIn(message)} is generated and takes no value`;
    case 1526:
      return 'a row belongs to no partition';
    default:
      return null;
  }
}

/** A name at the end of a message; what stands before may be a value that looks like one. */
function columnIn(message: string): string {
  const name =
    /(?:column|field) '([^']*)'(?: at row \d+| cannot be null)?$/i.exec(message)?.[1] ??
    /for column (?:`[^`]*`\.`[^`]*`\.)?`([^`]*)` at row \d+$/i.exec(message)?.[1] ??
    /^Field '([^']*)' doesn't have a default value$/.exec(message)?.[1] ??
    /^Column '([^']*)' (?:cannot be null|set to default value)/.exec(message)?.[1];
  return name === undefined ? 'a column' : `column "${name}"`;
}

function constraintIn(message: string): string | null {
  const name = /CONSTRAINT `((?:[^`]|``)*)` FOREIGN KEY/.exec(message)?.[1];
  return name === undefined ? null : `the foreign key "${name.replaceAll('``', '`')}"`;
}

/** What stands between quotes may be a value, and so may anything between the first and the last of them. */
function withoutValues(message: string): string {
  return message.replace(/'.*'/s, '...').replace(/".*"/s, '...');
}

function partsOf(error: unknown): { errno: number | null; code: string; message: string } {
  const { errno, code, message } = (error ?? {}) as { errno?: unknown; code?: unknown; message?: unknown };
  return {
    errno: typeof errno === 'number' ? errno : null,
    code: typeof code === 'string' ? code : '',
    message: typeof message === 'string' ? message : 'unknown failure',
  };
}

const LOST = 'the connection to the server was lost';

/** By the server's number, or by the driver's or the system's code. */
const TRANSLATIONS: readonly (readonly [
  codes: readonly (number | string)[],
  target: ErrorCode,
  sentence: string,
  hint?: string,
])[] = [
  [[1049], 'E_SOURCE_MISSING', 'there is no such database', 'check the name after the last slash of the URL'],
  [
    [1045, 1698, 1251, 1524, 'AUTH_SWITCH_PLUGIN_ERROR'],
    'E_PERMISSION',
    'the server refuses this user or password',
    'check user and password of the URL; special characters in them must be written as %40 and the like',
  ],
  [
    [1044, 1142, 1143, 1227, 1290, 1370, 1419, 1836, 3530],
    'E_PERMISSION',
    'this user may not do that',
    'a source needs SELECT, SHOW VIEW and TRIGGER; a target all privileges on its database, and on databases called `<its name>_dbsynth_%` to make its schema in',
  ],
  [[1129, 1130], 'E_PERMISSION', 'the server lets nobody in from this host'],
  [
    [1205, 1213, 3572],
    'E_LOCKED',
    'another program holds a lock on it',
    'try again when that program is done',
  ],
  [
    [1021, 1114, 1037, 1038, 3, 28, 1041],
    'E_DISK_FULL',
    'the server has no space left',
    'free some space, or choose another server for the target',
  ],
  [
    [1412],
    'E_SCHEMA_MISMATCH',
    'its schema was changed while it was being read',
    'try again when nobody changes the schema',
  ],
  [
    [1317, 1969, 3024],
    'E_CONNECTION',
    'the server ended the statement: it took longer than allowed, or an administrator did it',
    'what was not committed is undone; try again',
  ],
  [
    [1153, 'ER_NET_PACKET_TOO_LARGE'],
    'E_CONSTRAINT',
    'a row is larger than the server takes (max_allowed_packet)',
  ],
  [[1040, 1203, 1226], 'E_CONNECTION', 'the server has too many connections'],
  [
    ['HANDSHAKE_NO_SSL_SUPPORT'],
    'E_CONNECTION',
    'the server offers no TLS',
    'say ?ssl-mode=disabled if the way to it is safe',
  ],
  [
    ['HANDSHAKE_SSL_ERROR'],
    'E_CONNECTION',
    'the TLS connection cannot be made or its certificate is not trusted',
    'name the certificate authority with ?ssl-ca=/path/to/ca.pem',
  ],
  [
    ['ECONNREFUSED', 'ENOENT'],
    'E_CONNECTION',
    'no server answers there',
    'check host, port and socket of the URL',
  ],
  [['ENOTFOUND', 'EAI_AGAIN'], 'E_CONNECTION', 'the host is not known', 'check the host of the URL'],
  [['EACCES', 'EPERM'], 'E_PERMISSION', 'its socket may not be opened'],
  [['ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH'], 'E_CONNECTION', 'the server cannot be reached'],
  [
    [
      1053,
      1077,
      1152,
      1158,
      1159,
      1160,
      1161,
      1184,
      1927,
      2006,
      2013,
      4031,
      'PROTOCOL_CONNECTION_LOST',
      'PROTOCOL_ENQUEUE_AFTER_FATAL_ERROR',
      'PROTOCOL_ENQUEUE_AFTER_QUIT',
      'ECONNRESET',
      'EPIPE',
      'ERR_STREAM_DESTROYED',
    ],
    'E_CONNECTION',
    LOST,
  ],
];
