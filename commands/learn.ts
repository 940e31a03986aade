import { Args, Flags } from '@oclif/core';
import type { Model } from '../src/model/model.js';
import { BaseCommand } from './base-command.js';
import { findReferences } from './connection/find-references.js';
import { findRules } from './connection/find-rules.js';
import { useSource } from './connection/open-database.js';
import { refuseExisting } from './files/write-file-whole.js';
import { learnFlags, parseOwners } from './flags.js';
import { describeFit, formatFit, warnOfOverfit, type TableFit } from './report/describe-fit.js';
import { formatCount } from './report/format-count.js';
import { startStopwatch } from './report/start-stopwatch.js';

/** What `dbsynth learn --json` prints; `schemas/learn.schema.json`. */
export interface LearnResult {
  readonly source: string;
  readonly model: string;
  readonly bytes: number;
  readonly tables: number;
  readonly rows: number;
  readonly seconds: number;
  readonly warnings: readonly string[];
  /** Per table, how much better rows are told that were learned from. */
  readonly fit: readonly TableFit[];
}

export class Learn extends BaseCommand {
  static override summary = 'Learn a database and write a model file.';

  static override description = `The source is opened for reading only. The model file is gzipped JSON that you can review; it holds no source row, and a
value only when at least ten distinct entities share it.`;

  static override examples = [
    '<%= config.bin %> <%= command.id %> real.db -o model.dbsynth.json.gz',
    '<%= config.bin %> <%= command.id %> prod -o model.dbsynth.json.gz --owner orders=fk_customer --yes',
  ];

  static override args = {
    source: Args.string({
      description: 'Database to learn: sqlite:path, file:path, a path, or the name of a connection.',
      required: true,
    }),
  };

  static override flags = {
    output: Flags.string({
      char: 'o',
      summary: 'Model file to write.',
      helpValue: '<path>',
      default: 'model.dbsynth.json.gz',
    }),
    yes: Flags.boolean({ char: 'y', summary: 'Replace the model file if it exists.' }),
    ...learnFlags,
  };

  async run(): Promise<LearnResult> {
    const { args, flags } = await this.parse(Learn);
    const owners = parseOwners(flags.owner);
    refuseExisting(flags.output, flags.yes);
    const seconds = startStopwatch();
    const { learn } = await import('../src/calibrate/learn.js');
    const { writeModelFile } = await import('./files/write-model-file.js');
    const surroundings = this.surroundings(flags);
    const rules = findRules(args.source, surroundings);
    const { onProgress, end } = this.showProgress();
    const references = findReferences(args.source, surroundings);
    const [source, model] = await useSource(args.source, surroundings, async (database) => [
      database.label,
      await learn(database, {
        onProgress,
        signal: this.signal,
        owners,
        engine: flags.engine,
        keep: flags.keep ?? [],
        sampleRows: flags['sample-rows'],
        refine: flags.refine,
        references,
        rules,
      }),
    ]);
    end();
    const bytes = writeModelFile(flags.output, model, { replace: flags.yes });
    const result = {
      ...summarize(model),
      source,
      model: flags.output,
      bytes,
      seconds: seconds(),
    };
    this.print(result);
    return result;
  }

  private print({ source, model, bytes, tables, rows, seconds, warnings, fit }: LearnResult): void {
    this.log(
      `Learned ${formatCount(rows)} rows of ${formatCount(tables)} tables of ${source} in ${seconds} s.`,
    );
    for (const line of formatFit(fit)) this.log(line);
    for (const warning of warnings) this.log(`warning: ${warning}`);
    this.log(`The model is in ${model} (${formatCount(bytes)} bytes).`);
  }
}

function summarize(model: Model): Pick<LearnResult, 'tables' | 'rows' | 'warnings' | 'fit'> {
  const fit = describeFit(model);
  return {
    tables: model.tables.length,
    rows: model.tables.reduce((sum, table) => sum + table.sourceRows, 0),
    warnings: [...model.warnings, ...warnOfOverfit(fit)],
    fit,
  };
}
