import { afterAll, describe, expect, it, test } from 'vitest';
import { openPostgresTarget } from '../../adapters/postgres/index.js';
import { startPostgres } from '../servers/postgres-server.js';
import { PostgresDatabases } from './postgres-databases.js';
import { seedTarget } from './seed-target.js';

const server = await startPostgres();
if ('reason' in server) {
  test.skip(`filling a schema on PostgreSQL: ${server.reason}`);
} else {
  afterAll(() => server.stop());
  const databases = new PostgresDatabases(server);
  const seed = async (url: string) => {
    const target = await openPostgresTarget(url);
    try {
      return await seedTarget(target, 60);
    } finally {
      await target.close();
    }
  };

  describe('a schema alone on PostgreSQL', () => {
    it('is filled whatever the types, each value legal for its own', async () => {
      const url = await databases.make([
        `CREATE TYPE mood AS ENUM ('calm', 'glad')`,
        `CREATE TYPE place AS (street text, number integer)`,
        `CREATE TYPE span AS RANGE (subtype = date)`,
        `CREATE DOMAIN percentage AS integer CHECK (VALUE BETWEEN 0 AND 100)`,
        `CREATE TABLE things (
           id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, uid uuid NOT NULL UNIQUE, mood mood NOT NULL,
           moods mood[] NOT NULL, tags text[] NOT NULL, counts integer[] NOT NULL, place place NOT NULL, span span NOT NULL,
           many ${databases.server.version < 14 ? 'int4range' : 'int4multirange'} NOT NULL, prices numrange NOT NULL, share percentage NOT NULL, inet inet NOT NULL,
           cidr cidr NOT NULL, mac macaddr NOT NULL, bits bit(5) NOT NULL, varbits varbit(7) NOT NULL,
           lasts interval NOT NULL, point point NOT NULL, box box NOT NULL, words tsvector NOT NULL, query tsquery NOT NULL,
           notes jsonb NOT NULL, raw bytea NOT NULL, document xml NOT NULL, cash money NOT NULL, at timetz NOT NULL,
           path jsonpath NOT NULL, oids oidvector NOT NULL, log pg_lsn NOT NULL, day date NOT NULL, small smallint NOT NULL,
           exact numeric(3, 3) NOT NULL, twice integer GENERATED ALWAYS AS (small * 2) STORED
         )`,
      ]);
      const report = await seed(url);
      expect(report).toMatchObject({ rows: 60, verification: { ok: true, failed: 0 } });
      const [row] = await databases.run(url, [
        `SELECT count(DISTINCT uid), count(DISTINCT inet) > 20, bool_or(tags <> '{}'), bool_or(NOT isempty(prices)) FROM things`,
      ]);
      expect(row!.map(Number)).toEqual([60, 1, 1, 1]);
    });

    it('is filled where CHECKs say how many elements arrays have, and what they do not hold', async () => {
      const url = await databases.make([
        `CREATE TABLE roles (
           id integer PRIMARY KEY, organization_id integer, permissions varchar[] NOT NULL DEFAULT '{}',
           pairs integer[] NOT NULL, address inet NOT NULL CHECK (address <> '192.0.2.10'),
           CHECK (organization_id IS NULL OR cardinality(permissions) > 0),
           CHECK (organization_id IS NOT NULL OR cardinality(permissions) = 0),
           CHECK (NOT permissions::text ~ '(::|:[,}])' AND NOT ('' = ANY (permissions))),
           CHECK (array_length(pairs, 1) = 2)
         )`,
      ]);
      expect(await seed(url)).toMatchObject({ rows: 60, verification: { ok: true } });
    });

    it('is filled where tables outside of a NOT NULL cycle refer to one whose rows come last', async () => {
      const url = await databases.make([
        ...databases.words.cycle,
        `CREATE TABLE nests (id integer PRIMARY KEY, hen_id integer NOT NULL REFERENCES hens (id), egg_id integer NOT NULL REFERENCES eggs (id))`,
      ]);
      expect(await seed(url)).toMatchObject({ rows: 180, verification: { ok: true } });
    });

    it('is made from a file, with what does not matter to tables passed over', async () => {
      const url = await databases.make([]);
      const target = await openPostgresTarget(url);
      const warnings = await target.makeSchema(`
        -- Dumped by somebody; else
        \\restrict abc
        SET no_such_setting = 1;
        SELECT pg_catalog.set_config('search_path', '', false);
        CREATE FUNCTION public.f() RETURNS integer LANGUAGE sql AS $body$ SELECT 1; $body$;
        CREATE TABLE public.a (id integer PRIMARY KEY, note text DEFAULT 'a;b');
        ALTER TABLE public.a OWNER TO no_such_role;
        COPY public.a (id, note) FROM stdin;
1\tx
\\.
        CREATE INDEX CONCURRENTLY a_note ON public.a (note);`);
      expect(warnings).toHaveLength(3);
      expect((await target.introspect()).tables.map(({ id }) => id)).toEqual(['a']);
      await target.close();
      expect((await databases.run(url, ['SELECT * FROM a'])).length).toBe(0);
    });

    it('keeps nothing of a file that fails', async () => {
      const target = await openPostgresTarget(await databases.make([]));
      await expect(
        target.makeSchema('CREATE TABLE a (id integer);\nCREATE TABLE b (id nonsense);'),
      ).rejects.toMatchObject({
        code: 'E_SCHEMA_MISMATCH',
        message: expect.stringContaining('line 2'),
      });
      expect((await target.state()).tables).toEqual([]);
      await target.close();
    });
  });
}
