import type { WrittenForm } from '../../src/introspect/catalog.js';

const templates = (...texts: string[]): WrittenForm => ({ kind: 'templates', texts });

/**
 * How values of types without a meaning to the engine are written, by name: of the server's own types and of common
 * extensions. https://www.postgresql.org/docs/current/datatype.html
 */
export const WRITTEN_FORMS: Readonly<Record<string, WrittenForm | undefined>> = {
  inet: templates('10.#.#.#', '192.0.2.#', '198.51.100.#'),
  cidr: templates('10.#.#.0/24', '10.#.0.0/16'),
  macaddr: templates('08:00:2b:#:#:#'),
  macaddr8: templates('08:00:2b:ff:fe:#:#:#'),
  interval: templates('# days', '# hours', '# minutes', '1 year # days'),
  money: templates('#.#', '1#.#'),
  point: templates('(#,#)'),
  line: templates('{#,#,#}'),
  lseg: templates('[(0,0),(#,#)]'),
  box: templates('(#,#),(0,0)'),
  path: templates('[(0,0),(#,#),(#,0)]'),
  polygon: templates('((0,0),(#,#),(#,0))'),
  circle: templates('<(#,#),#>'),
  xml: templates('<note>#</note>'),
  tsvector: templates("'word#' 'other#'"),
  tsquery: templates("'word#' & 'other#'"),
  pg_lsn: templates('#/#'),
  txid_snapshot: templates('10:2#:'),
  pg_snapshot: templates('10:2#:'),
  xid: templates('#'),
  xid8: templates('#'),
  cid: templates('#'),
  jsonpath: templates('$.a#'),
  int2vector: templates('# #'),
  oidvector: templates('# #'),
  refcursor: templates('cursor#'),
  regclass: templates('pg_class', 'pg_type', 'pg_attribute'),
  regtype: templates('integer', 'text', 'boolean'),
  regproc: templates('now', 'pi'),
  hstore: templates('"a"=>"#"', '"a"=>"#", "b"=>"#"'),
  ltree: templates('top.a#.b#', 'top.a#'),
  lquery: templates('top.*.a#'),
  cube: templates('(#,#,#)'),
  isbn13: templates('978-0-11-000533-4'),
  geometry: templates('POINT(# #)'),
  geography: templates('POINT(# #)'),
};
