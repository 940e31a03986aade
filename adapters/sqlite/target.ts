import { accessSync, constants, existsSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Load, LoadOptions, Target, TargetState } from '../../src/database.js';
import { DbsynthError } from '../../src/errors.js';
import { DBSYNTH_APPLICATION_ID } from './build-script.js';
import { labelOf, openForWriting, openNewFile, openNothing } from './connect.js';
import type { OpenOptions } from './connect.js';
import { countRows } from './count-rows.js';
import { fileIdentity, realPlace } from './file-identity.js';
import { findObjects } from './find-objects.js';
import { SqliteLoad, type Ending } from './load.js';
import { SqliteDatabase } from './sqlite-database.js';
import { quoteScriptStrings } from './quote-script-strings.js';
import { publish, removeAbandoned, temporaryName } from './temporary-file.js';
import { translateError } from './translate-error.js';

/**
 * A SQLite file to write. A file that does not exist yet is made under another name and gets its own when it is
 * complete; one that exists is changed in one ordinary transaction, which SQLite undoes if we are killed. Either
 * way an unfinished load leaves the target as it was.
 */
export class SqliteTarget extends SqliteDatabase implements Target {
  /** Where the file is or will be, symbolic links resolved. */
  private readonly place: string;
  readonly isLocal = true;
  private exists: boolean;
  private load: SqliteLoad | null = null;

  constructor(
    private readonly path: string,
    private readonly options: OpenOptions,
  ) {
    const exists = existsSync(path);
    const place = exists ? path : placeForNewFile(path);
    super(exists ? openForWriting(path, options) : openNothing(), labelOf(path));
    this.exists = exists;
    this.place = place;
  }

  get name(): string {
    return this.path;
  }

  async identity(): Promise<string> {
    return fileIdentity(this.path);
  }

  async state(): Promise<TargetState> {
    return this.run(() => {
      const tables = findObjects(this.handle).tables.map(({ name }) => ({
        id: name,
        rows: countRows(this.handle, name),
      }));
      const mark = this.handle.pragma('application_id', { simple: true });
      return { exists: this.exists, tables, madeByDbsynth: this.exists && mark === DBSYNTH_APPLICATION_ID };
    });
  }

  async leftover(): Promise<null> {
    return null;
  }

  async makeSchema(sql: string): Promise<readonly string[]> {
    const script = quoteScriptStrings(withoutSettings(sql));
    const statement = { kind: 'other', name: 'the file', table: null, sql: script } as const;
    const create = { tables: [statement], afterLoad: [] };
    const load = await this.begin({ create, truncate: [], deferForeignKeys: false });
    try {
      await load.finish();
      await load.commit();
      return [];
    } catch (error) {
      await load.rollback();
      throw error;
    }
  }

  async begin(options: LoadOptions): Promise<Load> {
    this.load = this.run(() => (this.exists ? this.beginInPlace(options) : this.beginBeside(options)));
    return this.load;
  }

  override async close(): Promise<void> {
    await this.load?.rollback();
    await super.close();
  }

  private beginInPlace(options: LoadOptions): SqliteLoad {
    const { handle } = this;
    return start(
      new SqliteLoad(handle, this.label, options, {
        commit: () => handle.exec('COMMIT'),
        rollback: () => {
          // SQLite has rolled back by itself after some errors, a full disk among them. Then it is the next
          // reader who restores the file from the journal and gives its space back.
          if (handle.inTransaction) handle.exec('ROLLBACK');
          handle.prepare('SELECT count(*) FROM sqlite_schema').get();
        },
      }),
    );
  }

  private beginBeside(options: LoadOptions): SqliteLoad {
    this.refuseLeftovers();
    removeAbandoned(this.place);
    const temporary = temporaryName(this.place);
    const handle = openNewFile(temporary);
    const discard = (): void => {
      handle.close();
      rmSync(temporary, { force: true });
    };
    const ending: Ending = {
      commit: () => {
        handle.exec('COMMIT');
        handle.close();
        publish(temporary, this.place);
        this.handle.close();
        this.handle = openForWriting(this.place, this.options);
        this.exists = true;
      },
      rollback: discard,
    };
    try {
      handle.pragma(`application_id = ${DBSYNTH_APPLICATION_ID}`);
      return start(new SqliteLoad(handle, this.label, options, ending));
    } catch (error) {
      discard();
      throw error;
    }
  }

  /** SQLite would take the journal of a database that is gone for one of ours, and play it back into the new file. */
  private refuseLeftovers(): void {
    for (const leftover of [`${this.place}-journal`, `${this.place}-wal`]) {
      if ((statSync(leftover, { throwIfNoEntry: false })?.size ?? 0) === 0) continue;
      throw new DbsynthError(
        'E_TARGET_EXISTS',
        `${this.label}: "${leftover}" is left of another database of this name`,
        {
          hint: 'remove that file, or choose another name for the target',
        },
      );
    }
  }
}

/**
 * Takes out what has no place in the transaction that a file runs in: transactions of its own, settings of the
 * connection, and commands of the shell.
 */
function withoutSettings(sql: string): string {
  return sql
    .replace(
      /^[ \t]*(BEGIN|COMMIT|END)([ \t]+(TRANSACTION|DEFERRED|IMMEDIATE|EXCLUSIVE))*[ \t]*;[ \t]*\r?$/gim,
      (line) => (/^[ \t]*END[ \t]*;/i.test(line) ? line : ''),
    )
    .replace(/^[ \t]*PRAGMA\s+(?!user_version|application_id)[^;]*;/gim, '')
    .replace(/^\.\w[^\n]*$/gm, '');
}

/** Finds out early, before anything is learned, whether a file can be made. */
function placeForNewFile(path: string): string {
  const place = realPlace(path);
  try {
    accessSync(dirname(place), constants.W_OK);
    return place;
  } catch (error) {
    throw translateError(error, labelOf(path));
  }
}

function start(load: SqliteLoad): SqliteLoad {
  try {
    load.start();
    return load;
  } catch (error) {
    void load.rollback();
    throw error;
  }
}
