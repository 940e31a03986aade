import { sqliteSemantics } from '../sqlite/semantics.js';
export const mysqlSemantics = sqliteSemantics;
