import type pg from 'pg';
import type { SchemaScript } from '../../src/introspect/catalog.js';
import { findDependencies } from './find-dependencies.js';
import type { Relations } from './find-objects.js';
import type { TypesByOid } from './find-types.js';
import { arrangeObjects } from './script/arrange-objects.js';
import { scriptComments } from './script/script-comments.js';
import { scriptConstraints, scriptForeignKeys } from './script/script-constraints.js';
import { createScriptContext } from './script/script-context.js';
import { scriptFunctions } from './script/script-functions.js';
import { scriptIndexes, scriptStatistics } from './script/script-indexes.js';
import { scriptExtensions, scriptSchemas } from './script/script-schemas.js';
import { scriptOwnedSequences, scriptSequences } from './script/script-sequences.js';
import { scriptTables, scriptViews } from './script/script-tables.js';
import { scriptRowSecurity, scriptRules, scriptTriggers } from './script/script-triggers.js';
import { scriptCollations, scriptTypes } from './script/script-types.js';
import { optionalForViews } from './script/statement.js';

/**
 * Writes down how to make the schema again: first what rows need (schemas, extensions, types, functions,
 * sequences, tables with their checks), then what is faster or safer to make after them (keys, indexes, foreign
 * keys, views, triggers, policies, comments). Objects stand in the order of their dependencies, and by kind and
 * name where that leaves a choice, so that two equal databases have equal scripts. Objects of schemas that are not
 * looked at come where others need them, unless the target has them.
 */
export async function buildScript(
  client: pg.Client,
  relations: Relations,
  types: TypesByOid,
): Promise<SchemaScript> {
  const context = createScriptContext(client, relations, types);
  const objects = [
    ...(await scriptCollations(context)),
    ...(await scriptTypes(context)),
    ...(await scriptFunctions(context)),
    ...(await scriptSequences(context)),
    ...(await scriptTables(context)),
    ...(await scriptViews(context)),
  ];
  const { before, after, schemas } = arrangeObjects(objects, await findDependencies(client), relations);
  return {
    tables: [
      ...(await scriptSchemas(context, schemas)),
      ...(await scriptExtensions(context, schemas)),
      ...before,
      ...(await scriptOwnedSequences(context)),
    ],
    afterLoad: [
      ...(await scriptConstraints(context)),
      ...(await scriptIndexes(context, ['r', 'p'])),
      ...(await scriptForeignKeys(context)),
      ...(await scriptStatistics(context)),
      ...after,
      ...[
        ...(await scriptIndexes(context, ['m'])),
        ...(await scriptRules(context)),
        ...(await scriptTriggers(context)),
        ...(await scriptRowSecurity(context)),
        ...(await scriptComments(context)),
      ].map(optionalForViews),
    ],
  };
}
