import type { Command } from '@oclif/core';

/** Every command by its name; oclif reads this table (see `oclif.commands` in package.json). */
export const COMMANDS: Record<string, Command.Class> = {};
