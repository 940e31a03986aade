import { DbsynthError } from '../../src/errors.js';
import { parseLocation } from './parse-location.js';
import type { Location } from './parse-location.js';
import { CONFIG_FILE, readConfig } from './read-config.js';
import type { Config } from './read-config.js';

/** What surrounds a command: where it was started, with which environment and config file. */
export interface Surroundings {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** What `--config` said. */
  readonly configPath?: string | undefined;
}

/**
 * Finds the database that a source or target names: by itself (see `parseLocation`), or through a connection in the
 * config file and its environment variable.
 * @throws {DbsynthError} E_URL, E_CONFIG, or E_CONNECTION_NAME when there is no such connection or its variable is unset
 */
export function resolveConnection(text: string, { cwd, env, configPath }: Surroundings): Location {
  const location = parseLocation(text, cwd);
  if (location !== null) return location;
  const config = readConfig(cwd, configPath);
  const connection = config?.connections.get(text);
  if (connection === undefined) throw unknownName(text, config);
  const value = env[connection.env];
  if (value === undefined || value === '') {
    throw new DbsynthError(
      'E_CONNECTION_NAME',
      `connection "${text}" reads the environment variable ${connection.env}, which is not set`,
      { hint: `set ${connection.env} to the database's URL` },
    );
  }
  const named = parseLocation(value, cwd);
  if (named === null) {
    throw new DbsynthError('E_URL', `the environment variable ${connection.env} holds no database URL`, {
      hint: 'set it to a URL such as sqlite:/path/to/shop.db',
    });
  }
  return named;
}

function unknownName(text: string, config: Config | null): DbsynthError {
  const names = config === null ? [] : [...config.connections.keys()];
  const known =
    config === null
      ? `there is no ${CONFIG_FILE} here or above`
      : names.length === 0
        ? `${config.path} names none`
        : `${config.path} names ${names.join(', ')}`;
  return new DbsynthError(
    'E_CONNECTION_NAME',
    `there is no connection named "${printable(text)}": ${known}`,
    {
      hint: `for a SQLite file whose name ends otherwise than in .db, .sqlite or .sqlite3, write sqlite:${printable(text)}`,
    },
  );
}

/** A mistyped URL may hold a password: what stands before an @ is not repeated. */
function printable(text: string): string {
  return text.replace(/^.*@/, '…@');
}
