import { Args, Flags } from '@oclif/core';
import type { Diagnosis } from '../src/diagnosis.js';
import { DbsynthError } from '../src/errors.js';
import { BaseCommand } from './base-command.js';
import { diagnoseDatabase } from './connection/open-database.js';

/** What `dbsynth doctor --json` prints; `schemas/doctor.schema.json`. */
export interface DoctorResult extends Diagnosis {
  /** Whether it can be learned from. */
  readonly isSource: boolean;
  /** Whether it can be written to. */
  readonly isTarget: boolean;
}

export class Doctor extends BaseCommand {
  static override summary = 'Say what a database is, and what this user may do there.';

  static override description = `Product, version, encryption, pooler and replica; what this user may do as a source and as a target, which fast ways are
open; and the GRANTs that an administrator would give, and no more. Nothing is changed. Ends with 3 when the database can be neither, or is not
what --as asks for.`;

  static override examples = [
    '<%= config.bin %> <%= command.id %> prod',
    '<%= config.bin %> <%= command.id %> staging --as target',
    '<%= config.bin %> <%= command.id %> staging --json',
  ];

  static override args = {
    database: Args.string({
      description: 'Database: sqlite:path, file:path, a path, a URL, or the name of a connection.',
      required: true,
    }),
  };

  static override flags = {
    as: Flags.string({
      summary: 'End with 3 unless it can be this.',
      options: ['source', 'target'],
      helpValue: '<source|target>',
    }),
  };

  async run(): Promise<DoctorResult> {
    const { args, flags } = await this.parse(Doctor);
    const { isUsable } = await import('../src/diagnosis.js');
    const { formatDiagnosis } = await import('./report/format-diagnosis.js');
    const diagnosis = await diagnoseDatabase(args.database, this.surroundings(flags));
    for (const line of formatDiagnosis(diagnosis)) this.log(line);
    const result = {
      ...diagnosis,
      isSource: isUsable(diagnosis.asSource),
      isTarget: isUsable(diagnosis.asTarget),
    };
    const error = complaintOf(result, flags.as);
    if (error !== null) this.failWithResult(error);
    return result;
  }
}

function complaintOf(
  { label, isSource, isTarget }: DoctorResult,
  as: string | undefined,
): DbsynthError | null {
  const isGood = as === undefined ? isSource || isTarget : as === 'source' ? isSource : isTarget;
  if (isGood) return null;
  return new DbsynthError(
    'E_PERMISSION',
    `${label} cannot be a ${as ?? 'source or a target'} for this user`,
    {
      hint: 'see the problems above, and the GRANTs that would solve those of permission',
    },
  );
}
