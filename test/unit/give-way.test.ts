import { expect, test } from 'vitest';
import { giveWay } from '../../src/give-way.js';

test('lets a signal through that arrives as an event while a synchronous driver is at work', async () => {
  const controller = new AbortController();
  setImmediate(() => controller.abort());
  await expect(giveWay(controller.signal)).rejects.toMatchObject({ code: 'E_INTERRUPTED' });
});

test('goes on when nobody wants to stop', async () => {
  await expect(giveWay(new AbortController().signal)).resolves.toBeUndefined();
  await expect(giveWay()).resolves.toBeUndefined();
});
