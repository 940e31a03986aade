import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { DbsynthError } from '../../src/errors.js';
import type { ReferenceDeclaration } from '../../src/introspect/declare-references.js';
import type { RuleWishes } from '../../src/learn/rules/table-rules.js';
import { parseReferences } from './parse-references.js';

export const CONFIG_FILE = 'dbsynth.config.json';

/** Names of connections, and what no schema says. */
export interface Config {
  /** Absolute path, for messages. */
  readonly path: string;
  readonly connections: ReadonlyMap<string, Connection>;
  /** References of all databases but connections that have a list of their own. */
  readonly references: readonly ReferenceDeclaration[];
  /** Of sources that are no connection, or one without rules of its own; null when nothing is said. */
  readonly rules: RuleWishes | null;
}

/** Stands for an environment variable, so that no secret is in the file. */
export interface Connection {
  readonly env: string;
  readonly references?: readonly ReferenceDeclaration[];
  readonly rules: RuleWishes | null;
}

const SETTINGS: readonly string[] = ['$schema', 'connections', 'references', 'rules'];

const ENVIRONMENT_VARIABLE = /^[A-Za-z_][A-Za-z0-9_]*$/;

/**
 * Reads the config file: the named one, else the nearest `dbsynth.config.json` upwards from a folder.
 * Its form is `schemas/config.schema.json`.
 * @param cwd absolute path of the folder to start from
 * @param path what `--config` said
 * @returns null when none was named and none found
 * @throws {DbsynthError} E_CONFIG when it is missing, no JSON, or not of that form
 */
export function readConfig(cwd: string, path?: string): Config | null {
  const found = path === undefined ? findUpwards(cwd) : resolve(cwd, path);
  return found === null ? null : parseConfig(found, readText(found));
}

function findUpwards(folder: string): string | null {
  const candidate = join(folder, CONFIG_FILE);
  if (existsSync(candidate)) return candidate;
  return dirname(folder) === folder ? null : findUpwards(dirname(folder));
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new DbsynthError('E_CONFIG', `the config file ${path} cannot be read`, {
      hint: 'check the path given to --config and who may read the file',
      cause,
    });
  }
}

function parseConfig(path: string, text: string): Config {
  const root = parseJson(path, text);
  if (!isRecord(root)) throw malformed(path, 'it must hold an object');
  for (const key of Object.keys(root)) {
    if (!SETTINGS.includes(key)) throw malformed(path, `"${key}" is not a setting`);
  }
  const connections = root['connections'] ?? {};
  if (!isRecord(connections)) throw malformed(path, '"connections" must be an object');
  const entries = Object.entries(connections).map(
    ([name, value]) => [name, parseConnection(path, name, value)] as const,
  );
  return {
    path,
    connections: new Map(entries),
    references: parseReferences(path, root['references'] ?? []),
    rules: parseRules(path, root['rules']),
  };
}

function parseJson(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's own message quotes the text around the mistake, which may be a secret.
    throw malformed(path, 'it is not JSON');
  }
}

function parseConnection(path: string, name: string, value: unknown): Connection {
  const { env, references, rules, ...others } = isRecord(value) ? value : {};
  const isNamed = typeof env === 'string' && ENVIRONMENT_VARIABLE.test(env);
  if (isNamed && Object.keys(others).length === 0)
    return {
      env,
      ...(references !== undefined && { references: parseReferences(path, references) }),
      rules: parseRules(path, rules),
    };
  throw malformed(path, `connection "${name}" must be an object that names an environment variable`);
}

function parseRules(path: string, value: unknown): RuleWishes | null {
  if (value === undefined) return null;
  const { refuse = [], add = [], ...rest } = isRecord(value) ? value : { none: value };
  if (Object.keys(rest).length > 0 || !isTexts(refuse) || !isTexts(add))
    throw new DbsynthError(
      'E_CONFIG',
      `the config file ${path} is not valid: "rules" holds something else than lists`,
      {
        hint: 'write {"rules": {"refuse": ["table.column"], "add": ["table.column = table.column * 2"]}}',
      },
    );
  return { refuse, add };
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((text) => typeof text === 'string');
}

function malformed(path: string, what: string): DbsynthError {
  return new DbsynthError('E_CONFIG', `the config file ${path} is not valid: ${what}`, {
    hint: 'write {"connections": {"prod": {"env": "PROD_DATABASE_URL"}}} and keep the URL in the environment',
  });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
