import { describe, expect, it } from 'vitest';
import { showProgress } from '../../../commands/report/show-progress.js';
import type { Progress } from '../../../src/progress.js';

function screen(isTerminal: boolean, columns = 80) {
  const written: string[] = [];
  const clock = { ms: 0 };
  const display = showProgress({
    write: (text) => void written.push(text),
    isTerminal,
    columns,
    now: () => clock.ms,
  });
  const step = (
    ms: number,
    stage: Progress['stage'],
    table: string | null,
    done: number,
    total: number | null,
  ) => {
    clock.ms += ms;
    display.onProgress({ stage, table, done, total });
  };
  return { written, display, step };
}

describe('showProgress', () => {
  it('writes one line per table that was read or written when nobody looks', () => {
    const { written, display, step } = screen(false);
    step(0, 'write', 'customers', 0, 100);
    step(100, 'write', 'orders', 0, null);
    step(100, 'write', 'customers', 100, 100);
    step(800, 'write', 'orders', 5000, null);
    step(0, 'verify', 'orders', 3, 3);
    display.end();
    expect(written).toEqual([
      'write customers: 100 rows, 500 rows/s\n',
      'write orders: 5,000 rows, 5,556 rows/s\n',
    ]);
  });

  it('writes nothing for work that concerns no table', () => {
    const { written, display, step } = screen(false);
    step(0, 'finish', null, 1, 1);
    display.end();
    expect(written).toEqual([]);
  });

  it('keeps one line on a terminal, with the rate of the stage and the time left, and clears it', () => {
    const { written, display, step } = screen(true);
    display.expectRows('write', 30_000);
    step(0, 'write', 'customers', 0, 10_000);
    step(1000, 'write', 'customers', 10_000, 10_000);
    step(1000, 'write', 'orders', 5_000, 20_000);
    display.end();
    expect(written.at(-2)).toBe('\r\x1b[2Kwrite orders: 5,000 of 20,000 rows · 7,500 rows/s · 2 s left');
    expect(written.at(-1)).toBe('\r\x1b[2K');
  });

  it('takes a terminal that does not tell its width for one of the usual width', () => {
    const { written, step } = screen(true, 0);
    step(0, 'write', 'orders', 5_000, 20_000);
    expect(written.at(-1)).toContain('5,000 of 20,000 rows');
  });

  it('redraws at most ten times a second', () => {
    const { written, step } = screen(true);
    for (let i = 0; i < 100; i++) step(10, 'write', 'orders', i, 100);
    expect(written.length).toBeLessThanOrEqual(10);
  });
});
