import type { SqlValue } from '../batch/batch.js';
import type { Catalog } from '../introspect/catalog.js';
import type { LoadOrder } from '../graph/find-load-order.js';
import type { ColumnClass } from '../classify/column-class.js';
import type { TextTemplate } from '../text/fill-template.js';
import type { TextSpec } from '../text/text-spec.js';
import type { Booster } from './booster.js';
import type { Formula } from './work-out.js';

export const MODEL_FORMAT = 'dbsynth-model';
export const MODEL_VERSION = 1;

/** What was learned from a source, without any source row. Written to disk as gzipped JSON. */
export interface Model {
  readonly format: typeof MODEL_FORMAT;
  readonly version: number;
  readonly catalog: Catalog;
  readonly loadOrder: LoadOrder;
  readonly tables: readonly TableModel[];
  /** Smallest number of distinct entities behind any value or leaf. */
  readonly minEntities: number;
  /** The source database's identity, hashed, so that a target can be told from it. */
  readonly sourceIdentity: string;
  readonly warnings: readonly string[];
  /** What drew the variables up; absent in files from before there was a choice: `tree`. */
  readonly engine?: EngineName;
}

/** What fits how a variable follows from others: bags of trees, or a Gaussian copula with hidden values per parent. */
export type EngineName = (typeof ENGINE_NAMES)[number];
export const ENGINE_NAMES = ['tree', 'copula'] as const;

/** How the rows of one table are drawn. */
export interface TableModel {
  readonly id: string;
  readonly sourceRows: number;
  /** Distinct entities (roots of families) behind the rows. */
  readonly entities: number;
  /** False: too few entities, so that the rows are made from the schema alone. */
  readonly learned: boolean;
  /** The owning foreign key; null for the root of a family. */
  readonly owner: { readonly foreignKey: string; readonly nullShare: number } | null;
  /** Everything that is drawn for a row, in drawing order; also what other tables may condition on. */
  readonly variables: readonly Variable[];
  /** How many variables are drawn before the references. */
  readonly leading: number;
  /** References other than the owner, in drawing order. */
  readonly references: readonly ReferenceModel[];
  readonly columns: readonly ColumnModel[];
  /** Rows of a lookup table that go to the copy as they are; null for all other tables. */
  readonly kept: KeptRows | null;
  /** The column of moments in whose order rows are numbered; missing where numbers do not tell the time. */
  readonly numberedBy?: string;
  /** How well the trees tell rows; missing where too few rows could be held out. */
  readonly likelihood?: Likelihood;
  /** Which of several drawn rows or families is taken; missing where the first one is as good. */
  readonly refinement?: Refinement;
}

/** Tells how much likelier a row, or the rows of one owner, are real than drawn: the logarithm of the odds. */
export type Refinement =
  | { readonly kind: 'rows'; readonly booster: Booster<Feature> }
  | { readonly kind: 'families'; readonly booster: Booster<FamilyFeature> };

/** What is said of the rows of one owner, one byte each; 255 = there is none. */
export type FamilyFeature =
  | { readonly of: 'owner'; readonly variable: number }
  | { readonly of: 'size' }
  /** The mean bin, how many different ones, the first row's. */
  | { readonly of: 'mean' | 'distinct' | 'first'; readonly variable: number }
  /** How many rows have a bin. */
  | { readonly of: 'count'; readonly variable: number; readonly bin: number }
  /** Share of the rows that are null. */
  | { readonly of: 'nulls'; readonly variable: number }
  /** How many different rows a reference leads to. */
  | { readonly of: 'parents'; readonly reference: number };

/** Mean log-likelihood of a row, in bits per column (references and numbers of children count as columns). */
export interface Likelihood {
  /** Of rows that the trees were grown on. */
  readonly trainBits: number;
  /** Of rows of families that they were not grown on. */
  readonly holdoutBits: number;
  readonly columns: number;
}

/** A lookup table whose every row is shared by enough entities, row by row in the order of the slots of references. */
export interface KeptRows {
  readonly rows: number;
  readonly columns: Readonly<Record<string, readonly SqlValue[]>>;
  /** Children per row, by `child table.foreign key`. */
  readonly children: Readonly<Record<string, readonly number[]>>;
  /** Per variable: its bin in each row, and its value (null where there is none). */
  readonly bins: readonly (readonly number[])[];
  readonly values: readonly (readonly (number | null)[] | null)[];
}

