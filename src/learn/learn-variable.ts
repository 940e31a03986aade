import { floorDay, MICROS_PER_DAY } from '../classify/civil.js';
import type {
  Base,
  Bound,
  Conditional,
  Determined,
  DifferenceDraw,
  Draw,
  Feature,
  Forest,
  NumberScale,
  Scale,
  Variable,
} from '../model/model.js';
import { workOut, type Formula } from '../model/work-out.js';
import { binDifferences, chooseBase, countDifferenceBins } from './choose-base.js';
import { previousOf, type Draft, type Drafts } from './drafts.js';
import { findBounds } from './find-bounds.js';
import { findDetermined } from './find-determined.js';
import { findFormula } from './find-formula.js';
import { findResidualMonths } from './find-residual-months.js';
import type { FitContext } from './fit-context.js';
import { fitForest, FOREST_SETTINGS, targetOf, thinRows, type Target } from './fit-forest.js';
import type { Learned } from './frame.js';
import { GATE, gateStates } from './gate-states.js';
import { heldOutLikelihood, holdOut } from './held-out-likelihood.js';
import { RULE_SHARE } from './rule-share.js';
import type { RuleBinder } from './rules/bind-rule.js';
import type { AskedFormula, AskedOrder } from './rules/table-rules.js';

/** Fewer families than this say nothing of how their first rows differ. */
const MIN_FIRST_ROWS = 40;
/** Fewer rows than this that lack a base are not worth another one. */
const MIN_ABSENT_ROWS = 40;
const MIN_AGAIN = 50;
const TRIAL_ROWS = 6_000;
/** Texts that siblings share less often than this are drawn one by one. */
const REPEATED_TEXTS = 0.03;
/** A number of few values is drawn like a category where siblings repeat it this often. */
const REPEATED_SHARE = 0.3;

/**
 * Learns how one of the drafted variables of a table is drawn: worked out, told by another, as a difference, through the
 * gate, or by a forest of its own.
 * @throws {DbsynthError} E_RULE where an added rule does not suit the columns
 */
export function learnVariable(drafts: Drafts, index: number, binder: RuleBinder): Variable {
  return new VariableLearner(drafts, binder).learn(index);
}

class VariableLearner {
  private readonly fitContext: FitContext;
  private of = '';

  constructor(
    private readonly drafts: Drafts,
    private readonly binder: RuleBinder,
  ) {
    const { frame, reader, task } = drafts;
    this.fitContext = { entities: frame.entities, reader, minEntities: task.minEntities };
  }

  learn(index: number): Variable {
    const draft = this.drafts.list[index]!;
    const { learned } = draft;
    this.of = draft.of;
    const values = slots(learned.binCount);
    const scale: Scale = draft.scale ?? { kind: 'category', values, weights: values.map(() => [1]) };
    const features = this.drafts.features(index, this.drafts.referencesBefore(index), true);
    const draw = this.learnDraw(draft, index, scale, features);
    const isDrawn = draw.kind !== 'formula';
    const mayFollow = draft.role === 'column' && isDrawn && !this.isSetAside(draft.of);
    const determined = mayFollow ? this.findDetermined(draft, scale, features) : null;
    const mayKeepOrder = isDrawn && determined === null && !this.isSetAside(draft.of);
    const bounds = [
      ...this.askedBounds(draft, index),
      ...(mayKeepOrder ? this.foundBounds(draft, index) : []),
    ];
    const startsAnew =
      this.drafts.task.engine.looksAtSiblings &&
      draft.role !== 'reference' &&
      isDrawn &&
      !hasBaseAtStart(draw);
    return {
      role: draft.role,
      of: draft.of,
      scale,
      nullable: learned.bins.includes(learned.binCount),
      draw,
      start: startsAnew ? this.learnStart(learned, features) : null,
      determined,
      ...(bounds.length > 0 && { bounds }),
    };
  }

  /** What is found of a column's rules does not count: the user refused them, or asked for others. */
  private isSetAside(name: string): boolean {
    const { refused, added } = this.drafts.task.rules;
    return refused.has(name) || added.some(({ column }) => column === name);
  }

