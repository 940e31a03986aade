import type { ErrorCode } from '../errors.js';
import type { Model } from '../model/model.js';
import type { Plan } from '../plan/plan.js';
import type { PackedEvent } from './pack-event.js';
import type { ExistingKeys } from './plan-keys.js';

/** What the drawing thread is started with. */
export interface WorkerTask {
  readonly model: Model;
  readonly plan: Plan;
  readonly existing?: ExistingKeys;
  readonly batchRows?: number;
  /** Shared by both threads: one number, the batches that were sent and not yet taken. */
  readonly inFlight: Int32Array;
}

/** What the drawing thread sends. */
export type WorkerMessage =
  | { readonly type: 'event'; readonly event: PackedEvent }
  | { readonly type: 'end' }
  /** A `DbsynthError`, of which a thread boundary would leave the message only. */
  | {
      readonly type: 'refusal';
      readonly code: ErrorCode;
      readonly message: string;
      readonly hint: string | undefined;
    }
  | { readonly type: 'failure'; readonly error: unknown };

/** Batches that were sent and not yet taken: few enough to bound the memory. */
export const MOST_IN_FLIGHT = 4;