/** A learned quantity of a row: a column, a part of one, the cell of a reference, a number of children. */
export interface Variable {
  readonly role: 'column' | 'clock' | 'phase' | 'reference' | 'count';
  /** Column name for `column`, `clock` (time of day) and `phase` (whole hours, minutes, ...; drawn right before), foreign key for `reference`, `child table.foreign key` for `count`. */
  readonly of: string;
  readonly scale: Scale;
  /** Whether any source row is null here; the null bin is `scale` size. */
  readonly nullable: boolean;
  readonly draw: Draw;
  /** For the first row of a family, where it is better told without a history: draws the bin itself. */
  readonly start: Forest | null;
  /** Tells the bin outright where it can; the rest is drawn. */
  readonly determined: Determined | null;
  /** Values that this one must not lie below or above. */
  readonly bounds?: readonly Bound[];
  /** What the chance of each bin is multiplied by, the null bin last, so that copies have as much of it as the source. */
  readonly tilt?: readonly number[];
}

/** A value that another must not lie below (`least`) or above (`most`); where either is null, all is free. */
export interface Bound {
  readonly base: Base;
  readonly side: 'least' | 'most';
  readonly isStrict: boolean;
}

/** A functional dependency: the bin that goes with each byte of a feature, 255 where there are several. */
export interface Determined {
  readonly feature: Feature;
  readonly bins: Uint8Array;
}

/** Maps values to at most 250 ordered or unordered bins and back. */
export type Scale = NumberScale | CategoryScale;

/**
 * Bins of a number (or a moment in microseconds, a text length, a count).
 * Bin i covers values up to `upper[i]`; inside it values held by enough entities stand as atoms, the rest is
 * uniform over the lattice `offset + n * step` between `low` and `high`.
 */
export interface NumberScale {
  readonly kind: 'number';
  readonly step: number;
  readonly offset: number;
  readonly upper: readonly number[];
  readonly low: readonly number[];
  readonly high: readonly number[];
  /** Weight of the values of bin i that are no atoms. */
  readonly rest: readonly number[];
  readonly atoms: readonly (readonly number[])[];
  readonly atomWeights: readonly (readonly number[])[];
  /** Excess distribution of the first and last bin beyond their inner edge (generalised Pareto), if open. */
  readonly lowTail: Tail | null;
  readonly highTail: Tail | null;
  /** Coarser lattices on which values lie more often than by chance (whole minutes, hundreds), finest first. */
  readonly grains: readonly Grain[];
  /** Relative frequency of Monday..Sunday, for moments; null if flat or no moment. */
  readonly weekdays: readonly number[] | null;
  /** How much likelier a day of January..December is than the mean day, for moments with a season. */
  readonly months?: readonly number[];
}

export interface Grain {
  readonly step: number;
  /** Probability that a value on the next finer lattice is put on this one. */
  readonly share: number;
}

export interface Tail {
  /** Inner edge from which the excess counts. */
  readonly edge: number;
  readonly sigma: number;
  readonly xi: number;
  /** Largest excess drawn. */
  readonly limit: number;
}

/** Bins of a category: each bin holds one value, or several rare ones with their weights. */
export interface CategoryScale {
  readonly kind: 'category';
  readonly values: readonly (readonly SqlValue[])[];
  readonly weights: readonly (readonly number[])[];
}

/** How a variable is drawn. */
export type Draw =
  | { readonly kind: 'forest'; readonly forest: Conditional }
  | DifferenceDraw
  /** A number worked out from others; where they are null, drawn by `absent` or, without it, `otherwise`. */
  | {
      readonly kind: 'formula';
      readonly formula: Formula;
      readonly operands: readonly Base[];
      readonly absent: DifferenceDraw | null;
      readonly otherwise: Conditional;
    }
  /** A text, of which the variable is the length: the previous sibling's, one that an earlier sibling has, or a new one. */
  | { readonly kind: 'echo'; readonly gate: Forest; readonly fresh: Conditional }
  /** Inside a family: same as the previous sibling, seen before, or new. */
  | {
      readonly kind: 'gate';
      readonly gate: Forest;
      readonly fresh: Forest;
      /** Which of the values seen before; null for references, where siblings' parents are drawn alike. */
      readonly again: Forest | null;
    };

