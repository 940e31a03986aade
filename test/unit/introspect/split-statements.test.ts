import { describe, expect, it } from 'vitest';
import { splitStatements, type SqlLexis } from '../../../src/introspect/split-statements.js';

const POSTGRES: SqlLexis = {
  backslashes: false,
  dollarQuotes: true,
  hashComments: false,
  delimiters: false,
  clientSign: '\\',
};
const MYSQL: SqlLexis = {
  backslashes: true,
  dollarQuotes: false,
  hashComments: true,
  delimiters: true,
  clientSign: '\\',
};
const split = (text: string, lexis = POSTGRES) => splitStatements(text, lexis).map(({ sql }) => sql);

describe('splitStatements', () => {
  it('ends statements at semicolons outside of quotes, comments and bodies of functions', () => {
    const statements = [
      `INSERT INTO a VALUES ('x;''y', E'\\';', "c;d")`,
      'CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $b$ SELECT 1; SELECT 2; $b$',
      'SELECT 1 /* ; */ -- ;\n + 2',
      'CREATE FUNCTION g() RETURNS int BEGIN ATOMIC SELECT 1; SELECT 2; END',
      'SELECT 3',
    ];
    expect(split(statements.join(';\n'))).toEqual(statements);
  });

  it('leaves out comments between statements, empty statements and lines for the client', () => {
    expect(split('-- one; two\n\\connect shop\n/* three; */ SELECT 1;; \\gexec\nSELECT 2;\n-- end')).toEqual([
      'SELECT 1',
      'SELECT 2',
    ]);
  });

  it('follows DELIMITER, escaped quotes and comments as MySQL has them', () => {
    const text = `# a; b\nSELECT 'it\\'s;', 5--1;\nDELIMITER $$\nCREATE TRIGGER t BEGIN SET x = 1; END$$\nDELIMITER ;\n/*!40101 SET NAMES utf8 */;`;
    expect(split(text, MYSQL)).toEqual([
      `SELECT 'it\\'s;', 5--1`,
      'CREATE TRIGGER t BEGIN SET x = 1; END',
      '/*!40101 SET NAMES utf8 */',
    ]);
  });

  it('tells the line that each statement begins in', () => {
    const lines = splitStatements("-- x\n\nSELECT 1,\n'\n';\nSELECT 2; SELECT 3", POSTGRES).map(
      ({ line }) => line,
    );
    expect(lines).toEqual([3, 6, 6]);
  });
});
