import { Command, Flags } from '@oclif/core';
import { DbsynthError } from '../src/errors.js';
import type { Surroundings } from './connection/resolve-connection.js';
import { describeError, traceOf } from './report/describe-error.js';
import { errorJson, printError, type ErrorJson } from './report/print-error.js';
import { showProgress } from './report/show-progress.js';
import type { ProgressDisplay } from './report/show-progress.js';

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/** What all commands share: `--json`, `--config`, errors with exit codes, progress, and the answer to Ctrl-C. */
export abstract class BaseCommand extends Command {
  static override enableJsonFlag = true;

  static override baseFlags = {
    config: Flags.string({
      summary: 'Config file with the names of connections and rules.',
      description: 'Default: the nearest dbsynth.config.json, from the working directory upwards.',
      helpGroup: 'GLOBAL',
      helpValue: '<path>',
    }),
  };

  private readonly interruption = new AbortController();
  private failure: DbsynthError | null = null;
  private readonly openDisplays: ProgressDisplay[] = [];

  /** Aborted when the user interrupts. */
  protected get signal(): AbortSignal {
    return this.interruption.signal;
  }

  protected surroundings(flags: { config?: string | undefined }): Surroundings {
    return { cwd: process.cwd(), env: process.env, configPath: flags.config };
  }

  /** Starts to show progress on stderr; with `--json`, only where somebody looks. */
  protected showProgress(): ProgressDisplay {
    const { stderr } = process;
    const isTerminal = stderr.isTTY === true;
    const isSilent = this.jsonEnabled() && !isTerminal;
    const display = showProgress({
      write: (text) => void (isSilent || stderr.write(text)),
      isTerminal,
      columns: stderr.columns ?? 0,
      now: () => performance.now(),
    });
    this.openDisplays.push(display);
    return display;
  }

  /** Ends the command with an error, but with its result too; in JSON the error stands beside the result. */
  protected failWithResult(error: DbsynthError): void {
    this.failure = error;
    process.exitCode = error.exitCode;
    if (!this.jsonEnabled()) printError(error);
  }

  protected override async init(): Promise<void> {
    await super.init();
    for (const name of SIGNALS) process.on(name, this.interrupt);
  }

  protected override async catch(thrown: unknown): Promise<void> {
    // oclif's way to end early without an error, after --help for instance.
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'EEXIT') throw thrown;
    const error = this.signal.aborted ? this.signal.reason : thrown;
    process.exitCode = describeError(error).exitCode;
    this.endProgress();
    if (this.jsonEnabled()) this.logJson(this.toErrorJson(error));
    else printError(error);
    this.printTrace(error);
  }

  protected override async finally(error: Error | undefined): Promise<void> {
    this.endProgress();
    for (const name of SIGNALS) process.off(name, this.interrupt);
    await super.finally(error);
  }

  protected override toSuccessJson(result: unknown): unknown {
    return this.failure === null ? result : { ...(result as object), ...this.toErrorJson(this.failure) };
  }

  protected override toErrorJson(error: unknown): ErrorJson {
    return errorJson(error);
  }

  private printTrace(error: unknown): void {
    for (const line of traceOf(error)) process.stderr.write(`${line}\n`);
    if (process.env['DBSYNTH_DEBUG'] === '1') console.error(error);
  }

  private endProgress(): void {
    for (const display of this.openDisplays.splice(0)) display.end();
  }

  /** The first signal asks the work to stop and roll back, the second ends the process. */
  private readonly interrupt = (): void => {
    if (this.signal.aborted) process.exit(130);
    this.interruption.abort(
      new DbsynthError('E_INTERRUPTED', 'interrupted; the target is as it was before', {
        hint: 'run the command again to start afresh',
      }),
    );
  };
}