  /** Bounds of a moment count for its day and for its clock. */
  private askedBounds({ role, of }: Draft, index: number): Bound[] {
    if (role !== 'column' && role !== 'clock') return [];
    const day = role === 'clock' ? index - 1 : index;
    return this.drafts.task.rules.added
      .filter((rule): rule is AskedOrder => rule.kind === 'order' && rule.column === of)
      .map((rule) => this.binder.bound(rule, day));
  }

  /** A moment that is drawn in two parts is within its bounds when its clock is drawn; its day must leave room for that. */
  private foundBounds({ role }: Draft, index: number): Bound[] {
    if (role !== 'column' && role !== 'clock') return [];
    const whole = role === 'clock' ? index - 1 : index;
    const { unit, values } = this.drafts.list[whole]!.learned;
    if (unit === 'other' || values === null) return [];
    const candidates = this.drafts
      .listBases(unit, whole)
      .map((base) => ({ base, values: this.drafts.baseValues(base) }));
    return findBounds(values, candidates);
  }

  private askedFormula({ of }: Draft, index: number, features: readonly Feature[]): Draw | null {
    const asked = this.drafts.task.rules.added.find(
      (rule): rule is AskedFormula => rule.kind === 'formula' && rule.column === of,
    );
    if (asked === undefined) return null;
    const { formula, operands } = this.binder.formula(asked, index);
    const values = operands.map((base) => this.drafts.baseValues(base));
    return this.formulaDraw(index, formula, operands, values, features);
  }

  /** A rule is of use only where a bin is a value. */
  private findDetermined({ learned }: Draft, scale: Scale, features: readonly Feature[]): Determined | null {
    const isDiscrete = scale.kind === 'category' || scale.rest.every((weight) => weight === 0);
    if (!isDiscrete || learned.binCount < 2) return null;
    const candidates = features
      .filter(({ from }) => from === 'own' || from === 'parent')
      .map((feature) => ({ feature, bytes: this.drafts.reader.read(feature) }));
    const { entities } = this.drafts.frame;
    return findDetermined(
      { bins: learned.bins, entities, minEntities: this.drafts.task.minEntities },
      candidates,
    );
  }

  private learnDraw(draft: Draft, index: number, scale: Scale, features: readonly Feature[]): Draw {
    const { role, learned } = draft;
    const hasClock = this.drafts.list[index + 1]?.role === 'clock';
    const formula =
      role === 'column' && learned.unit !== 'other' && !hasClock
        ? (this.askedFormula(draft, index, features) ??
          (this.isSetAside(draft.of)
            ? null
            : (this.formula(draft, index, features) ?? this.carriedOver(draft, index, features))))
        : null;
    if (formula !== null) return formula;
    const isDiscrete =
      scale.kind === 'number' && learned.unit !== 'other' && scale.rest.every((weight) => weight === 0);
    const mayRepeat = role === 'reference' || ((!learned.isOrdered || isDiscrete) && learned.binCount >= 4);
    const gate = mayRepeat && draft.texts === undefined ? this.gate(draft, features) : null;
    if (gate !== null) return gate;
    const echo = draft.texts === undefined ? null : this.echo(draft, draft.texts, features);
    if (echo !== null) return echo;
    const isMeasured = role === 'column' && scale.kind === 'number' && learned.unit !== 'other';
    const difference = isMeasured ? this.difference(draft, index, scale, features) : null;
    return (
      difference ?? { kind: 'forest', forest: this.fit(targetOf(learned, this.knownRows(draft)), features) }
    );
  }

  /**
   * The first row of a family has no siblings to go by, and first rows are few: one per family, however large. Unless
   * the column tells first rows from later ones, all rows of families of that size say more.
   */
  private learnStart(learned: Learned, features: readonly Feature[]): Forest | null {
    const { frame } = this.drafts;
    const first = this.drafts.allRows.filter((row) => frame.position[row] === 0);
    if (frame.owner === null || frame.rows < 2 * first.length || first.length < MIN_FIRST_ROWS) return null;
    // An error in the first row runs through the whole family, so a large family counts for more.
    const weight = (row: number): number => frame.remaining[row]! + 1;
    return this.betterWithoutHistory(
      learned,
      first,
      this.drafts.allRows,
      this.drafts.allRows,
      features,
      weight,
    );
  }

