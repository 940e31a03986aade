import { Draw } from '../random/draw.js';
import { hash32 } from '../random/hash.js';
import type { JsonForm, JsonNode, JsonSpec, TextSpec } from './text-spec.js';

/** Writes a string of the JSON; given by the one who knows how all texts are written. */
export type WriteString = (spec: TextSpec, seed: number) => string;

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** Drafts made to come near a length. */
const DRAFTS = 4;
const draw = new Draw();

/**
 * Writes a JSON document of the learned structure, of a length near the one asked.
 * @param length number of characters wanted
 * @param most longest text allowed; the empty document of the same form if every draft is longer
 * @param seed of the cell
 */
export function writeJson(
  spec: JsonSpec,
  length: number,
  most: number,
  seed: number,
  writeString: WriteString,
): string {
  let best = '';
  for (let i = 0; i < DRAFTS && best.length !== length; i++) {
    const text = stringify(build(spec.node, hash32(seed, i), writeString, 0), spec);
    const isNearer = best === '' || Math.abs(text.length - length) < Math.abs(best.length - length);
    if (text.length <= most && isNearer) best = text;
  }
  return best === '' ? emptyDocument(spec) : best;
}

/**
 * Writes a JSON document that no other number has: the number stands in a member of its own.
 * @param index a whole number
 */
export function writeNumberedJson(
  spec: JsonSpec,
  index: number,
  seed: number,
  writeString: WriteString,
): string {
  const value = build(spec.node, hash32(seed, index), writeString, 0);
  if (Array.isArray(value)) return stringify([index, ...value], spec);
  const members = typeof value === 'object' && value !== null ? value : { value };
  return stringify({ ...members, id: index }, spec);
}

function build(node: JsonNode, seed: number, writeString: WriteString, depth: number): Json {
  draw.reset(seed);
  const form = pickByShare(node, ({ share }) => share)?.is;
  return form === undefined || depth > 8 ? null : buildForm(form, seed, writeString, depth);
}

function buildForm(form: JsonForm, seed: number, writeString: WriteString, depth: number): Json {
  switch (form.type) {
    case 'null':
      return null;
    case 'boolean':
      return draw.chance(form.trueShare);
    case 'number': {
      const value = form.low + draw.unit() * (form.high - form.low);
      return Number(value.toFixed(form.decimals));
    }
    case 'string':
      return writeString(form.text, draw.word());
    case 'moment': {
      const text = new Date(form.low + draw.unit() * (form.high - form.low)).toISOString();
      return form.joint === null
        ? text.slice(0, 10)
        : text.slice(0, 10) + form.joint + text.slice(11, 19) + form.suffix;
    }
    case 'array': {
      const length = pickByShare(form.lengths, ([, share]) => share)?.[0] ?? 0;
      return Array.from({ length }, (_, i) => build(form.items, hash32(seed, 1, i), writeString, depth + 1));
    }
    case 'map': {
      const length = pickByShare(form.lengths, ([, share]) => share)?.[0] ?? 0;
      return Object.fromEntries(
        Array.from({ length }, (_, i) => [
          writeString(form.key, hash32(seed, 2, i)),
          build(form.value, hash32(seed, 3, i), writeString, depth + 1),
        ]),
      );
    }
    case 'object': {
      const present = form.keys.filter(({ share }) => draw.chance(share));
      return Object.fromEntries(
        present.map(({ key, value }, i) => [key, build(value, hash32(seed, 4, i), writeString, depth + 1)]),
      );
    }
  }
}

function stringify(value: Json, { spacing }: JsonSpec): string {
  if (spacing === 'indented') return JSON.stringify(value, null, 2);
  return spacing === 'compact' ? JSON.stringify(value) : spaced(value);
}

/** As Python writes it: a space behind each colon and comma. */
function spaced(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(spaced).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  return `{${Object.entries(value)
    .map(([key, member]) => `${JSON.stringify(key)}: ${spaced(member)}`)
    .join(', ')}}`;
}

function emptyDocument({ node }: JsonSpec): string {
  return node[0]?.is.type === 'array' ? '[]' : '{}';
}

function pickByShare<T>(options: readonly T[], shareOf: (option: T) => number): T | undefined {
  let target = draw.unit() * options.reduce((sum, option) => sum + shareOf(option), 0);
  for (const option of options) {
    target -= shareOf(option);
    if (target < 0) return option;
  }
  return options.at(-1);
}
