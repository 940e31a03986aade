import { Args } from '@oclif/core';
import type { Model } from '../src/model/model.js';
import { BaseCommand } from './base-command.js';
import { useSource } from './connection/open-database.js';
import { isModelFile, readModelFile } from './files/read-model-file.js';
import { ownerFlags, parseOwners } from './flags.js';
import type { Inspection } from './report/describe-model.js';

/** What `dbsynth inspect --json` prints; `schemas/inspect.schema.json`. */
export interface InspectResult extends Inspection {
  /** The database or model file that was inspected. */
  readonly name: string;
  readonly kind: 'source' | 'model';
}

export class Inspect extends BaseCommand {
  static override summary = 'Show what dbsynth sees in a database or in a model file.';

  static override description = `Tables in load order, keys, families (which foreign key owns the rows of a table, which are references), cycles and how each
will be broken, the class of each column and why, and warnings. A source is read, and nothing is written.`;

  static override examples = [
    '<%= config.bin %> <%= command.id %> real.db',
    '<%= config.bin %> <%= command.id %> model.dbsynth.json.gz --json',
  ];

  static override args = {
    source: Args.string({
      description: 'Database (sqlite:path, file:path, a path, or the name of a connection) or model file.',
      required: true,
    }),
  };

  static override flags = ownerFlags;

  async run(): Promise<InspectResult> {
    const { args, flags } = await this.parse(Inspect);
    const { describeModel } = await import('./report/describe-model.js');
    const { formatInspection } = await import('./report/format-inspection.js');
    const isModel = isModelFile(args.source);
    const { name, model } = isModel
      ? { name: args.source, model: readModelFile(args.source) }
      : await this.learn(args.source, flags);
    const inspection = describeModel(model);
    for (const line of formatInspection(inspection)) this.log(line);
    return { name, kind: isModel ? 'model' : 'source', ...inspection };
  }

  private async learn(
    text: string,
    flags: { owner?: string[] | undefined; config?: string | undefined },
  ): Promise<{ name: string; model: Model }> {
    const owners = parseOwners(flags.owner);
    const { learn } = await import('../src/learn/learn.js');
    const { onProgress, end } = this.showProgress();
    return useSource(text, this.surroundings(flags), async (source) => {
      const model = await learn(source, { onProgress, signal: this.signal, owners });
      end();
      return { name: source.label, model };
    });
  }
}
