/** What a long stage reports as it goes; the command decides how to show it. */
export interface Progress {
  readonly stage: 'introspect' | 'read' | 'learn' | 'refine' | 'write' | 'finish' | 'verify';
  /** Table id; null for work that concerns no single table. */
  readonly table: string | null;
  /** Units done so far (rows, or columns while learning). */
  readonly done: number;
  readonly total: number | null;
}

export type OnProgress = (progress: Progress) => void;