/** A difference to a base where the base is present, else `absent` or, without it, `otherwise`. */
export interface DifferenceDraw {
  readonly kind: 'difference';
  readonly base: Base;
  readonly scale: NumberScale;
  /** Values drawn as they are, not as a difference (such as 9999-12-31): the bins after those of `scale`. */
  readonly spikes: readonly number[];
  /** The bin after those of spikes stands for the previous sibling's value. */
  readonly repeats: boolean;
  readonly forest: Conditional;
  /** For rows that lack the base (the first of a family, if it is the previous sibling): a difference to another one. */
  readonly absent: DifferenceDraw | null;
  readonly otherwise: Conditional;
  /** The value never lies before the base. */
  readonly keepsOrder: boolean;
  /** How much likelier a day of January..December is than differences make it. */
  readonly months?: readonly number[];
}

/** Where a value to start from is found. */
export type Base =
  | { readonly from: 'own'; readonly variable: number }
  | { readonly from: 'previous'; readonly variable: number }
  | { readonly from: 'parent'; readonly path: Path; readonly variable: number };

/** Foreign keys to follow from the row upwards: at each table its owner (`null`) or one of its references (its index). */
export type Path = readonly (number | null)[];

/** A tree reads these, one byte each; 255 = there is none (no sibling before, no parent). */
export type Feature =
  | { readonly from: 'own'; readonly variable: number }
  | { readonly from: 'parent'; readonly path: Path; readonly table: string; readonly variable: number }
  | { readonly from: 'previous'; readonly variable: number }
  | { readonly from: 'mean'; readonly variable: number }
  | { readonly from: 'distinct'; readonly variable: number }
  | { readonly from: 'position' }
  | { readonly from: 'remaining' }
  /** Rows of the same owner. */
  | { readonly from: 'size' };

/** The distribution of a bin given features: what an engine fits. */
export type Conditional = Forest | Copula;

/** A bag of trees over the same features; one tree is drawn per row. */
export interface Forest {
  readonly features: readonly Feature[];
  readonly trees: readonly Tree[];
}

/**
 * A binary tree in flat arrays. Node i with `feature[i] < 0` is a leaf; otherwise its children are
 * `left[i]` and `left[i] + 1`, and a row goes left when bit `bin` of `subsets[256 * split[i] ...]` is set.
 */
export interface Tree {
  readonly feature: Int16Array;
  /** Inner node: largest bin that goes left, or -1 - s for subset s. Leaf: unused. */
  readonly split: Int32Array;
  /** Inner node: left child. Leaf: number of the leaf. */
  readonly left: Int32Array;
  /** 8 words of 32 bits per subset. */
  readonly subsets: Uint32Array;
  /** Leaf l holds `bins[start[l] .. start[l + 1]]` with cumulated counts beside them. */
  readonly start: Int32Array;
  readonly bins: Uint8Array;
  readonly cumulated: Uint32Array;
}

/** A Gaussian copula's distribution of a bin given features: a normal score is drawn, and cuts tell its bin. */
export interface Copula {
  readonly features: readonly Feature[];
  /** Whether there is a value at all, where some rows are null: its bins are the null bin and 255. */
  readonly presence: NormalScore | null;
  readonly score: NormalScore;
}

/** Normal scores and what is added to them stand in a model as whole numbers, so many to a standard deviation. */
export const SCORE_STEPS = 5000;

/** A normal score: what the features add, hidden values that the rows of one parent share, and the row's own noise. */
export interface NormalScore {
  /** Per feature of the copula what each of its bytes adds, last what 255 does; empty where it adds nothing. */
  readonly effects: readonly Int16Array[];
  readonly shared: readonly SharedEffect[];
  /** Standard deviation of the row's own part. */
  readonly noise: number;
  /** Bins from the lowest score to the highest, and the score at which each but the last ends. */
  readonly bins: Uint8Array;
  readonly cuts: Int16Array;
}

/** A hidden normal value that all rows with the same parent share: what classic HMA's parameters per parent are for. */
export interface SharedEffect {
  readonly path: Path;
  readonly deviation: number;
}

