import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readConfig } from '../../../commands/connection/read-config.js';
import { resolveConnection } from '../../../commands/connection/resolve-connection.js';
import { DbsynthError } from '../../../src/errors.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dbsynth-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const PROD = { connections: { prod: { env: 'PROD_URL' } } };

const REFUSED: [string, unknown][] = [
  ['a URL instead of a variable', { connections: { prod: 'postgres://me:hunter2@host/shop' } }],
  ['a URL under another key', { connections: { prod: { url: 'postgres://me:hunter2@host/shop' } } }],
  ['a URL beside the variable', { connections: { prod: { env: 'PROD_URL', url: 'sqlite:hunter2' } } }],
  [
    'a URL as the name of the variable',
    { connections: { prod: { env: 'postgres://me:hunter2@host/shop' } } },
  ],
  ['a list of connections', { connections: ['hunter2'] }],
  ['an unknown setting', { connection: { prod: { env: 'PROD_URL' } } }],
  ['rules that are no lists', { rules: { add: 'orders.total = 3' } }],
  ['rules under another name', { rules: { keep: [] } }],
  ['text that is not JSON', '{"connections": {"prod": {"env": hunter2}}}'],
];

function writeConfig(content: unknown, name = 'dbsynth.config.json'): void {
  writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
}

function resolve(text: string, env: Record<string, string> = {}, configPath?: string) {
  return resolveConnection(text, { cwd: folder, env, configPath });
}

function isTaken(): boolean {
  try {
    readConfig(folder);
    return true;
  } catch {
    return false;
  }
}

function failure(act: () => unknown): DbsynthError {
  try {
    act();
  } catch (error) {
    if (error instanceof DbsynthError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

describe('resolveConnection', () => {
  it('finds a named connection through its environment variable', () => {
    writeConfig(PROD);
    expect(resolve('prod', { PROD_URL: 'sqlite:/data/shop' })).toEqual({
      product: 'sqlite',
      address: '/data/shop',
    });
  });

  it('finds the config file in a folder above', () => {
    writeConfig(PROD);
    const below = join(folder, 'a', 'b');
    mkdirSync(below, { recursive: true });
    const location = resolveConnection('prod', { cwd: below, env: { PROD_URL: 'shop.db' } });
    expect(location.address).toBe(join(below, 'shop.db'));
  });

  it('reads the config file that --config names instead', () => {
    writeConfig({ connections: { prod: { env: 'OTHER' } } }, 'other.json');
    writeConfig(PROD);
    expect(resolve('prod', { OTHER: 'other.db', PROD_URL: 'prod.db' }, 'other.json').address).toBe(
      join(folder, 'other.db'),
    );
  });

  it('needs no config file for a path', () => {
    writeConfig('{ broken');
    expect(resolve('shop.db').product).toBe('sqlite');
  });

  it('names the connections that there are when one is unknown', () => {
    writeConfig(PROD);
    const error = failure(() => resolve('staging'));
    expect(error.code).toBe('E_CONNECTION_NAME');
    expect(error.message).toContain('prod');
  });

  it('says which environment variable is unset', () => {
    writeConfig(PROD);
    const error = failure(() => resolve('prod'));
    expect(error.code).toBe('E_CONNECTION_NAME');
    expect(error.message).toContain('PROD_URL');
  });

  it('does not repeat the value of an environment variable that is no URL', () => {
    writeConfig(PROD);
    const error = failure(() => resolve('prod', { PROD_URL: 'hunter2' }));
    expect(error.code).toBe('E_URL');
    expect(JSON.stringify({ ...error, message: error.message })).not.toContain('hunter2');
  });

  it('does not repeat the password of a mistyped URL', () => {
    const error = failure(() => resolve('//me:hunter2@host/shop'));
    expect(error.code).toBe('E_CONNECTION_NAME');
    expect(`${error.message} ${error.hint}`).not.toContain('hunter2');
  });

  it.each(REFUSED)('refuses a config file with %s, without repeating it', (_, content) => {
    writeConfig(content);
    const error = failure(() => resolve('prod', { PROD_URL: 'shop.db' }));
    expect(error.code).toBe('E_CONFIG');
    expect(`${error.message} ${error.hint} ${String(error.cause)}`).not.toContain('hunter2');
  });

  it('takes exactly the config files that the schema allows', () => {
    const schema = JSON.parse(
      readFileSync(new URL('../../../schemas/config.schema.json', import.meta.url), 'utf8'),
    );
    const isValid = new Ajv().compile(schema);
    const contents = [
      PROD,
      {},
      { connections: {} },
      { $schema: 'x', ...PROD },
      ...REFUSED.map(([, content]) => content),
    ];
    for (const content of contents.filter((content) => typeof content !== 'string')) {
      writeConfig(content);
      expect(isTaken(), JSON.stringify(content)).toBe(isValid(content));
    }
  });

  it('refuses a config file that is not there', () => {
    expect(failure(() => resolve('prod', {}, 'missing.json')).code).toBe('E_CONFIG');
  });
});
