import { databaseCases } from './database-cases.js';
import { SqliteFiles } from './sqlite-files.js';

databaseCases('sqlite', new SqliteFiles());
