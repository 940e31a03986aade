import { describe, expect, test } from 'vitest';
import { describeViolation, translateError } from '../../../../adapters/mysql/translate-error.js';

describe('describeViolation', () => {
  test.each([
    [1062, "Duplicate entry 'se'cret' for key 't.one_mail'", 'the unique key "one_mail" is violated'],
    [1062, "Duplicate entry 'secret' for key 'PRIMARY'", 'the unique key "PRIMARY" is violated'],
    [
      1452,
      'Cannot add or update a child row: a foreign key constraint fails (`d`.`c`, CONSTRAINT `c_ibfk_1` FOREIGN KEY (`p`) REFERENCES `p` (`id`))',
      'the foreign key "c_ibfk_1" is violated: a row has no parent',
    ],
    [3819, "Check constraint 'small' is violated.", 'the check "small" is violated'],
    [4025, 'CONSTRAINT `small` failed for `d`.`t`', 'the check "small" is violated'],
    [1048, "Column 'w' cannot be null", 'column "w" must have a value'],
    [1364, "Field 'w' doesn't have a default value", 'column "w" must have a value'],
    [1264, "Out of range value for column 'n' at row 7", 'column "n": a number is out of range'],
    [
      1366,
      "Incorrect integer value: 'secret for column 'x' at row 1' for column `d`.`t`.`n` at row 1",
      'column "n" cannot hold a value as it came',
    ],
  ])('says of %i %s: %s', (errno, message, expected) => {
    expect(describeViolation(errno, message)).toBe(expected);
  });
});

describe('translateError', () => {
  test('leaves the values of a message and the statement behind', () => {
    const error = Object.assign(new Error("You have an error near 'secret'"), {
      errno: 1064,
      code: 'ER_PARSE_ERROR',
      sql: 'secret',
    });
    const translated = translateError(error, 'table "t"');
    expect(translated).toMatchObject({ code: 'E_INTERNAL' });
    expect(JSON.stringify([translated.message, String(translated.cause), translated.cause])).not.toContain(
      'secret',
    );
  });

  test.each([
    [{ errno: 1213 }, 'E_LOCKED'],
    [{ errno: 1049 }, 'E_SOURCE_MISSING'],
    [{ errno: 1142 }, 'E_PERMISSION'],
    [{ errno: 1114 }, 'E_DISK_FULL'],
    [{ code: 'ECONNREFUSED' }, 'E_CONNECTION'],
    [{ errno: 1927 }, 'E_CONNECTION'],
    [{ fatal: true }, 'E_CONNECTION'],
  ])('gives %j the code %s', (parts, code) => {
    expect(translateError(Object.assign(new Error('x'), parts), 'it')).toMatchObject({ code });
  });
});