  /** Learns from the rows of one kind alone, or without history from all rows, if that tells them better. */
  private fitBorrowing(draft: Draft, rows: Int32Array, features: readonly Feature[]): Forest {
    const { learned } = draft;
    return (
      this.betterWithoutHistory(learned, rows, rows, this.knownRows(draft), features) ??
      this.fitForest(targetOf(learned, rows), features)
    );
  }

  /**
   * Trees that know all rows but no siblings, if they tell some rows better than trees with a history do.
   * @param some the rows to tell
   * @param others the rows that trees with a history are learned from
   * @param every the rows that trees without one are learned from
   */
  private betterWithoutHistory(
    learned: Learned,
    some: Int32Array,
    others: Int32Array,
    every: Int32Array,
    features: readonly Feature[],
    weight = (_row: number): number => 1,
  ): Forest | null {
    const { frame, reader } = this.drafts;
    const { entities } = frame;
    const plain: Feature[] = [
      ...features.filter(({ from }) => from === 'own' || from === 'parent'),
      { from: 'size' },
    ];
    const [all] = holdOut(thinRows(every, TRIAL_ROWS), entities);
    const [own] = holdOut(thinRows(others, TRIAL_ROWS), entities);
    const [, test] = holdOut(thinRows(some, TRIAL_ROWS), entities);
    if (test.length === 0 || own.length === 0) return null;
    const trial = { entities, reader, density: () => 0, weight };
    const withHistory = heldOutLikelihood({ ...trial, features, target: targetOf(learned, own) }, test);
    const without = heldOutLikelihood({ ...trial, features: plain, target: targetOf(learned, all) }, test);
    return without > withHistory ? this.growForest(targetOf(learned, every), plain) : null;
  }

  /** Fits what the variable is drawn by. */
  private fit(target: Target, features: readonly Feature[]): Conditional {
    return this.measure(this.fitUnmeasured(target, features), target, features);
  }

  /** Fits what stands in for another. */
  private fitUnmeasured(target: Target, features: readonly Feature[]): Conditional {
    return this.drafts.task.engine.fit(target, features, this.fitContext);
  }

  /** What only trees can tell: which sibling a row is like. */
  private fitForest(target: Target, features: readonly Feature[]): Forest {
    return this.measure(this.growForest(target, features), target, features);
  }

  private growForest(target: Target, features: readonly Feature[]): Forest {
    const { entities, reader, minEntities } = this.fitContext;
    return fitForest(target, entities, features, reader, { ...FOREST_SETTINGS, minEntities });
  }

  /** Measures how well trees tell rows that they have not seen; a copula has too few numbers to know rows by. */
  private measure<T extends Conditional>(fitted: T, target: Target, features: readonly Feature[]): T {
    if ('trees' in fitted) this.drafts.meter.add(this.of, fitted, target, features);
    return fitted;
  }

  /** Same as the previous sibling, seen before in the family, or new: worth its own trees where values return. */
  private gate(draft: Draft, features: readonly Feature[]): Draw | null {
    const { frame, task } = this.drafts;
    if (frame.owner === null || !task.engine.looksAtSiblings) return null;
    const identity = draft.role === 'reference' ? frame.parents.get(draft.of)! : draft.learned.bins;
    const isNull = draft.role === 'reference' ? -1 : draft.learned.binCount;
    const { states, repeats: repeated, chances } = gateStates(identity, isNull, frame.position);
    if (chances < 50 || repeated < (draft.learned.isOrdered ? REPEATED_SHARE : 0.02) * chances) return null;
    const known = this.knownRows(draft);
    const rowsIn = (...kept: number[]): Int32Array => known.filter((row) => kept.includes(states[row]!));
    const again = rowsIn(GATE.seen);
    return {
      kind: 'gate',
      gate: this.fitForest(
        { bins: states, binCount: GATE.none, isOrdered: false, rows: this.drafts.allRows },
        features,
      ),
      fresh: this.fitBorrowing(draft, rowsIn(GATE.fresh), features),
      again:
        draft.role === 'reference' || again.length < MIN_AGAIN
          ? null
          : this.fitBorrowing(draft, again, features),
    };
  }

