import { afterAll, beforeAll, describe } from 'vitest';
import { whyNoMariaDb } from '../servers/start-mariadb.js';
import { adapterContract } from './adapter-contract.js';
import { MysqlDatabases } from './mysql-databases.js';

const reason = whyNoMariaDb();

describe.skipIf(reason !== null)(reason ?? 'on a MariaDB server', () => {
  const databases = new MysqlDatabases();
  beforeAll(() => databases.start(), 300_000);
  afterAll(() => databases.stop());
  adapterContract('MySQL', databases);
});
