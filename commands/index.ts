import type { Command } from '@oclif/core';
import { Clone } from './clone.js';
import { Demo } from './demo.js';
import { Diff } from './diff.js';
import { Doctor } from './doctor.js';
import { Generate } from './generate.js';
import { Inspect } from './inspect.js';
import { Learn } from './learn.js';
import { Recover } from './recover.js';
import { Seed } from './seed.js';
import { Verify } from './verify.js';

/** Every command by its name; oclif reads this table (see `oclif.commands` in package.json). */
export const COMMANDS: Record<string, Command.Class> = {
  clone: Clone,
  demo: Demo,
  diff: Diff,
  doctor: Doctor,
  generate: Generate,
  inspect: Inspect,
  learn: Learn,
  recover: Recover,
  seed: Seed,
  verify: Verify,
};
