import { Census } from '../../privacy/census.js';
import type { JsonForm, JsonNode, JsonSpec, TextSpec } from '../text-spec.js';
import { isUsual, shareOf, thinSample, type TextSample } from './text-sample.js';

/** Learns strings inside the JSON; given by the one who knows how all texts are learned. */
export type LearnString = (sample: TextSample) => TextSpec;

const MOST_TEXTS = 3000;
/** Characters parsed at most, roughly. */
const MOST_CHARACTERS = 2e7;
const DEEPEST = 6;
const ISO = /^(\d{4}-\d\d-\d\d)(?:([T ])\d\d:\d\d:\d\d(.*))?$/;

/** A value somewhere in the documents, with the entity of its row. */
interface Member {
  readonly value: unknown;
  readonly entity: number;
}

/**
 * Learns the structure of JSON documents: keys, kinds and lengths that enough entities have. A document that is
 * no JSON is passed over.
 */
export function learnJson(
  sample: TextSample,
  learnString: LearnString,
): Omit<JsonSpec, 'maxLength' | 'lengths'> {
  const characters = sample.texts.reduce((sum, text) => sum + text.length, 0);
  const affordable = Math.ceil((MOST_CHARACTERS * sample.texts.length) / Math.max(1, characters));
  const thin = thinSample(sample, Math.min(MOST_TEXTS, affordable));
  const members = thin.texts.flatMap((text, i): Member[] => {
    const value = parse(text);
    return value === undefined ? [] : [{ value, entity: thin.entities[i]! }];
  });
  const isSpaced = isUsual(thin, 0.5, (text) => /["\d\]}el][:,] ["\d[{tfn-]/.test(text));
  const isIndented = isUsual(thin, 0.5, (text) => /^[[{]\r?\n/.test(text));
  return {
    kind: 'json',
    node: learnNode(members, thin.minEntities, learnString, 0),
    spacing: isIndented ? 'indented' : isSpaced ? 'spaced' : 'compact',
  };
}

/** Whether a text is a JSON object or array. */
export function isJsonDocument(text: string): boolean {
  const first = text.trimStart()[0];
  return (first === '{' || first === '[') && parse(text) !== undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function learnNode(
  members: readonly Member[],
  minEntities: number,
  learnString: LearnString,
  depth: number,
): JsonNode {
  if (depth > DEEPEST) return [];
  const kinds = new Census<string>();
  for (const { value, entity } of members) kinds.add(kindOf(value), entity);
  return kinds.heldBy(minEntities).map(({ value: kind, rows }) => ({
    share: shareOf(rows, members.length),
    is: learnForm(
      kind,
      members.filter(({ value }) => kindOf(value) === kind),
      minEntities,
      learnString,
      depth,
    ),
  }));
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value === 'string' && ISO.test(value) && !Number.isNaN(Date.parse(value))
    ? 'moment'
    : typeof value;
}

function learnForm(
  kind: string,
  members: readonly Member[],
  minEntities: number,
  learnString: LearnString,
  depth: number,
): JsonForm {
  switch (kind) {
    case 'boolean':
      return {
        type: 'boolean',
        trueShare: shareOf(members.filter(({ value }) => value === true).length, members.length),
      };
    case 'number':
      return {
        type: 'number',
        ...rangeOf(members, Number, minEntities),
        decimals: usualDecimals(members, minEntities),
      };
    case 'moment': {
      const match = ISO.exec(String(members[0]!.value))!;
      const suffix = match[3] ?? '';
      return {
        type: 'moment',
        ...rangeOf(members, (value) => Date.parse(String(value)), minEntities),
        joint: (match[2] as 'T' | ' ' | undefined) ?? null,
        suffix: /^(\.0+)?(Z|[+-]00:?00)?$/.test(suffix) ? suffix : '',
      };
    }
    case 'string':
      return { type: 'string', text: learnString(toSample(members, minEntities)) };
    case 'array': {
      const items = members.flatMap(({ value, entity }) =>
        (value as unknown[]).map((item) => ({ value: item, entity })),
      );
      return {
        type: 'array',
        lengths: learnSizes(
          members.map(({ value, entity }) => ({ value: (value as unknown[]).length, entity })),
          minEntities,
        ),
        items: learnNode(items, minEntities, learnString, depth + 1),
      };
    }
    case 'object':
      return learnObject(members, minEntities, learnString, depth);
    default:
      return { type: 'null' };
  }
}

/** An object with keys of its own, or a dictionary, whose keys hardly repeat. */
function learnObject(
  members: readonly Member[],
  minEntities: number,
  learnString: LearnString,
  depth: number,
): JsonForm {
  const keys = new Census<string>();
  const entries: { key: string; member: Member }[] = [];
  for (const { value, entity } of members) {
    for (const [key, inner] of Object.entries(value as object)) {
      keys.add(key, entity);
      entries.push({ key, member: { value: inner, entity } });
    }
  }
  const held = keys.heldBy(minEntities);
  const heldRows = held.reduce((sum, { rows }) => sum + rows, 0);
  if (entries.length > 0 && heldRows < 0.5 * entries.length) {
    return {
      type: 'map',
      lengths: learnSizes(
        members.map(({ value, entity }) => ({ value: Object.keys(value as object).length, entity })),
        minEntities,
      ),
      key: learnString(
        toSample(
          entries.map(({ key, member }) => ({ value: key, entity: member.entity })),
          minEntities,
        ),
      ),
      value: learnNode(
        entries.map(({ member }) => member),
        minEntities,
        learnString,
        depth + 1,
      ),
    };
  }
  // In the order of the source's first document that has them, which is how its writer orders them.
  const order = [...keys.values()];
  return {
    type: 'object',
    keys: held
      .toSorted((a, b) => order.indexOf(a.value) - order.indexOf(b.value))
      .map(({ value: key, rows }) => ({
        key,
        share: Math.min(1, shareOf(rows, members.length)),
        value: learnNode(
          entries.filter((entry) => entry.key === key).map(({ member }) => member),
          minEntities,
          learnString,
          depth + 1,
        ),
      })),
  };
}

function toSample(members: readonly Member[], minEntities: number): TextSample {
  return {
    texts: members.map(({ value }) => String(value)),
    entities: members.map(({ entity }) => entity),
    rows: members.map((_, i) => i),
    minEntities,
  };
}

function learnSizes(
  members: readonly { value: number; entity: number }[],
  minEntities: number,
): [number, number][] {
  const census = new Census<number>();
  for (const { value, entity } of members) census.add(value, entity);
  return census.heldBy(minEntities).map(({ value, rows }) => [value, shareOf(rows, census.rows)]);
}

/** The range without the extremes of fewer than `minEntities` entities at either end. */
function rangeOf(
  members: readonly Member[],
  numberOf: (value: unknown) => number,
  minEntities: number,
): { low: number; high: number } {
  const byEntity = new Map<number, { low: number; high: number }>();
  for (const { value, entity } of members) {
    const number = numberOf(value);
    const range = byEntity.get(entity);
    if (range === undefined) byEntity.set(entity, { low: number, high: number });
    else {
      range.low = Math.min(range.low, number);
      range.high = Math.max(range.high, number);
    }
  }
  const lows = [...byEntity.values()].map(({ low }) => low).sort((a, b) => a - b);
  const highs = [...byEntity.values()].map(({ high }) => high).sort((a, b) => b - a);
  const at = Math.min(minEntities, lows.length) - 1;
  return { low: Math.min(lows[at]!, highs[at]!), high: Math.max(lows[at]!, highs[at]!) };
}

function usualDecimals(members: readonly Member[], minEntities: number): number {
  const census = new Census<number>();
  for (const { value, entity } of members) census.add(String(value).split('.')[1]?.length ?? 0, entity);
  return census.heldBy(minEntities).reduce((most, { value }) => Math.max(most, Math.min(value, 10)), 0);
}
