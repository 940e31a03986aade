/**
 * The public face: what a program needs to learn a database and to write a synthetic one. Open databases with an adapter,
 * such as `dbsynth/adapters/sqlite`.
 */

export { DbsynthError, ERROR_EXITS, EXIT } from './errors.js';
export type { ErrorCode, ExitCode } from './errors.js';

export type { Batch, NullMask, SqlValue, Vector } from './batch/batch.js';
export type { Abilities, Database, Load, LoadOptions, Source, Target, TargetState } from './database.js';
export type { OnProgress, Progress } from './progress.js';
export type {
  Catalog,
  Check,
  Column,
  ForeignKey,
  LogicalType,
  Table,
  UniqueKey,
} from './introspect/catalog.js';

export { learn } from './calibrate/learn.js';
export type { LearnOptions } from './learn/learn-model.js';
export { decodeModel } from './model/decode-model.js';
export { encodeModel } from './model/encode-model.js';
export { ENGINE_NAMES } from './model/model.js';
export type { EngineName, Model, TableModel } from './model/model.js';

export { chooseMode } from './plan/choose-mode.js';
export { checkSchema } from './plan/check-schema.js';
export { describePlan } from './plan/describe-plan.js';
export { makePlan } from './plan/make-plan.js';
export type { PlanInput, PlanOptions } from './plan/make-plan.js';
export { planInputOf } from './plan/plan-input-of.js';
export type { LoadMode, Plan, PlannedTable } from './plan/plan.js';

export { readExistingKeys } from './sample/read-existing-keys.js';
export { sample } from './sample/sample.js';
export type { SampleEvent, SampleOptions } from './sample/sample.js';
export { generate } from './write/generate.js';
export type { GenerateOptions, GenerateReport } from './write/generate.js';
export { VerificationError } from './write/verification-error.js';
export { verify } from './verify/verify.js';
export type { VerifyOptions, VerifyReport } from './verify/verify.js';
export { measureFidelity } from './evaluate/measure-fidelity.js';
export type { Fidelity } from './evaluate/measure-fidelity.js';
