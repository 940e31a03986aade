import type { Vector } from '../batch/batch.js';
import { UUID } from './uuid.js';
import type { Column } from '../introspect/catalog.js';
import { learnBytes } from './learn/learn-bytes.js';
import { learnCode } from './learn/learn-code.js';
import { learnFullName } from './learn/learn-full-name.js';
import { learnEmail, learnUserName } from './learn/learn-handle.js';
import { learnJson } from './learn/learn-json.js';
import { learnFrequent } from './learn/learn-frequent.js';
import { learnLabel } from './learn/learn-label.js';
import { learnLimits } from './learn/learn-limits.js';
import type { NameColumns } from './learn/name-columns.js';
import { learnPersonalCode } from './learn/learn-personal-code.js';
import { learnProse } from './learn/learn-prose.js';
import { learnUrl } from './learn/learn-url.js';
import { isUsual, sampleTexts, type TextSample } from './learn/text-sample.js';
import { learnLettering } from './learn/learn-lettering.js';
import type { PiiKind, TextKind, TextLimits, TextSpec } from './text-spec.js';

export interface LearnTextOptions {
  /** Entity number of each row; without it every row is its own. */
  readonly entities?: Int32Array;
  /** Smallest number of distinct entities behind anything that is kept. */
  readonly k?: number;
  /** Columns of names in the same table, from which addresses and user names may be built. */
  readonly names?: NameColumns;
}

/** The part of a column's class that decides how its texts are learned. */
export interface WrittenClass {
  readonly kind: string;
  readonly text?: TextKind | null;
}

const DEFAULT_K = 10;

/**
 * Learns how the texts (or bytes) of a column look. What it returns holds no value, pattern, key or length that
 * fewer than `k` entities of the source have.
 * @param values the column
 * @param columnClass its class
 * @returns null for a class that is not written as text or bytes
 */
export function learnText(
  values: Vector,
  columnClass: WrittenClass,
  column: Column,
  { entities, k = DEFAULT_K, names = {} }: LearnTextOptions = {},
): TextSpec | null {
  if (values.kind === 'bytes' || columnClass.kind === 'bytes') return learnBytes(values, column, entities, k);
  const kind = columnClass.text ?? null;
  if (kind === null) return null;
  const sample = sampleTexts(values, entities, k);
  const declared = column.type.name === 'text' ? column.type.maxLength : null;
  return learnKind(sample, kind, learnLimits(sample, declared), names);
}

function learnKind(sample: TextSample, kind: TextKind, limits: TextLimits, names: NameColumns): TextSpec {
  switch (kind.form) {
    case 'pii':
      return learnPii(sample, kind.pii, limits, names);
    case 'uuid':
      return {
        ...limits,
        kind: 'uuid',
        upper: isUsual(sample, 0.5, (text) => /[A-F]/.test(text)),
        dashes: !isUsual(sample, 0.5, (text) => !text.includes('-')),
        braces: isUsual(sample, 0.5, (text) => text.startsWith('{')),
      };
    case 'code':
      return { ...limits, ...learnCode(sample), check: null };
    case 'label':
      return { ...limits, ...learnLabel(sample) };
    case 'free':
      return { ...limits, ...learnProse(sample) };
    case 'json':
      return { ...limits, ...learnJson(sample, learnInner) };
  }
}

function learnPii(sample: TextSample, pii: PiiKind, limits: TextLimits, names: NameColumns): TextSpec {
  const lettering = learnLettering(sample);
  switch (pii) {
    case 'firstName':
    case 'lastName':
      return { ...limits, kind: 'pool', pool: pii, frequent: [], ...lettering };
    case 'city':
    case 'region':
    case 'jobTitle':
      return { ...limits, kind: 'pool', pool: pii, frequent: learnFrequent(sample), ...lettering };
    case 'country': {
      const isCode = isUsual(sample, 0.5, (text) => text.length <= 3) || (limits.maxLength ?? Infinity) <= 3;
      const pool = isCode ? 'countryCode' : 'country';
      return { ...limits, kind: 'pool', pool, frequent: learnFrequent(sample), ...lettering };
    }
    case 'fullName':
      return { ...limits, ...learnFullName(sample, names), ...lettering };
    case 'company':
      return { ...limits, kind: 'company', ...lettering };
    case 'street':
      return { ...limits, kind: 'street', number: numberPlace(sample), ...lettering };
    case 'email':
      return { ...limits, ...learnEmail(sample, names) };
    case 'userName':
      return { ...limits, ...learnUserName(sample, names) };
    case 'url':
      return { ...limits, ...learnUrl(sample) };
    case 'ip':
      return { ...limits, kind: 'ip', version: isUsual(sample, 0.5, (text) => text.includes(':')) ? 6 : 4 };
    default:
      return { ...limits, ...learnPersonalCode(sample, pii) };
  }
}

function numberPlace(sample: TextSample): 'first' | 'last' | 'none' {
  if (isUsual(sample, 0.5, (text) => /\d\S*$/.test(text))) return 'last';
  return isUsual(sample, 0.5, (text) => !/\d/.test(text)) ? 'none' : 'first';
}

/** Strings inside JSON have no column whose name could tell what they are. */
function learnInner(sample: TextSample): TextSpec {
  return learnKind(sample, innerKind(sample), learnLimits(sample, null), {});
}

function innerKind(sample: TextSample): TextKind {
  const usually = (share: number, pattern: RegExp): boolean =>
    isUsual(sample, share, (text) => pattern.test(text));
  if (usually(0.95, UUID)) return { form: 'uuid' };
  if (usually(0.6, /^[^@\s]+@[^@\s]+\.[^@\s]+$/)) return { form: 'pii', pii: 'email' };
  if (usually(0.6, /^https?:\/\//)) return { form: 'pii', pii: 'url' };
  if (usually(0.5, /^(\S+\s+){6,}/)) return { form: 'free' };
  return usually(0.5, /^\S*\d\S*$/) ? { form: 'code' } : { form: 'label' };
}
