import { describe, expect, test } from 'vitest';
import { parseCreateTable, writeCreateTable } from '../../../../adapters/mysql/ddl.js';

/** As MySQL 8.0 shows a table, which the server of the other tests does not. */
const MYSQL = `CREATE TABLE \`t\` (
  \`id\` int NOT NULL AUTO_INCREMENT,
  \`kind\` varchar(9) DEFAULT 'a),(b' COMMENT 'it''s \\' AUTO_INCREMENT=3',
  \`low\` varchar(9) GENERATED ALWAYS AS (lower(\`kind\`)) VIRTUAL,
  \`p_id\` int DEFAULT NULL,
  PRIMARY KEY (\`id\`),
  UNIQUE KEY \`f\` ((lower(\`kind\`))),
  KEY \`p_id\` (\`p_id\`),
  CONSTRAINT \`fk\` FOREIGN KEY (\`p_id\`) REFERENCES \`p\` (\`id\`) ON DELETE CASCADE,
  CONSTRAINT \`far\` FOREIGN KEY (\`p_id\`) REFERENCES \`other\`.\`p\` (\`id\`),
  CONSTRAINT \`t_chk_1\` CHECK ((\`kind\` <> _utf8mb4'it\\'s)')),
  CONSTRAINT \`t_chk_2\` CHECK ((\`id\` > 0)) /*!80016 NOT ENFORCED */
) /*!50100 TABLESPACE \`space\` */ ENGINE=InnoDB AUTO_INCREMENT=77 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci COMMENT='AUTO_INCREMENT=9'`;

describe('parseCreateTable', () => {
  const ddl = parseCreateTable(MYSQL);

  test('takes foreign keys out, those into other databases too', () => {
    expect(ddl.foreignKeys.map(({ name, parentSchema, parent }) => [name, parentSchema, parent])).toEqual([
      ['fk', null, 'p'],
      ['far', 'other', 'p'],
    ]);
  });

  test('finds checks, and whether they are enforced', () => {
    expect(ddl.checks).toEqual([
      { name: 't_chk_1', sql: "(`kind` <> _utf8mb4'it\\'s)')", enforced: true },
      { name: 't_chk_2', sql: '(`id` > 0)', enforced: false },
    ]);
  });

  test('leaves counter and tablespace out, and comments alone', () => {
    expect(ddl.tail).toBe(
      ") ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci COMMENT='AUTO_INCREMENT=9'",
    );
  });

  test('puts together again what it took apart', () => {
    const expected = MYSQL.replace(' /*!50100 TABLESPACE `space` */', '').replace(' AUTO_INCREMENT=77', '');
    const [fk, far] = ddl.foreignKeys;
    const written = writeCreateTable(
      { ...ddl, items: [...ddl.items.slice(0, 7), fk!.sql, far!.sql, ...ddl.items.slice(7)] },
      [],
    );
    expect(written).toBe(expected);
    expect(writeCreateTable(ddl, [])).not.toContain('REFERENCES');
  });
});
