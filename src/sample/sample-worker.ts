import { parentPort, workerData } from 'node:worker_threads';
import { DbsynthError } from '../errors.js';
import { packEvent } from './pack-event.js';
import { sample } from './sample.js';
import { MOST_IN_FLIGHT, type WorkerMessage, type WorkerTask } from './worker-message.js';

/** Draws the rows of a plan in a thread of its own; `sampleInThreads` starts it. */
function draw({ model, plan, existing, batchRows, inFlight }: WorkerTask): void {
  for (const event of sample(model, plan, { existing, batchRows })) {
    const { packed, transfer } = packEvent(event);
    waitForRoom(inFlight);
    Atomics.add(inFlight, 0, 1);
    post({ type: 'event', event: packed }, transfer);
  }
}

/** Sleeps while the writer has as many batches to write as it should hold. */
function waitForRoom(inFlight: Int32Array): void {
  for (;;) {
    const count = Atomics.load(inFlight, 0);
    if (count < MOST_IN_FLIGHT) return;
    Atomics.wait(inFlight, 0, count);
  }
}

function post(message: WorkerMessage, transfer: ArrayBuffer[] = []): void {
  parentPort!.postMessage(message, transfer);
}

try {
  draw(workerData as WorkerTask);
  post({ type: 'end' });
} catch (error) {
  if (error instanceof DbsynthError)
    post({ type: 'refusal', code: error.code, message: error.message, hint: error.hint });
  else post({ type: 'failure', error });
}
