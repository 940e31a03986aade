import { Worker } from 'node:worker_threads';
import { DbsynthError } from '../errors.js';
import type { Model } from '../model/model.js';
import type { Plan } from '../plan/plan.js';
import { unpackEvent } from './pack-event.js';
import { sample, type SampleEvent, type SampleOptions } from './sample.js';
import type { WorkerMessage, WorkerTask } from './worker-message.js';

export interface ThreadOptions extends SampleOptions {
  /** With two or more the rows are drawn in a thread of their own, while this one writes. */
  readonly threads: number;
}

/**
 * Draws the rows of a plan, in a second thread if there may be one. The rows are the same either way.
 * @throws {DbsynthError} what `sample` throws
 */
export function sampleInThreads(
  model: Model,
  plan: Plan,
  { threads, ...options }: ThreadOptions,
): Iterable<SampleEvent> | AsyncIterable<SampleEvent> {
  // A thread can only be started from compiled code.
  const isCompiled = import.meta.url.endsWith('.js');
  return threads > 1 && isCompiled ? sampleInWorker(model, plan, options) : sample(model, plan, options);
}

async function* sampleInWorker(
  model: Model,
  plan: Plan,
  { existing, batchRows, signal }: SampleOptions,
): AsyncGenerator<SampleEvent> {
  const inFlight = new Int32Array(new SharedArrayBuffer(4));
  const task: WorkerTask = { model, plan, existing, batchRows, inFlight };
  const worker = new Worker(new URL('./sample-worker.js', import.meta.url), { workerData: task });
  const inbox = new Inbox(worker, signal);
  try {
    for (let message = await inbox.next(); message.type !== 'end'; message = await inbox.next()) {
      if (message.type === 'failure') throw message.error;
      if (message.type === 'refusal')
        throw new DbsynthError(message.code, message.message, { hint: message.hint });
      yield unpackEvent(message.event);
      Atomics.sub(inFlight, 0, 1);
      Atomics.notify(inFlight, 0);
    }
  } finally {
    inbox.close();
    await worker.terminate();
  }
}

/** The messages of a worker, to be awaited one after the other; its death and the user's wish to stop are among them. */
class Inbox {
  private readonly messages: WorkerMessage[] = [];
  private wake: (() => void) | null = null;

  constructor(
    worker: Worker,
    private readonly signal: AbortSignal | undefined,
  ) {
    worker.on('message', (message: WorkerMessage) => this.put(message));
    worker.on('error', (error) => this.put({ type: 'failure', error }));
    worker.on('exit', () =>
      this.put({ type: 'failure', error: new Error('the drawing thread ended early') }),
    );
    signal?.addEventListener('abort', this.stop);
  }

  async next(): Promise<WorkerMessage> {
    if (this.signal?.aborted === true) return INTERRUPTION;
    while (this.messages.length === 0) await new Promise<void>((resolve) => (this.wake = resolve));
    return this.messages.shift()!;
  }

  close(): void {
    this.signal?.removeEventListener('abort', this.stop);
  }

  private put(message: WorkerMessage): void {
    this.messages.push(message);
    this.wake?.();
  }

  private readonly stop = (): void => {
    this.messages.length = 0;
    this.put(INTERRUPTION);
  };
}

const INTERRUPTION: WorkerMessage = {
  type: 'refusal',
  code: 'E_INTERRUPTED',
  message: 'interrupted',
  hint: undefined,
};
