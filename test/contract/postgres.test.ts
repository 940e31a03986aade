import { afterAll, test } from 'vitest';
import { startPostgres } from '../servers/postgres-server.js';
import { adapterContract } from './adapter-contract.js';
import { PostgresDatabases } from './postgres-databases.js';

const server = await startPostgres();
if ('reason' in server) {
  test.skip(`the PostgreSQL adapter: ${server.reason}`);
} else {
  afterAll(() => server.stop());
  adapterContract('PostgreSQL', new PostgresDatabases(server));
}
