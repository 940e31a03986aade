/**
 * What a load left behind that was interrupted where it could not be taken back by itself. All its rows stand, and were
 * verified.
 */
export interface Leftover {
  /** Tables that stand, with all rows. */
  readonly tables: readonly string[];
  /** Views, triggers and routines that are still to be made. */
  readonly missing: readonly string[];
  /**
   * Makes what is missing; the load is then complete.
   * @throws {DbsynthError} E_SCHEMA_MISMATCH, E_PERMISSION, E_CONNECTION
   */
  resume(): Promise<void>;
  /** Drops all that the load made, so that the target is as it was before it. */
  discard(): Promise<void>;
}
