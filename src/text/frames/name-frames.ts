import { hash32 } from '../../random/hash.js';
import { fitParts, type Part } from '../fit-parts.js';
import type { Frame } from '../frame.js';
import type { CompanySpec, FullNameSpec, Lettering, PoolSpec, StreetSpec } from '../text-spec.js';
import { wordPart } from '../word-part.js';
import type { PoolName } from '../word-pool.js';
import { numberPart } from '../digits.js';
import { plainFrames } from './label-frames.js';

const SPLITS = 10;
const COMPANY_FORMS = [
  ' Group',
  ' Inc',
  ' LLC',
  ' Ltd',
  ' Partners',
  ' Holdings',
  ' Industries',
  ' Brothers',
  ' & Co',
  ' and Sons',
  ' Trading Company',
];
/** Words a list must offer at a length before texts that must not repeat are drawn from it. */
const FEWEST_UNIQUE = 25;

type ListSpec = PoolSpec | FullNameSpec | CompanySpec | StreetSpec;

/**
 * Frames for names of people, places, companies and streets of a length, from public lists.
 * @param isUnique texts must not repeat
 */
export function nameFrames(spec: ListSpec, length: number, isUnique: boolean): Frame[] {
  const lettering: Lettering = {
    ...spec,
    letterCase: spec.letterCase === 'sentence' ? 'title' : spec.letterCase,
  };
  const part = (pool: PoolName, min: number, max: number, mean: number): Part =>
    wordPart(pool, lettering, isUnique ? FEWEST_UNIQUE : 2, { min, max, mean });
  const frames = waysOf(spec, part, lettering, length, isUnique).flatMap(({ parts, weight }, i) =>
    fitParts(parts, length, weight, SPLITS, hash32(length, i)),
  );
  return frames.length > 0 ? frames : plainFrames(lettering, length, isUnique);
}

interface Way {
  readonly parts: readonly Part[];
  readonly weight: number;
}

type MakePart = (pool: PoolName, min: number, max: number, mean: number) => Part;

function waysOf(
  spec: ListSpec,
  part: MakePart,
  lettering: Lettering,
  length: number,
  isUnique: boolean,
): Way[] {
  switch (spec.kind) {
    case 'pool':
      return isUnique ? uniqueWays(lettering) : poolWays(spec, part, length);
    case 'fullName': {
      const first = part('firstName', 2, 11, 6);
      const last = part('lastName', 2, 12, 7);
      return [
        { parts: spec.lastFirst ? [last, ', ', first] : [first, ' ', last], weight: 1 },
        // Only for lengths that two names do not reach.
        {
          parts: spec.lastFirst ? [last, ', ', first, ' ', first] : [first, ' ', first, ' ', last],
          weight: 1e-3,
        },
        { parts: listOf([first, ' ', last], Math.max(2, Math.round(length / 15))), weight: 1e-6 },
      ];
    }
    case 'company': {
      const name = part('lastName', 2, 12, 7);
      return [
        ...COMPANY_FORMS.map((form) => ({
          parts: [name, cased(form, lettering)],
          weight: 0.5 / COMPANY_FORMS.length,
        })),
        { parts: [name, cased(' and ', lettering), name], weight: 0.25 },
        { parts: [name, '-', name], weight: 0.15 },
        { parts: [name, ', ', name, cased(' and ', lettering), name], weight: 0.1 },
        { parts: listOf([name], Math.max(4, Math.round(length / 9))), weight: 1e-6 },
      ];
    }
    case 'street': {
      const street: Part[] = [part('street', 2, 14, 7), ' ', part('streetSuffix', 3, 10, 6)];
      const ways = (digits: number): Way => ({
        parts:
          spec.number === 'first'
            ? [numberPart(digits), ' ', ...street]
            : [...street, ' ', numberPart(digits)],
        weight: digits === 3 ? 0.5 : 0.25,
      });
      // Only for lengths that a street alone does not reach.
      const long: Way = {
        parts: [...street, ' ', part('street', 2, 14, 7), ' ', part('streetSuffix', 3, 10, 6)],
        weight: 1e-6,
      };
      return spec.number === 'none'
        ? [{ parts: street, weight: 1 }, long]
        : [ways(3), ways(2), ways(4), ways(1), long];
    }
  }
}

/** Words as the list has them; more of them where it has none that long. */
function poolWays({ pool }: PoolSpec, part: MakePart, length: number): Way[] {
  const longest = pool === 'firstName' || pool === 'lastName' ? 11 : 22;
  const joint = pool === 'lastName' ? '-' : ' ';
  return [
    { parts: [part(pool, 2, longest, 6)], weight: 1 },
    { parts: [part(pool, 3, longest, 8), joint, part(pool, 3, longest, 8)], weight: 1e-3 },
    { parts: listOf([part(pool, 2, longest, 8)], Math.max(3, Math.round(length / 9)), joint), weight: 1e-6 },
  ];
}

/** Invented words: lists are too short for columns that must not repeat. */
function uniqueWays(lettering: Lettering): Way[] {
  const word = (min: number, max: number): Part =>
    wordPart('word', lettering, Infinity, { min, max, mean: 7 });
  return [
    { parts: [word(2, 12)], weight: 1 },
    { parts: [word(3, 12), ' ', word(3, 12)], weight: 0.4 },
  ];
}

/** The same several times. */
function listOf(parts: readonly Part[], times: number, joint = ', '): Part[] {
  return Array.from({ length: times }, (_, i) => (i === 0 ? parts : [joint, ...parts])).flat();
}

function cased(text: string, { letterCase }: Lettering): string {
  return letterCase === 'upper' ? text.toUpperCase() : text;
}
