import { Args, Flags } from '@oclif/core';
import type { Source } from '../src/database.js';
import type { ReferenceDeclaration } from '../src/introspect/declare-references.js';
import type { Catalog } from '../src/introspect/catalog.js';
import type { VerifyOptions, VerifyReport } from '../src/verify/verify.js';
import { BaseCommand } from './base-command.js';
import { findReferences } from './connection/find-references.js';
import { useSource } from './connection/open-database.js';
import type { Surroundings } from './connection/resolve-connection.js';
import { isModelFile, readModelFile } from './files/read-model-file.js';
import { parseRowCounts, parseScale, sizeFlags, tableFlags } from './flags.js';
import { formatVerification, verificationError } from './report/format-verification.js';
import { startStopwatch } from './report/start-stopwatch.js';

/** What `dbsynth verify --json` prints; `schemas/verify.schema.json`. */
export interface VerifyResult extends VerifyReport {
  readonly target: string;
  readonly against: string | null;
  readonly seconds: number;
}

export class Verify extends BaseCommand {
  static override summary = 'Prove by SQL that a database is intact.';

  static override description = `Looks for orphans of every foreign key, duplicates of every unique key, nulls where none may be, and violated CHECKs. With
--against, the rules and the numbers of rows are those of a model file or of another database. Ends with 5 when anything is wrong.`;

  static override examples = [
    '<%= config.bin %> <%= command.id %> synth.db',
    '<%= config.bin %> <%= command.id %> synth.db --against model.dbsynth.json.gz --scale 10',
    '<%= config.bin %> <%= command.id %> synth.db --against real.db --json',
  ];

  static override args = {
    target: Args.string({
      description: 'Database to verify: sqlite:path, file:path, a path, or the name of a connection.',
      required: true,
    }),
  };

  static override flags = {
    against: Flags.string({
      summary: 'Model file or source whose tables, rules and numbers of rows the target must have.',
      helpValue: '<model or source>',
    }),
    ...sizeFlags,
    ...tableFlags,
  };

  async run(): Promise<VerifyResult> {
    const { args, flags } = await this.parse(Verify);
    const wishes = {
      scale: parseScale(flags.scale),
      rows: parseRowCounts(flags.rows),
      tables: flags.tables ?? [],
      exclude: flags.exclude ?? [],
    };
    const surroundings = this.surroundings(flags);
    const seconds = startStopwatch();
    const { verify } = await import('../src/verify/verify.js');
    const { onProgress, end } = this.showProgress();
    const result = await useSource(args.target, surroundings, async (target) => {
      const { catalog, ...expectation } =
        flags.against === undefined
          ? await readOwnRules(target, findReferences(args.target, surroundings), wishes)
          : await readRules(flags.against, target, surroundings, wishes);
      const report = await verify(target, catalog, { ...expectation, onProgress, signal: this.signal });
      return { target: target.label, against: flags.against ?? null, seconds: seconds(), ...report };
    });
    end();
    for (const line of formatVerification(result)) this.log(line);
    const error = verificationError(result, result.target);
    if (error !== null) this.failWithResult(error);
    return result;
  }
}

interface Wishes {
  readonly scale: number;
  readonly rows: Readonly<Record<string, number>>;
  readonly tables: readonly string[];
  readonly exclude: readonly string[];
}

interface Rules extends Pick<VerifyOptions, 'tables' | 'expectedRows'> {
  readonly catalog: Catalog;
}

/** What the target or the config file declares; any number of rows is right. */
async function readOwnRules(
  target: Source,
  references: readonly ReferenceDeclaration[],
  { tables, exclude }: Wishes,
): Promise<Rules> {
  const { matchTables } = await import('../src/introspect/match-tables.js');
  const { declareReferences } = await import('../src/introspect/declare-references.js');
  const catalog = declareReferences(await target.introspect(), references);
  const all = catalog.tables.map(({ id }) => id);
  const left = new Set(exclude.flatMap((glob) => matchTables(catalog, glob, '--exclude')));
  const asked = tables.length === 0 ? all : tables.flatMap((glob) => matchTables(catalog, glob, '--tables'));
  return { catalog, tables: asked.filter((id) => !left.has(id)) };
}

/** What a model file or another database says the target must be; of another product, in the target's words. */
async function readRules(
  against: string,
  target: Source,
  surroundings: Surroundings,
  wishes: Wishes,
): Promise<Rules> {
  const { makePlan } = await import('../src/plan/make-plan.js');
  const { planInputOf } = await import('../src/plan/plan-input-of.js');
  const { readPlanInput } = await import('../src/plan/read-plan-input.js');
  const { translateRules } = await import('../src/translate/translate-rules.js');
  const model = isModelFile(against) ? readModelFile(against) : null;
  const input =
    model === null
      ? await useSource(against, surroundings, (source) =>
          readPlanInput(source, undefined, findReferences(against, surroundings)),
        )
      : planInputOf(model);
  const plan = makePlan(input, { ...wishes, mode: 'create', abilities: { deferForeignKeys: true } });
  const { catalog, idOf } = await translateRules(target, input.catalog, model);
  return {
    catalog,
    tables: plan.tables.map(({ id }) => idOf(id)),
    expectedRows: new Map(plan.tables.map(({ id, rows }) => [idOf(id), rows])),
  };
}
