import { compileBytes } from './compile-bytes.js';
import { Draw } from '../random/draw.js';
import { hash32 } from '../random/hash.js';
import { fillFrame, pickFrame, slotLength, type Frame } from './frame.js';
import { codeFrames } from './frames/code-frames.js';
import { emailFrames, userNameFrames } from './frames/handle-frames.js';
import { labelFrames, plainFrames } from './frames/label-frames.js';
import { nameFrames } from './frames/name-frames.js';
import { ipFrames, urlFrames } from './frames/net-frames.js';
import { fixCheckDigits } from './fix-check-digits.js';
import { NumberedFrames } from './numbered-frames.js';
import type { RowNames, StringSpec, TextGenerator } from './text-generator.js';
import type { CodeSpec, FrequentText, TextSpec } from './text-spec.js';
import { usualLength } from './usual-length.js';
import { joinFullName, writeHandle } from './write-handle.js';
import { writeJson, writeNumberedJson } from './write-json.js';
import { writeProse } from './write-prose.js';
import { UUID_NUMBERS, writeNumberedUuid, writeUuid } from './write-uuid.js';

/** Longest text tried for columns without a limit, beyond the longest learned length. */
const BEYOND_LEARNED = 24;
const MOST = BigInt(Number.MAX_SAFE_INTEGER);

/**
 * Makes a generator from what was learned of a text column.
 */
export function compileText(spec: StringSpec): TextGenerator<string>;
export function compileText(spec: TextSpec): TextGenerator;
export function compileText(spec: TextSpec): TextGenerator {
  switch (spec.kind) {
    case 'bytes':
      return compileBytes(spec);
    case 'uuid':
      return {
        capacity: BigInt(UUID_NUMBERS),
        usualLength: () => writeUuid(spec, 0).length,
        generate: (_length, _row, seed) => writeUuid(spec, seed),
        generateUnique: (index, seed) => writeNumberedUuid(spec, index, seed),
      };
    case 'json':
      return compileJson(spec);
    default:
      return new FrameGenerator(spec);
  }
}

type FramedSpec = Exclude<StringSpec, { kind: 'uuid' | 'json' }>;

/** Makes texts slot by slot; frames are kept per length. */
class FrameGenerator implements TextGenerator<string> {
  private readonly most: number;
  /** Longest text that a column without a limit gets when its texts must not repeat. */
  private readonly longest: number;
  private readonly frames = new Map<number, readonly Frame[]>();
  private readonly numbered = new Map<number, NumberedFrames | null>();
  private readonly frequent: ReadonlyMap<number, readonly FrequentText[]>;
  private readonly draw = new Draw();
  private knownCapacity: bigint | null = null;

  constructor(private readonly spec: FramedSpec) {
    this.most = spec.maxLength ?? Infinity;
    this.longest = spec.maxLength ?? (spec.lengths.at(-1)?.[0] ?? 0) + BEYOND_LEARNED;
    this.frequent = groupFrequent(spec);
  }

  get capacity(): bigint {
    this.knownCapacity ??= this.findCapacity();
    return this.knownCapacity;
  }

  usualLength(seed: number): number {
    return usualLength(this.spec, USUAL_LENGTHS[this.spec.kind] ?? 12, seed);
  }

  generate(length: number, _row: number, seed: number, names?: RowNames): string {
    const { spec, draw } = this;
    draw.reset(seed);
    const wanted = Math.min(
      this.most,
      Number.isNaN(length) ? this.usualLength(seed) : Math.max(0, Math.round(length)),
    );
    if (wanted === 0) return '';
    const fullName = spec.kind === 'fullName' && spec.fromNames ? joinFullName(spec, names) : null;
    if (fullName !== null && fullName.length <= this.most) return fullName;
    if (spec.kind === 'prose') return writeProse(spec, wanted, draw);
    if ((spec.kind === 'email' || spec.kind === 'userName') && spec.fromNames && names !== undefined) {
      const handle = writeHandle(spec, names, wanted, this.most, '', draw);
      if (handle !== null) return handle;
    }
    const text =
      this.pickFrequent(wanted) ?? this.finish(fillFrame(pickFrame(this.framesOf(wanted), draw), draw));
    return text.length <= this.most ? text : text.slice(0, this.most);
  }

  generateUnique(index: number, seed: number, length = NaN, names?: RowNames): string {
    const { spec, draw } = this;
    const cellSeed = hash32(seed, index, Math.floor(index / 0x1_0000_0000));
    draw.reset(cellSeed);
    const wanted = Number.isNaN(length) ? this.usualLength(cellSeed) : length;
    if (spec.kind === 'code' && spec.sequence !== null) return this.writeSequence(spec, index);
    if ((spec.kind === 'email' || spec.kind === 'userName') && spec.fromNames && names !== undefined) {
      const handle = writeHandle(spec, names, wanted, this.most, String(index + 1), draw);
      if (handle !== null) return handle;
    }
    const numbered = this.findRoom(index, Math.max(1, Math.min(this.most, Math.round(wanted))));
    return this.finish(numbered.textOf(index, seed));
  }

