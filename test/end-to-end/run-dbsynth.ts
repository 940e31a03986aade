import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';
import { expect } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const MAIN = join(ROOT, 'dist', 'commands', 'main.js');

/** How a command ended. */
export interface Outcome {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Surroundings {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Program and arguments to run the command with, instead of node alone. */
  readonly through?: readonly string[];
  /** Called once it runs. */
  readonly onStart?: (child: ChildProcess) => void;
}

/** Runs the built command as a user does. */
export function runDbsynth(args: readonly string[], surroundings: Surroundings): Promise<Outcome> {
  const { cwd, env, through = [], onStart } = surroundings;
  const [program, ...rest] = [...through, process.execPath, MAIN, ...args];
  return new Promise((resolve, reject) => {
    const child = spawn(program!, rest, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    child.on('error', reject);
    child.on('close', (exitCode) => resolve({ exitCode, stdout, stderr }));
    onStart?.(child);
  });
}

/**
 * Runs the built command with `--json`, expects success, and checks the result against its schema.
 * @returns the result
 */
export async function runForResult<T>(args: readonly string[], surroundings: Surroundings): Promise<T> {
  const outcome = await runDbsynth([...args, '--json'], surroundings);
  expect(outcome, outcome.stderr).toMatchObject({ exitCode: 0, stderr: '' });
  return parseJson<T>(outcome, args[0]!);
}

/**
 * Runs the built command with `--json`, expects failure, and checks the error against its schema.
 * @returns code of the error, exit code, and what was said
 */
export async function runForError(
  args: readonly string[],
  surroundings: Surroundings,
): Promise<{ code: string; message: string; hint: string | null; exitCode: number | null }> {
  const outcome = await runDbsynth([...args, '--json'], surroundings);
  const { error } = parseJson<{ error: { code: string; message: string; hint: string | null } }>(
    outcome,
    'error',
  );
  return { ...error, exitCode: outcome.exitCode };
}

/** Reads the JSON of an outcome and checks it against a schema of `schemas/`. */
export function parseJson<T>({ stdout, stderr }: Outcome, schema: string): T {
  expect(stdout, stderr).toMatch(/^\{/);
  const value: unknown = JSON.parse(stdout);
  const isValid = ajv.getSchema(`${schema}.schema.json`)!;
  void isValid(value);
  expect(isValid.errors ?? []).toEqual([]);
  return value as T;
}

const ajv = loadSchemas();

function loadSchemas(): Ajv {
  const folder = join(ROOT, 'schemas');
  const schemas = readdirSync(folder).map(
    (file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as object,
  );
  return new Ajv({ schemas, allowUnionTypes: true });
}
