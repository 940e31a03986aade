import { afterAll, beforeAll, describe } from 'vitest';
import { whyNoMariaDb } from '../servers/start-mariadb.js';
import { databaseCases } from './database-cases.js';
import { MysqlDatabases } from './mysql-databases.js';

const reason = whyNoMariaDb();

describe.skipIf(reason !== null)(reason ?? 'on a MariaDB server', () => {
  const databases = new MysqlDatabases();
  beforeAll(() => databases.start(), 300_000);
  afterAll(() => databases.stop());
  databaseCases('mysql', databases);
});