  private framesOf(length: number): readonly Frame[] {
    let frames = this.frames.get(length);
    if (frames === undefined) {
      frames = makeFrames(this.spec, length, false);
      if (frames.length === 0) frames = plainFrames({ letterCase: 'lower', script: 'ascii' }, length, false);
      this.frames.set(length, frames);
    }
    return frames;
  }

  private numberedOf(length: number): NumberedFrames | null {
    let numbered = this.numbered.get(length);
    if (numbered === undefined) {
      const frames = makeFrames(this.spec, length, true).filter((frame) => lengthOf(frame) === length);
      numbered = frames.length === 0 ? null : new NumberedFrames(frames);
      this.numbered.set(length, numbered);
    }
    return numbered;
  }

  /**
   * Frames of the nearest length that have a text for the index. Distinct indexes stay distinct: two texts of
   * the same length come from the same frames.
   */
  private findRoom(index: number, length: number): NumberedFrames {
    for (let distance = 0; distance <= Math.max(length, this.longest); distance++) {
      for (const near of distance === 0 ? [length] : [length + distance, length - distance]) {
        if (near < 1 || near > Math.max(length, this.longest)) continue;
        const numbered = this.numberedOf(near);
        if (numbered !== null && numbered.capacity > index) return numbered;
      }
    }
    throw new RangeError('index beyond capacity');
  }

  private findCapacity(): bigint {
    const { spec } = this;
    if (spec.kind === 'code' && spec.sequence !== null) {
      const digits = this.longest - spec.sequence.prefix.length - spec.sequence.suffix.length;
      return digits > 15 ? MOST : 10n ** BigInt(Math.max(0, digits)) - 1n;
    }
    let most = 0n;
    for (let length = Math.min(this.longest, 255); length >= 1 && most < MOST; length--) {
      const capacity = BigInt(this.numberedOf(length)?.capacity ?? 0);
      if (capacity > most) most = capacity;
    }
    return most;
  }

  private writeSequence({ sequence }: CodeSpec, index: number): string {
    const { prefix, width, suffix } = sequence!;
    return prefix + String(index + 1).padStart(width, '0') + suffix;
  }

  /** Given the length, a frequent value is as likely as in the source. */
  private pickFrequent(length: number): string | null {
    const group = this.frequent.get(length);
    if (group === undefined) return null;
    let target = this.draw.unit();
    for (const { value, share } of group) {
      target -= share;
      if (target < 0) return value;
    }
    return null;
  }

  private finish(text: string): string {
    const { spec } = this;
    return spec.kind === 'code' && spec.check !== null ? fixCheckDigits(text, spec.check) : text;
  }
}

/** For columns of which no length was learned. */
const USUAL_LENGTHS: Readonly<Record<string, number>> = {
  email: 24,
  url: 40,
  prose: 80,
  code: 8,
  company: 16,
  street: 20,
  json: 60,
};

function makeFrames(spec: FramedSpec, length: number, isUnique: boolean): Frame[] {
  switch (spec.kind) {
    case 'code':
      return codeFrames(spec, length, isUnique);
    case 'label':
      return labelFrames(spec.shapes, spec, length, isUnique);
    case 'prose':
      return plainFrames(spec, length, isUnique);
    case 'email':
      return emailFrames(spec, length, isUnique);
    case 'userName':
      return userNameFrames(spec, length, isUnique);
    case 'url':
      return urlFrames(spec, length, isUnique);
    case 'ip':
      return ipFrames(spec, length);
    default:
      return nameFrames(spec, length, isUnique);
  }
}

function lengthOf(frame: Frame): number {
  return frame.slots.reduce((sum, slot) => sum + slotLength(slot), 0);
}

/** Frequent values by length, with their shares among the rows of that length. */
function groupFrequent(spec: FramedSpec): Map<number, FrequentText[]> {
  const groups = new Map<number, FrequentText[]>();
  if (spec.kind !== 'label' && spec.kind !== 'code' && spec.kind !== 'pool') return groups;
  const lengths = new Map(spec.lengths);
  for (const { value, share } of spec.frequent) {
    const lengthShare = lengths.get(value.length);
    if (lengthShare === undefined) continue;
    const group = groups.get(value.length) ?? [];
    group.push({ value, share: share / lengthShare });
    groups.set(value.length, group);
  }
  return groups;
}

function compileJson(spec: Extract<StringSpec, { kind: 'json' }>): TextGenerator<string> {
  const generators = new Map<TextSpec, TextGenerator<string>>();
  const writeString = (text: TextSpec, seed: number): string => {
    if (text.kind === 'bytes') return '';
    let generator = generators.get(text);
    if (generator === undefined) generators.set(text, (generator = compileText(text)));
    return generator.generate(NaN, 0, seed);
  };
  return {
    capacity: MOST,
    usualLength: (seed) => usualLength(spec, USUAL_LENGTHS.json!, seed),
    generate: (length, _row, seed) => writeJson(spec, length, spec.maxLength ?? Infinity, seed, writeString),
    generateUnique: (index, seed) => writeNumberedJson(spec, index, seed, writeString),
  };
}
