import { spawn, spawnSync } from 'node:child_process';

const LOADER = new URL('typescript-loader.mjs', import.meta.url).href;
const ADAPTER = new URL('../../adapters/sqlite/index.js', import.meta.url).href;
const BATCH = new URL('../batch-builder.js', import.meta.url).href;

const environment = { ...process.env, DBSYNTH_LOADER: undefined };

function argumentsFor(code: string): string[] {
  const imports = `import { openSqliteSource, openSqliteTarget } from '${ADAPTER}';\nimport { aBatch } from '${BATCH}';\n`;
  return ['--import', LOADER, '--input-type=module', '-e', imports + code];
}

/** Runs code with the adapter in another process. */
export function runInChild(code: string): string {
  const { stdout, stderr, status } = spawnSync(process.execPath, argumentsFor(code), {
    env: environment,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  return stdout.trim();
}

/** Runs code with the adapter in another process and kills it, without warning, as soon as it prints `now`. */
export async function killInChild(code: string): Promise<void> {
  const child = spawn(process.execPath, argumentsFor(code), {
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  let complaint = '';
  child.stdout.on('data', (part) => {
    printed += String(part);
    if (printed.includes('now')) child.kill('SIGKILL');
  });
  child.stderr.on('data', (part) => (complaint += String(part)));
  const signal = await new Promise((resolve) => child.on('exit', (_, by) => resolve(by)));
  if (signal !== 'SIGKILL') throw new Error(`the child ended by itself: ${complaint}`);
}

/** Starts code with the adapter in another process. */
export async function startInChild(code: string): Promise<void> {
  const child = spawn(process.execPath, argumentsFor(code), { env: environment, stdio: 'inherit' });
  const status = await new Promise((resolve) => child.on('exit', resolve));
  if (status !== 0) throw new Error(`the child ended with status ${String(status)}`);
}
