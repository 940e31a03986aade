// Lets a child process import the sources as they are: `node --import ./typescript-loader.mjs`.
import { existsSync, readFileSync } from 'node:fs';
import { register } from 'node:module';
import { fileURLToPath } from 'node:url';
import typescript from 'typescript';

if (process.env.DBSYNTH_LOADER === undefined) {
  process.env.DBSYNTH_LOADER = 'registered';
  register(import.meta.url);
}

export async function resolve(specifier, context, next) {
  if (/^(\.|file:).*\.js$/.test(specifier)) {
    const url = new URL(specifier.replace(/\.js$/, '.ts'), context.parentURL);
    if (existsSync(fileURLToPath(url))) return { url: url.href, format: 'module', shortCircuit: true };
  }
  return next(specifier, context);
}

export async function load(url, context, next) {
  if (!url.endsWith('.ts')) return next(url, context);
  const compilerOptions = { target: 'es2023', module: 'esnext', verbatimModuleSyntax: true };
  const { outputText } = typescript.transpileModule(readFileSync(fileURLToPath(url), 'utf8'), {
    compilerOptions,
  });
  return { format: 'module', source: outputText, shortCircuit: true };
}
