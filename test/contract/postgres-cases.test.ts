import { afterAll, test } from 'vitest';
import { startPostgres } from '../servers/postgres-server.js';
import { databaseCases } from './database-cases.js';
import { PostgresDatabases } from './postgres-databases.js';

const server = await startPostgres();
if ('reason' in server) {
  test.skip(`the databases on PostgreSQL: ${server.reason}`);
} else {
  afterAll(() => server.stop());
  databaseCases('postgres', new PostgresDatabases(server));
}