/** How the parent row of a foreign key (other than the owning one) is found. */
export interface ReferenceModel {
  readonly foreignKey: string;
  /** Of the rows that it concerns. */
  readonly nullShare: number;
  /** Share of the rows that a polymorphic reference concerns; missing for one of all rows. */
  readonly concernedShare?: number;
  readonly how: ReferenceDraw;
  /** Missing where the row and its parent are not related otherwise. */
  readonly kin?: Kin;
}

/**
 * A row and its parent stem from the same row of a third table, though no constraint says so: the line of an order and the
 * shipment that it refers to.
 */
export interface Kin {
  /** From the row to the ancestor; empty where the row itself is it: a department and its head, who works there. */
  readonly path: Path;
  /** From the parent row to the ancestor. */
  readonly parentPath: Path;
  /** Share of the rows that this is true of; missing where it is a rule. */
  readonly share?: number;
}

export type ReferenceDraw =
  /** The same row as another path reaches (a redundant key). */
  | { readonly kind: 'carried'; readonly path: Path; readonly through: string | null }
  /** A small parent: the variable's bin is the row; children per bin. */
  | { readonly kind: 'slots'; readonly variable: number; readonly shares: readonly number[] }
  /**
   * The variable's bin is a cell of parent rows; the row inside it follows the degrees drawn with the parents.
   * Where parents are few, cells fall apart into `members`, one per bin, those with the most children first. A parent
   * row then takes the place of a member of its cell.
   */
  | {
      readonly kind: 'cells';
      readonly variable: number;
      readonly cells: Tree;
      readonly cellFeatures: readonly number[];
      readonly members: readonly CellMember[] | null;
    }
  /** A row of the same table that stands earlier; the share of rows that have children. */
  | { readonly kind: 'self'; readonly parentShare: number }
  /** Any parent row: nothing was learned. */
  | { readonly kind: 'any' }
  /** Closed after the load (cycles); any parent row, once at most where the key is unique. */
  | { readonly kind: 'late' };

/** One parent row that enough entities refer to, or all others of its cell. */
export interface CellMember {
  readonly cell: number;
  /** Parent rows in its place. */
  readonly rows: number;
  /** Children of all of them. */
  readonly children: number;
}

/** What becomes of a column's drawn variable. */
export interface ColumnModel {
  readonly name: string;
  readonly class: ColumnClass;
  /** Position of the variable that decides it, or null (keys, constants, columns of foreign keys). */
  readonly variable: number | null;
  /** Time of day, drawn apart from the day. */
  readonly clock: number | null;
  readonly text: TextSpec | null;
  /** Value of a constant column, if held by enough entities. */
  readonly constant: SqlValue;
  /** Too few entities to learn from: all rows have the same value (which one is not told). */
  readonly isSingle: boolean;
  /** Too few entities to learn from: how the columns of the same name in learned tables are distributed. */
  readonly borrowed: Scale | null;
  /** A column that counts the siblings; `width` = digits to pad a text to, null for a number. */
  readonly ordinal: { readonly start: number; readonly step: number; readonly width: number | null } | null;
  /** Not written at all: the database has a default for what could not be made up. */
  readonly isDefault?: boolean;
  /** A text put together from other columns of the row, in one of several ways that a variable tells (null = one way). */
  readonly template: {
    readonly ways: readonly TextTemplate[];
    readonly variable: number | null;
  } | null;
  /** Made up from the schema, whatever was learned of the other columns. */
  readonly isMadeUp?: boolean;
  /** A column that repeats a parent's column. */
  readonly copyOf: { readonly path: Path; readonly column: string } | null;
  /** A total over the rows that refer to this one: set once these are drawn. */
  readonly totalOf?: TotalOf;
  /** How often its rule holds in the source; missing where there is none. */
  readonly support?: RuleSupport;
  /** What the user said of its rule. */
  readonly wish?: 'added' | 'refused';
}

/** The sum of a column of the rows that refer to this one, of the product of two, or (no column) how many there are. */
export interface TotalOf {
  readonly table: string;
  readonly foreignKey: string;
  readonly columns: readonly string[];
  /** Values are multiples of this; 0 = not rounded. */
  readonly step: number;
  /** Without such rows it is NULL, not zero. */
  readonly isNullWhenNone: boolean;
}

/** How often a rule holds in the rows that were learned from. */
export interface RuleSupport {
  /** Rows of which the rule says anything: what it looks at is not null. */
  readonly rows: number;
  /** Share of them in which it holds, to four digits. */
  readonly share: number;
}
