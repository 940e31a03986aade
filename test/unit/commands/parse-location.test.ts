import { describe, expect, it } from 'vitest';
import { parseLocation } from '../../../commands/connection/parse-location.js';

const at = (text: string) => parseLocation(text, '/work');

describe('parseLocation', () => {
  it.each([
    ['sqlite:shop.db', '/work/shop.db'],
    ['sqlite:./odd name', '/work/odd name'],
    ['SQLITE:shop.db', '/work/shop.db'],
    ['sqlite:/tmp/shop.db', '/tmp/shop.db'],
    ['sqlite:///tmp/shop.db', '/tmp/shop.db'],
    ['file:shop.db', '/work/shop.db'],
    ['file:///tmp/a%20b.db', '/tmp/a b.db'],
    ['shop.db', '/work/shop.db'],
    ['../x/shop.SQLite3', '/x/shop.SQLite3'],
    ['/tmp/shop.sqlite', '/tmp/shop.sqlite'],
  ])('reads %s as a SQLite file', (text, path) => {
    expect(at(text)).toEqual({ product: 'sqlite', address: path });
  });

  it.each([
    ['postgres://me@host/shop', 'postgres'],
    ['postgresql://me@host/shop', 'postgres'],
    ['mysql://me@host/shop', 'mysql'],
    ['mariadb://me@host/shop', 'mysql'],
  ])('reads %s as the URL of a server', (text, product) => {
    expect(at(text)).toEqual({ product, address: text });
  });

  it.each(['prod', 'shop.dbx', 'shop.csv', './folder', ''])(
    'leaves "%s" to the names of connections',
    (text) => {
      expect(at(text)).toBeNull();
    },
  );

  it.each(['oracle:x', 'http://host/shop.db', 'sqlite:', 'sqlite::memory:', 'sqlite://relative/shop.db'])(
    'refuses %s',
    (text) => {
      expect(() => at(text)).toThrow(expect.objectContaining({ code: 'E_URL' }));
    },
  );
});