  /** The same for texts, which are told apart by more than their lengths. */
  private echo(draft: Draft, texts: Int32Array, features: readonly Feature[]): Draw | null {
    const { frame, task } = this.drafts;
    if (frame.owner === null || !task.engine.looksAtSiblings) return null;
    const { states, repeats, chances } = gateStates(texts, -1, frame.position);
    if (chances < 50 || repeats < REPEATED_TEXTS * chances) return null;
    const fresh = this.drafts.allRows.filter((row) => states[row] === GATE.fresh);
    const target = { bins: states, binCount: GATE.none, isOrdered: false, rows: this.drafts.allRows };
    return {
      kind: 'echo',
      gate: this.fitForest(target, features),
      fresh: this.fitBorrowing(draft, fresh, features),
    };
  }

  /** @param rows those to learn from: all, or those that lack the base that others are told by */
  private difference(
    draft: Draft,
    index: number,
    scale: NumberScale,
    features: readonly Feature[],
    rows: Int32Array = this.drafts.allRows,
  ): DifferenceDraw | null {
    const { frame, task } = this.drafts;
    const { looksAtSiblings } = task.engine;
    const { learned } = draft;
    const isDay = learned.unit === 'moment' && scale.step % MICROS_PER_DAY === 0;
    const level = (values: Float64Array): Float64Array => (isDay ? values.map(floorDay) : values);
    const values = level(keepOnly(learned.values!, rows));
    const candidates = this.drafts
      .baseCandidates(level(learned.values!), learned.unit, index)
      .filter(({ base }) => base.from !== 'previous' || rows === this.drafts.allRows)
      .map(({ base, values: theirs }) => ({ base, values: level(theirs) }))
      // Without a look at siblings, only a rule is worth a difference.
      .filter(
        ({ base, values: theirs }) =>
          looksAtSiblings || (base.from !== 'previous' && liesAtOrAbove(values, theirs)),
      );
    const column = {
      ...learned,
      isMoment: learned.unit === 'moment',
      values,
      scale,
      previous:
        frame.owner === null || !looksAtSiblings ? null : previousOf(level(learned.values!), frame.position),
      entities: frame.entities,
      minEntities: task.minEntities,
    };
    const chosen = chooseBase(column, candidates, features, this.drafts.reader);
    if (chosen === null) return null;
    const { base } = chosen.candidate;
    const present = rows.filter((row) => !Number.isNaN(chosen.candidate.values[row]!));
    const absent = rows.filter((row) => Number.isNaN(chosen.candidate.values[row]!));
    const bins = binDifferences(chosen, values, present);
    const binCount = countDifferenceBins(chosen);
    const forest = this.fit({ bins, binCount, isOrdered: true, rows: present }, features);
    const told = { scale: chosen.scale, bins, rows: present, values, base: chosen.candidate.values };
    const months =
      scale.months !== undefined && 'trees' in forest
        ? findResidualMonths({ forest, ...told }, this.drafts.reader)
        : null;
    const hasOther = absent.length >= MIN_ABSENT_ROWS;
    return {
      kind: 'difference',
      base,
      scale: chosen.scale,
      spikes: chosen.spikes,
      repeats: chosen.repeated !== null,
      forest,
      absent: hasOther ? this.difference(draft, index, scale, features, absent) : null,
      otherwise: this.fitRest(learned, absent, present, features),
      keepsOrder: !this.isSetAside(draft.of) && liesAtOrAbove(values, this.drafts.baseValues(base)),
      ...(months && { months }),
    };
  }

  /** How a number follows from others of the row, its parents and the previous sibling. */
  private formula({ learned }: Draft, index: number, features: readonly Feature[]): Draw | null {
    const { entities, owner, position } = this.drafts.frame;
    const values = learned.values!;
    const all = (['number', 'moment'] as const).flatMap((unit) => this.drafts.listBases(unit, index));
    const bases = [...all.filter(({ from }) => from === 'own'), ...all.filter(({ from }) => from !== 'own')];
    const isMoment = learned.unit === 'moment';
    if (owner !== null && !isMoment) bases.push({ from: 'previous', variable: index });
    const offered = bases.map((base) => ({
      values: base.from === 'previous' ? previousOf(values, position) : this.drafts.baseValues(base),
      isMoment: base.from !== 'previous' && this.drafts.unitOf(base) === 'moment',
    }));
    const found = findFormula(
      { values, isMoment, entities, minEntities: this.drafts.task.minEntities },
      offered,
    );
    if (found === null) return null;
    return this.formulaDraw(
      index,
      found.formula,
      found.operands.map((at) => bases[at]!),
      found.operands.map((at) => offered[at]!.values),
      features,
    );
  }

