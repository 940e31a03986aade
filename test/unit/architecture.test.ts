import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

/** Knows no stage; every stage may import it. */
const GROUND_FLOOR = ['batch', 'random', 'stats', 'text', 'privacy'];

/** The order in which data passes through the engine; an import goes from a later stage to an earlier one. */
const STAGES = [
  'introspect',
  'check',
  'graph',
  'classify',
  'model',
  'learn',
  'invent',
  'translate',
  'plan',
  'sample',
  'calibrate',
  'verify',
  'write',
  'drift',
  'evaluate',
];

/** What the engine may use of Node: no file, no socket, no process, no clock. */
const NODE_MODULES_OF_THE_ENGINE = ['node:zlib', 'node:worker_threads', 'node:buffer', 'node:crypto'];

/** npm packages that the engine may use: nothing that talks to a database. Knex only writes DDL there. */
const PACKAGES_OF_THE_ENGINE = ['graphology', 'graphology-types', '@faker-js/faker', 'knex'];

const ROOT = normalize(join(dirname(fileURLToPath(import.meta.url)), '..', '..'));

interface Import {
  /** Importing file, relative to the root, with '/' between folders. */
  readonly from: string;
  /** The same of the imported file, or the name of a package. */
  readonly to: string;
  readonly isLocal: boolean;
}

const imports = ['src', 'commands', 'adapters'].flatMap(filesBelow).flatMap(importsOf);
const local = imports.filter((each) => each.isLocal);

describe('imports', () => {
  it('go from commands to src and adapters, and from adapters to src, never back', () => {
    const allowed: Record<string, string[]> = {
      src: ['src'],
      adapters: ['adapters', 'src'],
      commands: ['commands', 'src', 'adapters'],
    };
    expect(
      local.filter(({ from, to }) => !allowed[folder(from, 0)]!.includes(folder(to, 0))).map(describeImport),
    ).toEqual([]);
  });

  it('go from a later stage of the engine to an earlier one', () => {
    expect(
      local
        .filter(({ from, to }) => isInside('src', from) && isInside('src', to))
        .filter(({ from, to }) => levelOf(from) < levelOf(to))
        .map(describeImport),
    ).toEqual([]);
  });

  it('keep one adapter apart from the others', () => {
    expect(
      local
        .filter(({ from, to }) => isInside('adapters', from) && isInside('adapters', to))
        .filter(({ from, to }) => folder(from, 1) !== folder(to, 1))
        .map(describeImport),
    ).toEqual([]);
  });

  it('bring no driver, file, socket or process into the engine', () => {
    const allowed = [...NODE_MODULES_OF_THE_ENGINE, ...PACKAGES_OF_THE_ENGINE];
    expect(
      imports
        .filter(({ from, isLocal }) => isInside('src', from) && !isLocal)
        .filter(({ to }) => !allowed.includes(packageOf(to)))
        .map(describeImport),
    ).toEqual([]);
  });

  it('form no cycle', () => {
    expect(findCycles(local)).toEqual([]);
  });

  it('reach only folders that the stage order knows', () => {
    const folders = filesBelow('src')
      .filter((file) => file.split('/').length > 2)
      .map((file) => folder(file, 1));
    expect([...new Set(folders)].filter((name) => ![...GROUND_FLOOR, ...STAGES].includes(name))).toEqual([]);
  });
});

function filesBelow(folderName: string): string[] {
  return readdirSync(join(ROOT, folderName), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name).slice(ROOT.length).split(sep).join('/'))
    .map((file) => file.replace(/^\//, ''))
    .sort();
}

function importsOf(from: string): Import[] {
  const source = readFileSync(join(ROOT, from), 'utf8');
  return ts.preProcessFile(source, true, true).importedFiles.map(({ fileName }) => {
    const isLocal = fileName.startsWith('.');
    if (!isLocal) return { from, to: fileName, isLocal };
    const to = normalize(join(dirname(from), fileName))
      .split(sep)
      .join('/')
      .replace(/\.js$/, '.ts');
    return { from, to, isLocal };
  });
}

/** `@faker-js/faker/locale/en` is a part of `@faker-js/faker`. */
function packageOf(name: string): string {
  return name
    .split('/')
    .slice(0, name.startsWith('@') ? 2 : 1)
    .join('/');
}

function folder(file: string, depth: number): string {
  return file.split('/')[depth]!;
}

function isInside(folderName: string, file: string): boolean {
  return folder(file, 0) === folderName;
}

/** 0 for the ground floor and the catalog, in which adapters speak; then the stages; `index.ts`, the public face, on top. */
function levelOf(file: string): number {
  if (file === 'src/introspect/catalog.ts') return 0;
  if (file === 'src/index.ts') return STAGES.length + 1;
  return STAGES.indexOf(folder(file, 1)) + 1;
}

function describeImport({ from, to }: Import): string {
  return `${from} imports ${to}`;
}

/** Groups of files that reach one another, each group once (Tarjan). */
function findCycles(edges: readonly Import[]): string[][] {
  const next = new Map<string, string[]>();
  for (const { from, to } of edges) next.set(from, [...(next.get(from) ?? []), to]);
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const cycles: string[][] = [];

  function visit(file: string): void {
    index.set(file, index.size);
    low.set(file, index.get(file)!);
    stack.push(file);
    for (const to of next.get(file) ?? []) {
      if (!index.has(to)) visit(to);
      if (stack.includes(to)) low.set(file, Math.min(low.get(file)!, low.get(to)!));
    }
    if (low.get(file) !== index.get(file)) return;
    const group = stack.splice(stack.indexOf(file));
    if (group.length > 1 || (next.get(file) ?? []).includes(file)) cycles.push(group);
  }

  for (const file of next.keys()) if (!index.has(file)) visit(file);
  return cycles;
}
