import { Census } from '../../privacy/census.js';
import { SHORTEST_DOMAIN } from '../frames/handle-frames.js';
import { learnLettering } from './learn-lettering.js';
import { nameAt, type NameColumns } from './name-columns.js';
import type { EmailSpec, LetterCase, LocalPattern, UserNameSpec } from '../text-spec.js';
import { joinNames, plainNames } from '../write-handle.js';
import { countTexts, isUsual, shareOf, thinSample, type TextSample } from './text-sample.js';

const MOST_TEXTS = 5000;
/** Share of rows in which a name must be found for the column to be built from names. */
const FROM_NAMES_SHARE = 0.6;
const USUAL_DOMAINS = [[11, 1]] as const;
const PATTERNS: readonly LocalPattern[] = [
  'first.last',
  'first_last',
  'first-last',
  'firstlast',
  'f.last',
  'flast',
  'firstl',
  'first',
  'last',
  'last.first',
  'lastfirst',
  'lastf',
];

/** Learns how user names are made, and whether from names of the same row. */
export function learnUserName(
  sample: TextSample,
  names: NameColumns,
): Omit<UserNameSpec, 'maxLength' | 'lengths'> {
  return { kind: 'userName', ...learnLocal(thinSample(sample, MOST_TEXTS), names) };
}

/** Learns how e-mail addresses are made: the part before the @, and how long domains are. */
export function learnEmail(sample: TextSample, names: NameColumns): Omit<EmailSpec, 'maxLength' | 'lengths'> {
  const thin = thinSample(sample, MOST_TEXTS);
  const locals = { ...thin, texts: thin.texts.map((text) => text.split('@')[0]!) };
  const domainOf = (text: string): string => text.slice(text.indexOf('@') + 1).toLowerCase();
  const domains = countTexts(thin, domainOf);
  const [usual] = domains.heldBy(sample.minEntities);
  const lengths = countTexts(thin, (text) => domainOf(text).length);
  const learned = lengths
    .heldBy(sample.minEntities)
    .slice(0, 8)
    .map(({ value, rows }): [number, number] => [
      Math.max(SHORTEST_DOMAIN, value),
      shareOf(rows, lengths.rows),
    ]);
  return {
    kind: 'email',
    ...learnLocal(locals, names),
    domainLengths: learned.length > 0 ? learned : USUAL_DOMAINS,
    oneDomain: usual !== undefined && usual.rows >= 0.9 * domains.rows,
  };
}

interface Local {
  readonly letterCase: LetterCase;
  readonly patterns: readonly { readonly pattern: LocalPattern; readonly share: number }[];
  readonly fromNames: boolean;
  readonly digitShare: number;
}

function learnLocal(locals: TextSample, names: NameColumns): Local {
  const digits = countTexts(locals, (text) => (/\d$/.test(text) ? 1 : 0));
  const patterns = learnPatterns(locals, names);
  const { letterCase } = learnLettering(locals);
  const isLearned = new Set(locals.entities).size >= locals.minEntities;
  return {
    letterCase: isLearned ? (letterCase === 'sentence' ? 'title' : letterCase) : 'lower',
    patterns: patterns.length > 0 ? patterns : [{ pattern: guessPattern(locals), share: 1 }],
    fromNames: patterns.length > 0,
    digitShare: digits.entitiesOf(1) >= locals.minEntities ? shareOf(digits.rowsOf(1), digits.rows) : 0,
  };
}

/** Ways in which names of the same row make the text; none when too few rows are made so. */
function learnPatterns(locals: TextSample, names: NameColumns): Local['patterns'] {
  const census = new Census<LocalPattern>();
  locals.texts.forEach((text, i) => {
    const row = locals.rows[i]!;
    const [first, last] = plainNames({
      firstName: nameAt(names.firstName, row),
      lastName: nameAt(names.lastName, row),
      fullName: nameAt(names.fullName, row),
    });
    const plain = text.toLowerCase().replace(/\d+$/, '').normalize('NFD').replace(/\p{M}/gu, '');
    const found = PATTERNS.find((pattern) => {
      const joined = joinNames(pattern, first, last);
      return joined.length >= 3 && joined === plain;
    });
    if (found !== undefined) census.add(found, locals.entities[i]!);
  });
  if (census.rows < FROM_NAMES_SHARE * locals.texts.length) return [];
  return census
    .heldBy(locals.minEntities)
    .map(({ value, rows }) => ({ pattern: value, share: shareOf(rows, census.rows) }));
}

function guessPattern(locals: TextSample): LocalPattern {
  if (isUsual(locals, 0.4, (text) => text.includes('.'))) return 'first.last';
  if (isUsual(locals, 0.4, (text) => text.includes('_'))) return 'first_last';
  return 'flast';
}
