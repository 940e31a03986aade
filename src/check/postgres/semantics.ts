import { sqliteSemantics } from '../sqlite/semantics.js';
export const postgresSemantics = sqliteSemantics;