  /** A row that begins where the sibling before it ends, in another column. */
  private carriedOver({ learned }: Draft, index: number, features: readonly Feature[]): Draw | null {
    const { drafts } = this;
    if (drafts.frame.owner === null || !drafts.task.engine.looksAtSiblings) return null;
    const { entities, position } = drafts.frame;
    const isMoment = learned.unit === 'moment';
    const siblings = position.filter((before) => before > 0).length;
    for (const base of drafts.listPrevious(learned.unit, index)) {
      const previous = drafts.baseValues(base);
      const both = drafts.allRows.filter((row) => !Number.isNaN(previous[row]!));
      if (both.length < siblings / 2) continue;
      const found = findFormula(
        {
          values: keepOnly(learned.values!, both),
          isMoment,
          entities,
          minEntities: drafts.task.minEntities,
        },
        [{ values: previous, isMoment }],
      );
      if (found !== null) return this.formulaDraw(index, found.formula, [base], [previous], features);
    }
    return null;
  }

  private formulaDraw(
    index: number,
    formula: Formula,
    operands: readonly Base[],
    values: readonly Float64Array[],
    features: readonly Feature[],
  ): Draw {
    const draft = this.drafts.list[index]!;
    const { learned, scale } = draft;
    const drawn = this.drafts.allRows.filter((row) =>
      Number.isNaN(
        workOut(
          formula,
          values.map((operand) => operand[row]!),
        ),
      ),
    );
    return {
      kind: 'formula',
      formula,
      operands,
      absent:
        drawn.length >= MIN_ABSENT_ROWS && scale?.kind === 'number'
          ? this.difference(draft, index, scale, features, drawn)
          : null,
      otherwise: this.fitRest(learned, drawn, this.drafts.allRows, features),
    };
  }

  /** For rows that are told no other way; where there are none in the source, for a copy that has some. */
  private fitRest(
    learned: Learned,
    rest: Int32Array,
    others: Int32Array,
    features: readonly Feature[],
  ): Conditional {
    if (rest.length > 0) return this.fit(targetOf(learned, rest), features);
    return this.fitUnmeasured(targetOf(learned, others), features);
  }

  /** Rows from which a variable is learned: of a reference those whose parent was read, and as many of the others' share. */
  private knownRows({ role, of }: Draft): Int32Array {
    if (role !== 'reference') return this.drafts.allRows;
    const links = this.drafts.frame.parents.get(of)!;
    const outside = links.filter((row) => row < -1).length;
    if (outside === 0) return this.drafts.allRows;
    const inside = links.filter((row) => row >= 0).length;
    const stride = Math.max(1, Math.round((inside + outside) / Math.max(1, inside)));
    let nulls = 0;
    return this.drafts.allRows.filter(
      (row) => links[row]! >= 0 || (links[row] === -1 && nulls++ % stride === 0),
    );
  }
}

/** One bin per row of a small parent, per cell, per lattice. */
function slots(count: number): number[][] {
  return Array.from({ length: count }, (_, slot) => [slot]);
}

/** Whether the first row of a family is told as a difference, too. */
function hasBaseAtStart(draw: Draw): boolean {
  return draw.kind === 'difference' && (draw.base.from !== 'previous' || draw.absent !== null);
}

/** The values of some rows; NaN for all others. */
function keepOnly(values: Float64Array, rows: Int32Array): Float64Array {
  if (rows.length === values.length) return values;
  const kept = new Float64Array(values.length).fill(NaN);
  for (const row of rows) kept[row] = values[row]!;
  return kept;
}

/** Whether all but a few of the values lie at their base or above it. */
function liesAtOrAbove(values: Float64Array, base: Float64Array): boolean {
  let both = 0;
  let kept = 0;
  values.forEach((value, row) => {
    if (Number.isNaN(value - base[row]!)) return;
    both++;
    if (value >= base[row]!) kept++;
  });
  return both > 0 && kept >= RULE_SHARE * both;
}
