import type { OnProgress, Progress } from '../../src/progress.js';
import { formatCount } from './format-count.js';

/** Where progress is shown, and how. */
export interface ProgressScreen {
  write(text: string): void;
  /** One line, written again and again, instead of a line per table. */
  readonly isTerminal: boolean;
  /** Width of the terminal; 0 where it does not tell, as a new one in a container. */
  readonly columns: number;
  /** Milliseconds since any fixed moment. */
  now(): number;
}

export interface ProgressDisplay {
  readonly onProgress: OnProgress;
  /** Tells how many rows a stage will have handled in the end, for the time left. */
  expectRows(stage: Progress['stage'], rows: number): void;
  /** Writes what is still open and clears the line. */
  end(): void;
}

interface TableProgress {
  readonly startMs: number;
  latest: Progress;
  isReported: boolean;
}

const REDRAW_MS = 100;
const USUAL_COLUMNS = 80;
const UNITS: Record<Progress['stage'], string> = {
  introspect: 'tables',
  read: 'rows',
  learn: 'tables',
  refine: 'tables',
  write: 'rows',
  finish: 'steps',
  verify: 'checks',
};

/**
 * Shows progress: on a terminal one line with the rate and the time left; elsewhere one line per table that was read or
 * written, as soon as it is done.
 */
export function showProgress(screen: ProgressScreen): ProgressDisplay {
  const expected = new Map<Progress['stage'], number>();
  let stage: Progress['stage'] | null = null;
  let stageStartMs = 0;
  let tables = new Map<string, TableProgress>();
  let drawnMs = -Infinity;

  function onProgress(progress: Progress): void {
    if (progress.stage !== stage) enter(progress.stage);
    const table = find(progress);
    table.latest = progress;
    if (screen.isTerminal) redraw(progress);
    else if (progress.done === progress.total) report(table);
  }

  function enter(next: Progress['stage']): void {
    leave();
    stage = next;
    stageStartMs = screen.now();
  }

  function leave(): void {
    if (!screen.isTerminal) for (const table of tables.values()) report(table);
    tables = new Map();
  }

  function find(progress: Progress): TableProgress {
    const name = progress.table ?? '';
    const known = tables.get(name) ?? { startMs: screen.now(), latest: progress, isReported: false };
    tables.set(name, known);
    return known;
  }

  function report(table: TableProgress): void {
    if (table.isReported || table.latest.table === null || UNITS[table.latest.stage] !== 'rows') return;
    table.isReported = true;
    screen.write(`${describeTable(table.latest, (screen.now() - table.startMs) / 1000)}\n`);
  }

  function redraw(progress: Progress): void {
    const nowMs = screen.now();
    if (nowMs - drawnMs < REDRAW_MS) return;
    drawnMs = nowMs;
    const done = sum(tables.values());
    const goal = expected.get(progress.stage) ?? null;
    const line = describeStage(progress, { done, goal, seconds: (nowMs - stageStartMs) / 1000 });
    screen.write(`\r\x1b[2K${line.slice(0, Math.max(20, (screen.columns || USUAL_COLUMNS) - 1))}`);
  }

  return {
    onProgress,
    expectRows: (of, rows) => void expected.set(of, rows),
    end: () => {
      leave();
      if (screen.isTerminal && drawnMs > -Infinity) screen.write('\r\x1b[2K');
    },
  };
}

/** `write orders: 1,234 rows, 61,700 rows/s` */
function describeTable(progress: Progress, seconds: number): string {
  return [
    `${progress.stage} ${progress.table}: ${count(progress)}`,
    ...rate(progress, progress.done, seconds),
  ].join(', ');
}

/** `write orders: 1,234 of 5,000 rows · 61,700 rows/s · 3 s left` */
function describeStage(
  progress: Progress,
  stage: { done: number; goal: number | null; seconds: number },
): string {
  const { done, goal, seconds } = stage;
  const left =
    goal !== null && done > 0 && seconds > 1 ? [`${duration(((goal - done) / done) * seconds)} left`] : [];
  const place = progress.table === null ? progress.stage : `${progress.stage} ${progress.table}`;
  return [`${place}: ${count(progress)}`, ...rate(progress, done, seconds), ...left].join(' · ');
}

function count({ stage, done, total }: Progress): string {
  const whole = total === null || total === done ? '' : ` of ${formatCount(total)}`;
  return `${formatCount(done)}${whole} ${UNITS[stage]}`;
}

function rate({ stage }: Progress, rows: number, seconds: number): string[] {
  if (UNITS[stage] !== 'rows' || seconds < 0.05) return [];
  return [`${formatCount(Math.round(rows / seconds))} rows/s`];
}

function duration(seconds: number): string {
  if (seconds < 90) return `${Math.max(1, Math.ceil(seconds))} s`;
  if (seconds < 5400) return `${Math.round(seconds / 60)} min`;
  return `${(seconds / 3600).toFixed(1)} h`;
}

function sum(tables: Iterable<TableProgress>): number {
  let done = 0;
  for (const { latest } of tables) done += latest.done;
  return done;
}
