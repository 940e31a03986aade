import { Args, Flags } from '@oclif/core';
import { DbsynthError } from '../src/errors.js';
import type { Drift } from '../src/drift/find-drift.js';
import { BaseCommand } from './base-command.js';
import { useSource } from './connection/open-database.js';
import { readModelFile } from './files/read-model-file.js';
import { formatDrift } from './report/format-drift.js';

/** What `dbsynth diff --json` prints; `schemas/diff.schema.json`. */
export interface DiffResult {
  readonly model: string;
  readonly database: string;
  readonly differences: readonly Drift[];
}

export class Diff extends BaseCommand {
  static override summary = 'Compare a database with the schema that a model was learned from.';

  static override description = `Tells each difference, and what \`dbsynth generate\` does about it when it writes into this database: a new column gets its default
or NULL, or is made up where it must have a value; one that is gone is not written; constraints are those of the database. Ends
with 7 when there is any difference, or only when rows of the model cannot be written there (--fail-on refused).`;

  static override examples = [
    '<%= config.bin %> <%= command.id %> model.dbsynth.json.gz staging',
    '<%= config.bin %> <%= command.id %> model.dbsynth.json.gz dev.db --fail-on refused',
    '<%= config.bin %> <%= command.id %> model.dbsynth.json.gz dev.db --json',
  ];

  static override args = {
    model: Args.string({ description: 'Model file, as `dbsynth learn` writes it.', required: true }),
    database: Args.string({
      description: 'Database: sqlite:path, file:path, a path, a URL, or the name of a connection.',
      required: true,
    }),
  };

  static override flags = {
    'fail-on': Flags.option({
      summary: 'Which differences end with 7.',
      options: ['any', 'refused', 'never'] as const,
      default: 'any',
      helpValue: '<any|refused|never>',
    })(),
  };

  async run(): Promise<DiffResult> {
    const { args, flags } = await this.parse(Diff);
    const { findDrift } = await import('../src/drift/find-drift.js');
    const { catalog } = readModelFile(args.model);
    return useSource(args.database, this.surroundings(flags), async (source) => {
      if (source.dialect !== catalog.dialect)
        throw new DbsynthError(
          'E_USAGE',
          `${args.model} was learned from ${catalog.dialect}, and ${source.label} is ${source.dialect}`,
          { hint: 'compare it with a database of the same product' },
        );
      const differences = findDrift(catalog, await source.introspect());
      for (const line of formatDrift(differences, source.label)) this.log(line);
      const counted = differences.filter(
        ({ handling }) => flags['fail-on'] === 'any' || handling === 'refused',
      );
      if (flags['fail-on'] !== 'never' && counted.length > 0)
        this.failWithResult(driftError(counted, source.label));
      return { model: args.model, database: source.label, differences };
    });
  }
}

function driftError(differences: readonly Drift[], label: string): DbsynthError {
  const [{ table, column, message }] = differences as [Drift, ...Drift[]];
  const rest = differences.length > 1 ? `, and ${differences.length - 1} more differences` : '';
  const first = `table "${table}"${column === null ? '' : `, column "${column}"`} ${message}`;
  return new DbsynthError('E_DRIFT', `${label} has another schema than the model: ${first}${rest}`, {
    hint: 'learn again, or write with what the model knows: --fail-on never lists the differences alone',
  });
}
