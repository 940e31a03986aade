#!/usr/bin/env node
import { Errors, flush, handle, run, settings } from '@oclif/core';
import { DbsynthError } from '../src/errors.js';
import { errorJson, printError } from './report/print-error.js';

// What runs is what was built; oclif would otherwise look for the TypeScript beside it.
settings.enableAutoTranspile = false;

try {
  await run(process.argv.slice(2), import.meta.url);
  await flush();
} catch (thrown) {
  // Commands tell of their errors themselves. What is left is oclif's way to end early, and a command that there is not.
  const isUnknownCommand = thrown instanceof Errors.CLIError && / not found$/.test(thrown.message);
  if (!isUnknownCommand) await handle(thrown as Error);
  const error = new DbsynthError('E_USAGE', (thrown as Error).message, {
    hint: '`dbsynth --help` lists the commands',
  });
  process.exitCode = error.exitCode;
  if (process.argv.includes('--json')) console.log(JSON.stringify(errorJson(error), null, 2));
  else printError(error);
}
