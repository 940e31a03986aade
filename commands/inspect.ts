import { Args } from '@oclif/core';
import type { ReferenceSuggestion } from '../src/classify/suggest-references.js';
import type { Model } from '../src/model/model.js';
import { BaseCommand } from './base-command.js';
import { findReferences } from './connection/find-references.js';
import { findRules } from './connection/find-rules.js';
import { useSource } from './connection/open-database.js';
import { isModelFile, readModelFile } from './files/read-model-file.js';
import { ownerFlags, parseOwners } from './flags.js';
import type { Inspection } from './report/describe-model.js';

/** What `dbsynth inspect --json` prints; `schemas/inspect.schema.json`. */
export interface InspectResult extends Inspection {
  /** The database or model file that was inspected. */
  readonly name: string;
  readonly kind: 'source' | 'model';
  /** References that no constraint states, but that the rows of a source seem to keep. */
  readonly suggestions: readonly ReferenceSuggestion[];
}

export class Inspect extends BaseCommand {
  static override summary = 'Show what dbsynth sees in a database or in a model file.';

  static override description = `Tables in load order, keys, families (which foreign key owns the rows of a table, which are references), cycles and how each
will be broken, the class of each column and why, and warnings; for a source
also references that no constraint states but that its rows keep, to be declared in the config file. A source is read, and nothing is written.`;

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
    const { name, model, suggestions } = isModel
      ? { name: args.source, model: readModelFile(args.source), suggestions: [] }
      : await this.learn(args.source, flags);
    const inspection = describeModel(model);
    if (isModel) this.log(`Learned by the ${inspection.engine} engine.`);
    for (const line of formatInspection(inspection, suggestions)) this.log(line);
    return { name, kind: isModel ? 'model' : 'source', ...inspection, suggestions };
  }

  private async learn(
    text: string,
    flags: { owner?: string[] | undefined; config?: string | undefined },
  ): Promise<{ name: string; model: Model; suggestions: readonly ReferenceSuggestion[] }> {
    const owners = parseOwners(flags.owner);
    const { suggestReferences } = await import('../src/classify/suggest-references.js');
    // How rows are drawn is not shown, so no trial copies are needed.
    const { learnModel } = await import('../src/learn/learn-model.js');
    const { onProgress, end } = this.showProgress();
    const surroundings = this.surroundings(flags);
    const references = findReferences(text, surroundings);
    const rules = findRules(text, surroundings);
    return useSource(text, surroundings, async (source) => {
      const options = { onProgress, signal: this.signal, owners, references, rules };
      const { model } = await learnModel(source, options);
      const suggestions = await suggestReferences(source, model.catalog);
      end();
      return { name: source.label, model, suggestions };
    });
  }
}
