import { Args, Flags } from '@oclif/core';
import type { Target } from '../src/database.js';
import type { Leftover } from '../src/leftover.js';
import { BaseCommand } from './base-command.js';
import { useTarget } from './connection/open-database.js';
import { confirmDeletion } from './report/confirm-deletion.js';
import { confirmRemote } from './report/confirm-remote.js';

/** What `dbsynth recover --json` prints; `schemas/recover.schema.json`. */
export interface RecoverResult {
  readonly target: string;
  /** Tables that the interrupted load left, with all rows; empty when there was none. */
  readonly tables: readonly string[];
  /** What it had not made yet. */
  readonly missing: readonly string[];
  /** What was done about it. */
  readonly done: 'nothing' | 'resumed' | 'discarded';
}

export class Recover extends BaseCommand {
  static override summary = 'Complete or drop what an interrupted load left.';

  static override description = `Only MySQL and MariaDB can need it: a load makes its schema in a database beside the target and moves all tables at once, but views,
triggers and routines one by one afterwards. When the program or the connection dies in that moment, the target holds all tables and rows without
some of these. Says what stands; --resume makes the rest, --discard drops what the load made.`;

  static override examples = [
    '<%= config.bin %> <%= command.id %> staging',
    '<%= config.bin %> <%= command.id %> staging --resume',
    '<%= config.bin %> <%= command.id %> staging --discard --yes',
  ];

  static override args = {
    target: Args.string({ description: 'Database that was to be written.', required: true }),
  };

  static override flags = {
    resume: Flags.boolean({ summary: 'Make what is missing.', exclusive: ['discard'] }),
    discard: Flags.boolean({ summary: 'Drop what the load made, so that the target is as it was.' }),
    yes: Flags.boolean({ char: 'y', summary: 'Do not ask.' }),
  };

  async run(): Promise<RecoverResult> {
    const { args, flags } = await this.parse(Recover);
    return useTarget(args.target, this.surroundings(flags), async (target) => {
      const leftover = await target.leftover();
      if (leftover === null) {
        this.log(`${target.label}: no load was interrupted here.`);
        return { target: target.label, tables: [], missing: [], done: 'nothing' };
      }
      this.tell(target, leftover);
      const { tables, missing } = leftover;
      const result = { target: target.label, tables, missing };
      if (!flags.resume && !flags.discard) return { ...result, done: 'nothing' };
      await confirmRemote(target, flags.yes);
      if (flags.discard) {
        if (!flags.yes) await confirmDeletion(`tables ${tables.join(', ')} in ${target.label}`);
        await leftover.discard();
        this.log('Dropped what the load had made.');
        return { ...result, done: 'discarded' };
      }
      await leftover.resume();
      this.log('Made what was missing: the load is complete.');
      return { ...result, done: 'resumed' };
    });
  }

  private tell({ label }: Target, { tables, missing }: Leftover): void {
    this.log(`${label}: a load was interrupted.`);
    this.log(`Stands, with all rows: ${tables.join(', ')}.`);
    this.log(`Missing: ${missing.length === 0 ? 'nothing but the end' : missing.join(', ')}.`);
  }
}
