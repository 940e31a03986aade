import { describe, expect, it } from 'vitest';
import type { Batch } from '../../../src/batch/batch.js';
import { packEvent, unpackEvent } from '../../../src/sample/pack-event.js';
import type { SampleEvent } from '../../../src/sample/sample.js';
import { aBatch } from '../../batch-builder.js';

const bytes = (...values: number[]): Uint8Array => new Uint8Array(values);

/** Sends an event through what a thread boundary does to it. */
function send(event: SampleEvent): SampleEvent {
  const { packed, transfer } = packEvent(event);
  return unpackEvent(structuredClone(packed, { transfer }));
}

const rows = (batch: Batch): SampleEvent => ({ type: 'rows', table: 't', batch });

describe('packEvent', () => {
  it('brings every kind of vector over, nulls included', () => {
    const batch = aBatch({
      number: [1, null, 2.5],
      bigint: [2n ** 60n, null, -(2n ** 60n)],
      text: ['', null, 'Zoë 東京 👍'],
      bytes: [bytes(0, 255), null, bytes()],
      mixed: [1, 'a', null],
      empty: [null, null, null],
    });
    const expected = structuredClone(batch);
    expect(send(rows(batch))).toEqual(rows(expected));
  });

  it('brings coded texts over with their dictionary', () => {
    const batch: Batch = {
      rows: 3,
      names: ['c'],
      columns: [{ kind: 'coded', codes: Uint32Array.of(1, 0, 1), dictionary: ['x', 'y'] }],
    };
    const expected = structuredClone(batch);
    expect(send(rows(batch))).toEqual(rows(expected));
  });

  it('hands numbers over without copying them', () => {
    const batch = aBatch({ n: [1, 2, 3] });
    const { transfer } = packEvent(rows(batch));
    expect(transfer).toContain((batch.columns[0] as { values: Float64Array }).values.buffer);
  });

  it('brings updates over with their key', () => {
    const event: SampleEvent = {
      type: 'update',
      table: 't',
      key: ['id'],
      batch: aBatch({ id: [1], boss: ['x'] }),
    };
    const expected = structuredClone(event);
    expect(send(event)).toEqual(expected);
  });

  it('brings events without rows over as they are', () => {
    const event: SampleEvent = { type: 'cut', table: 't', rows: 5 };
    expect(send(event)).toEqual(event);
  });
});
