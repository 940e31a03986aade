import type { Load, LoadOptions, Target, TargetState } from '../../src/database.js';
import { DbsynthError } from '../../src/errors.js';
import type { Leftover } from '../../src/leftover.js';
import { isLocalHost } from '../../src/is-local-host.js';
import type { OpenOptions } from './connect.js';
import { countRows } from './count-rows.js';
import { findLeftover } from './find-leftover.js';
import { MysqlLoad, type Place } from './load.js';
import { makeSchema } from './make-schema.js';
import { isMarked } from './mark.js';
import { MysqlDatabase } from './mysql-database.js';
import type { Address } from './parse-url.js';
import { quote, quoteText } from './quote.js';
import { Session } from './session.js';
import { makeShadowPlace } from './shadow-place.js';
import { useStandingPlace } from './standing-place.js';

/**
 * A database to write. A schema that does not stand yet is made in a shadow database and moved when it is complete; one
 * that stands is changed in one transaction. Either way an unfinished load leaves the target as it was.
 */
export class MysqlTarget extends MysqlDatabase implements Target {
  private load: MysqlLoad | null = null;

  /** @throws {DbsynthError} E_CONNECTION, E_PERMISSION; a database that does not exist yet is none */
  static async open(address: Address, options: OpenOptions): Promise<MysqlTarget> {
    const session = await openIfThere(address, options);
    return new MysqlTarget(session, address);
  }

  get name(): string {
    return this.address.database;
  }

  get isLocal(): boolean {
    return this.address.socket !== null || isLocalHost(this.address.host);
  }

  async state(): Promise<TargetState> {
    const { database } = this.address;
    const tables: { id: string; rows: number }[] = [];
    for (const name of await this.fetchTables())
      tables.push({ id: name, rows: await countRows(this.session, name) });
    return { exists: await this.exists(), tables, madeByDbsynth: await isMarked(this.session, database) };
  }

  leftover(): Promise<Leftover | null> {
    return findLeftover(this.session, this.address.database);
  }

  async makeSchema(sql: string): Promise<readonly string[]> {
    await this.checkEmpty();
    const { database } = this.address;
    const isNew = !(await this.exists());
    if (isNew) await this.session.execute(`CREATE DATABASE ${quote(database)}`);
    const session = await this.session.openAnother(database);
    try {
      const warnings = await makeSchema(session, database, isNew, sql);
      await this.session.use(database);
      return warnings;
    } finally {
      await session.close();
    }
  }

  async begin(options: LoadOptions): Promise<Load> {
    const { database } = this.address;
    const { create } = options;
    if (create !== null) await this.checkEmpty();
    const session = await this.session.openAnother(create === null ? database : null);
    let place: Place;
    try {
      place =
        create === null
          ? useStandingPlace(session, database)
          : await makeShadowPlace(session, database, create);
    } catch (error) {
      await session.close();
      throw error;
    }
    this.load = await MysqlLoad.start(this.follow(place), this.label, options);
    return this.load;
  }

  override async close(): Promise<void> {
    await this.load?.rollback();
    await super.close();
  }

  /** After the commit this session is in the database too. */
  private follow(place: Place): Place {
    const commit = async (): Promise<void> => {
      await place.commit();
      await this.session.use(this.address.database);
    };
    return { ...place, commit };
  }

  private async exists(): Promise<boolean> {
    const rows = await this.session.query(
      `SELECT 1 FROM information_schema.schemata WHERE schema_name = ${quoteText(this.address.database)}`,
    );
    return rows.length > 0;
  }

  private async fetchTables(): Promise<string[]> {
    const rows = await this.session.query(
      `SELECT table_name FROM information_schema.tables
       WHERE table_schema = ${quoteText(this.address.database)} AND table_type IN ('BASE TABLE', 'SYSTEM VERSIONED')
       ORDER BY table_name`,
    );
    return rows.map(([name]) => String(name));
  }

  private async checkEmpty(): Promise<void> {
    const rows = await this.session.query(
      `SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = ${quoteText(this.address.database)}`,
    );
    const objects = Number(rows[0]![0]);
    if (objects === 0) return;
    throw new DbsynthError(
      'E_TARGET_NOT_EMPTY',
      `${this.label}: it already holds ${objects} tables or views`,
      {
        hint: 'choose a new database, or fill the tables that stand there',
      },
    );
  }
}

async function openIfThere(address: Address, options: OpenOptions): Promise<Session> {
  try {
    return await Session.open(address, address.database, options);
  } catch (error) {
    const isMissing = error instanceof DbsynthError && error.code === 'E_SOURCE_MISSING';
    if (isMissing) return Session.open(address, null, options);
    throw error;
  }
}
