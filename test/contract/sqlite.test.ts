import { adapterContract } from './adapter-contract.js';
import { SqliteFiles } from './sqlite-files.js';

adapterContract('SQLite', new SqliteFiles());
