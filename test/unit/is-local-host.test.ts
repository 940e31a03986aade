import { expect, test } from 'vitest';
import { isLocalHost } from '../../src/is-local-host.js';

test.each([
  'localhost',
  'LOCALHOST',
  '127.0.0.1',
  '127.8.9.1',
  '::1',
  '0:0:0:0:0:0:0:1',
  '/var/run/postgresql',
])('takes %s for this machine', (host) => expect(isLocalHost(host)).toBe(true));

test.each([
  'db.example.com',
  '10.0.0.1',
  'localhost.example.com',
  '128.0.0.1',
  '::2',
  'fe80::1',
  '1270.0.0.1',
])('takes %s for another machine', (host) => expect(isLocalHost(host)).toBe(false));
