import type { Table } from '../introspect/catalog.js';

/** Tables in which migration tools keep which migrations have run. */
const BOOKKEEPING =
  /^(_?schema_migrations?|ar_internal_metadata|flyway_schema_history|databasechangelog(lock)?|__?efmigrations(history|lock)|django_migrations|alembic_version|knex_migrations(_lock)?|_prisma_migrations|prisma_migrations|goose_db_version|typeorm_(metadata|migrations)|gorp_migrations|atlas_schema_revisions|schema_version(_history)?|schema_update_history|phinxlog|doctrine_migration_versions|sequelizemeta|mikro_orm_migrations|__drizzle_migrations|_sqlx_migrations|kysely_migration(_lock)?|refinery_schema_history|pgmigrations|__diesel_schema_migrations|migrations)$/i;

/**
 * Tells whether a table belongs to the tool that migrates the schema: made-up rows in it would lead that tool astray.
 */
export function isBookkeeping({ name, foreignKeys }: Table): boolean {
  return foreignKeys.length === 0 && BOOKKEEPING.test(name);
}
