import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { findLoadOrder } from '../../../src/graph/find-load-order.js';
import { decodeModel } from '../../../src/model/decode-model.js';
import { encodeModel } from '../../../src/model/encode-model.js';
import { MODEL_FORMAT, MODEL_VERSION, type Model, type Tree } from '../../../src/model/model.js';
import { aCatalog, aTable } from '../../catalog-builder.js';

const TREE: Tree = {
  feature: Int16Array.of(0, -1, -1),
  split: Int32Array.of(-1, 0, 0),
  left: Int32Array.of(1, 0, 1),
  subsets: Uint32Array.of(0xffff_ffff, 1, 2, 3, 4, 5, 6, 7),
  start: Int32Array.of(0, 1, 3),
  bins: Uint8Array.of(0, 1, 255),
  cumulated: Uint32Array.of(12, 7, 4_000_000_000),
};

function aModel(version = MODEL_VERSION): Model {
  const catalog = aCatalog(aTable('cats').key('id').column('name'));
  return {
    format: MODEL_FORMAT,
    version,
    catalog,
    loadOrder: findLoadOrder(catalog),
    tables: [
      {
        id: 'cats',
        sourceRows: 40,
        entities: 40,
        learned: true,
        owner: null,
        variables: [],
        leading: 0,
        references: [
          {
            foreignKey: 'none',
            nullShare: 0.25,
            how: { kind: 'cells', variable: 0, cells: TREE, cellFeatures: [1], members: null },
          },
        ],
        columns: [],
        kept: null,
      },
    ],
    minEntities: 10,
    sourceIdentity: 'abc',
    warnings: ['a warning'],
  };
}

/** The file with its JSON changed by hand. */
function edited(change: (text: string) => string): Uint8Array {
  return gzipSync(change(gunzipSync(encodeModel(aModel())).toString('utf8')));
}

function codeOf(bytes: Uint8Array): unknown {
  try {
    decodeModel(bytes);
    return null;
  } catch (error) {
    return (error as { code?: unknown }).code;
  }
}

describe('encodeModel', () => {
  it('writes a model that is read back as it was: typed arrays, 64-bit bounds and infinities included', () => {
    const scale = { upper: [1, Infinity], low: [-Infinity, 0] };
    const model = { ...aModel(), extra: scale };
    expect(decodeModel(encodeModel(model))).toEqual(model);
  });

  it('writes the same bytes for the same model', () => {
    expect(encodeModel(aModel())).toEqual(encodeModel(aModel()));
  });

  it('writes JSON that a person can read', () => {
    const file = JSON.parse(gunzipSync(encodeModel(aModel())).toString('utf8')) as { model: Model };
    expect(file.model.catalog.tables[0]!.columns.map(({ name }) => name)).toEqual(['id', 'name']);
  });

  it('writes a part of an array as that part', () => {
    const model = { ...aModel(), part: Uint8Array.of(1, 2, 3, 4).subarray(1, 3) };
    expect((decodeModel(encodeModel(model)) as typeof model).part).toEqual(Uint8Array.of(2, 3));
  });
});

describe('decodeModel', () => {
  it('refuses a file that is cut off, at whatever byte', () => {
    const bytes = encodeModel(aModel());
    for (let length = 2; length < bytes.length; length += 7)
      expect(codeOf(bytes.subarray(0, length))).toBe('E_MODEL_UNREADABLE');
  });

  it('refuses files that are something else', () => {
    const others = [
      new Uint8Array(0),
      Buffer.from('SQLite format 3\0'),
      Buffer.from('{"checksum":"x"}'),
      gzipSync('hello'),
      gzipSync('{"some":"json"}'),
      edited((text) => text.replace(`"format":"${MODEL_FORMAT}"`, '"format":"other"')),
    ];
    expect(others.map(codeOf)).toEqual(others.map(() => 'E_MODEL_FOREIGN'));
  });

  it('refuses the file of a later version, and says so even if it is laid out otherwise', () => {
    expect(codeOf(encodeModel(aModel(MODEL_VERSION + 1)))).toBe('E_MODEL_NEWER');
    const rewritten = edited((text) => text.replace(`"version":${MODEL_VERSION}`, '"version":99,"new":true'));
    expect(codeOf(rewritten)).toBe('E_MODEL_NEWER');
  });

  it('refuses a file that was changed by hand', () => {
    expect(codeOf(edited((text) => text.replace('"sourceRows":40', '"sourceRows":41')))).toBe(
      'E_MODEL_DAMAGED',
    );
    expect(codeOf(edited((text) => text.replace('"a warning"', '"a warning')))).toBe('E_MODEL_DAMAGED');
    expect(codeOf(edited((text) => `${text}\n`))).toBe('E_MODEL_DAMAGED');
  });

  it('refuses a file with a flipped bit', () => {
    const bytes = encodeModel(aModel());
    for (let at = 12; at < bytes.length; at += 11) {
      const flipped = Uint8Array.from(bytes, (byte, i) => (i === at ? byte ^ 8 : byte));
      expect(['E_MODEL_UNREADABLE', 'E_MODEL_DAMAGED', 'E_MODEL_FOREIGN']).toContain(codeOf(flipped));
    }
  });

  it('shows nothing of the file in its message', () => {
    const secret = edited((text) => text.replace('"a warning"', '"a secret warning"'));
    expect(() => decodeModel(secret)).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('secret') }),
    );
  });
});
