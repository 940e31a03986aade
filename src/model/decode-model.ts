import { gunzipSync } from 'node:zlib';
import { DbsynthError } from '../errors.js';
import { ARRAY_KINDS, checksumOf } from './encode-model.js';
import { MODEL_FORMAT, MODEL_VERSION, type Model } from './model.js';

const AGAIN = 'write it again with: dbsynth learn <source> -o model.dbsynth.json.gz';
/** No model of ours comes near; a small file that unzips to more is an attack or an accident. */
const MOST_BYTES = 512 * 1024 * 1024;
const WRAPPED = /^\{"checksum":"([0-9a-f]{64})","model":/;

/**
 * Reads a model file.
 * @param bytes the whole file
 * @throws {DbsynthError} E_MODEL_UNREADABLE when it is cut off or no gzip, E_MODEL_FOREIGN when it is something else,
 *   E_MODEL_NEWER when a later dbsynth wrote it, E_MODEL_DAMAGED when it is not as it was written
 */
export function decodeModel(bytes: Uint8Array): Model {
  const text = unzip(bytes);
  const wrapped = WRAPPED.exec(text);
  if (wrapped === null) throw foreign();
  const content = text.slice(wrapped[0].length, -1);
  const model = parse(content);
  if (model.format !== MODEL_FORMAT) throw foreign();
  if (model.version > MODEL_VERSION)
    throw new DbsynthError(
      'E_MODEL_NEWER',
      `the model file has version ${model.version}, this dbsynth reads up to ${MODEL_VERSION}`,
      {
        hint: 'update dbsynth, or learn the model again with this version',
      },
    );
  if (checksumOf(content) !== wrapped[1])
    throw new DbsynthError('E_MODEL_DAMAGED', 'the model file was changed after it was written', {
      hint: AGAIN,
    });
  return model;
}

function unzip(bytes: Uint8Array): string {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) throw foreign();
  try {
    return gunzipSync(bytes, { maxOutputLength: MOST_BYTES }).toString('utf8');
  } catch (cause) {
    throw new DbsynthError('E_MODEL_UNREADABLE', 'the model file is cut off or damaged', {
      hint: AGAIN,
      cause,
    });
  }
}

function parse(content: string): Model {
  try {
    const model: unknown = JSON.parse(content, decodeValue);
    if (typeof model !== 'object' || model === null) throw foreign();
    return model as Model;
  } catch (cause) {
    if (cause instanceof DbsynthError) throw cause;
    throw new DbsynthError('E_MODEL_DAMAGED', 'the model file is no valid JSON', { hint: AGAIN });
  }
}

function decodeValue(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const coded = value as { $bigint?: string; $number?: string; $array?: string; base64?: string };
  if (coded.$bigint !== undefined) return BigInt(coded.$bigint);
  if (coded.$number !== undefined) return Number(coded.$number);
  if (coded.$array === undefined) return value;
  const kind = ARRAY_KINDS[coded.$array as keyof typeof ARRAY_KINDS];
  const bytes = Buffer.from(coded.base64 ?? '', 'base64');
  const copy = new ArrayBuffer(bytes.length);
  new Uint8Array(copy).set(bytes);
  return new kind(copy);
}

function foreign(): DbsynthError {
  return new DbsynthError('E_MODEL_FOREIGN', 'the file is no dbsynth model', { hint: AGAIN });
}
