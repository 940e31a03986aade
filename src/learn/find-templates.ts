import { valueAt, type SqlValue, type Vector } from '../batch/batch.js';
import {
  fillTemplate,
  PART_FORMS,
  writePart,
  type ColumnPart,
  type TextTemplate,
} from '../text/fill-template.js';
import { RULE_SHARE } from './rule-share.js';
import { spreadRows } from './spread-rows.js';

const MIN_ROWS = 40;
const MIN_TEXTS = 5;
/** Fewer texts than this are told better as they are. */
const MIN_TEXTS_OF_WAY = 3;
const ROWS_LOOKED_AT = 300;
const MOST_TRIED = 12;
const MOST_VARIANTS = 4;
/** A template that makes fewer of the texts is chance. */
const MIN_SHARE = 0.01;
const MOST_PADDING = 12;
/** Templates that do not make so many of the texts looked at are not tried on all. */
const LIKELY_SHARE = 0.97;

export interface FoundTemplates {
  readonly templates: readonly TextTemplate[];
  /** Which of them made the text of each row; as many as there are for NULL. */
  readonly made: Uint8Array;
}

interface Task {
  readonly rows: number;
  readonly entities: Int32Array;
  readonly minEntities: number;
}

/**
 * Finds how a column's texts are put together from other columns of the row ("Doe, Jane", "90'+3'", "ORD-000123"),
 * in up to four ways, for all texts but one in 200.
 * @param others columns that it may be put together from
 * @returns null when there is no such way, or too few rows or entities speak for one
 */
export function findTemplates(
  column: Vector,
  others: ReadonlyMap<string, Vector>,
  { rows, entities, minEntities }: Task,
): FoundTemplates | null {
  const present = Array.from({ length: rows }, (_, row) => row).filter(
    (row) => valueAt(column, row) !== null,
  );
  if (present.length < MIN_ROWS || !varies(column, present)) return null;
  const sample = spreadRows(present, ROWS_LOOKED_AT);
  const candidates = rank(guessTemplates(column, others, sample), column, others, sample);
  const read = readerOf(others);
  const makes = (template: TextTemplate, row: number): boolean =>
    fillTemplate(template, read(row)) === textAt(column, row);
  const likely = sample.filter((row) => candidates.some((template) => makes(template, row)));
  if (likely.length < LIKELY_SHARE * sample.length) return null;
  const made = new Uint8Array(rows);
  const templates: TextTemplate[] = [];
  let open = present;
  for (const template of candidates) {
    const taken = open.filter((row) => makes(template, row));
    if (taken.length < MIN_SHARE * present.length) continue;
    const texts = new Set(taken.map((row) => textAt(column, row)));
    if (!isLiteral(template) && texts.size < MIN_TEXTS_OF_WAY) continue;
    if (new Set(taken.map((row) => entities[row]!)).size < minEntities) continue;
    for (const row of taken) made[row] = templates.length;
    templates.push(template);
    const isTaken = new Set(taken);
    open = open.filter((row) => !isTaken.has(row));
    if (templates.length === MOST_VARIANTS || open.length === 0) break;
  }
  if (templates.every(isLiteral) || open.length > (1 - RULE_SHARE) * present.length) return null;
  for (let row = 0; row < rows; row++) if (valueAt(column, row) === null) made[row] = templates.length;
  return { templates, made };
}

/** Templates that single rows suggest, by how many. */
function guessTemplates(
  column: Vector,
  others: ReadonlyMap<string, Vector>,
  sample: readonly number[],
): Map<string, { template: TextTemplate; rows: number }> {
  const candidates = new Map<string, { template: TextTemplate; rows: number }>();
  for (const row of sample) {
    const text = textAt(column, row)!;
    const pieces = piecesIn(text, others, row);
    for (const template of [cut(text, pieces), cut(text, [...pieces].reverse()), [text]]) {
      const key = JSON.stringify(template);
      const known = candidates.get(key);
      if (known === undefined) candidates.set(key, { template, rows: 1 });
      else known.rows++;
    }
  }
  return candidates;
}

/** The most promising templates, those that make most of the sample first; texts as they are come last. */
function rank(
  candidates: ReadonlyMap<string, { template: TextTemplate; rows: number }>,
  column: Vector,
  others: ReadonlyMap<string, Vector>,
  sample: readonly number[],
): TextTemplate[] {
  const read = readerOf(others);
  const makes = (template: TextTemplate): number =>
    sample.filter((row) => fillTemplate(template, read(row)) === textAt(column, row)).length;
  return [...candidates.values()]
    .filter(({ rows }) => rows > 1)
    .sort((a, b) => b.rows - a.rows)
    .slice(0, MOST_TRIED)
    .map(({ template }) => ({ template, made: makes(template) }))
    .sort((a, b) => Number(isLiteral(a.template)) - Number(isLiteral(b.template)) || b.made - a.made)
    .map(({ template }) => template);
}

interface Piece {
  readonly part: ColumnPart;
  readonly piece: string;
}

/** Ways to write a row's other columns that a text holds, different from each other. */
function piecesIn(text: string, others: ReadonlyMap<string, Vector>, row: number): Piece[] {
  const pieces: Piece[] = [];
  for (const [column, vector] of others) {
    const value = valueAt(vector, row);
    if (value === null) continue;
    const ofColumn: Piece[] = [];
    for (const form of PART_FORMS) {
      const widths = form === 'padded' ? paddings(value) : NO_WIDTH;
      for (const width of widths) {
        const piece = writePart(value, form, width);
        if (piece === null || piece === '' || !text.includes(piece)) continue;
        if (ofColumn.every((known) => known.piece !== piece))
          ofColumn.push({ part: { column, form, width }, piece });
      }
    }
    pieces.push(...ofColumn);
  }
  return pieces;
}

const NO_WIDTH = [0];

/** Widths to which a whole number may be padded; none for all else. */
function paddings(value: SqlValue): number[] {
  const digits = writePart(value, 'padded')?.length ?? MOST_PADDING;
  return Array.from({ length: Math.max(0, MOST_PADDING - digits) }, (_, i) => digits + 1 + i);
}

/** Cuts a text at the longest pieces in it; of equal ones the first is taken. */
function cut(text: string, pieces: readonly Piece[]): TextTemplate {
  if (text === '') return [];
  let longest: Piece | null = null;
  for (const piece of pieces)
    if (text.includes(piece.piece) && piece.piece.length > (longest?.piece.length ?? 0)) longest = piece;
  if (longest === null) return [text];
  const at = text.indexOf(longest.piece);
  return [
    ...cut(text.slice(0, at), pieces),
    longest.part,
    ...cut(text.slice(at + longest.piece.length), pieces),
  ];
}

function isLiteral(template: TextTemplate): boolean {
  return template.every((part) => typeof part === 'string');
}

function readerOf(others: ReadonlyMap<string, Vector>): (row: number) => (column: string) => SqlValue {
  return (row) => (column) => valueAt(others.get(column)!, row);
}

function textAt(column: Vector, row: number): string | null {
  const value = valueAt(column, row);
  return typeof value === 'string' ? value : null;
}

function varies(column: Vector, present: readonly number[]): boolean {
  const texts = new Set<string>();
  for (const row of present) {
    const text = textAt(column, row);
    if (text === null) return false;
    texts.add(text);
    if (texts.size >= MIN_TEXTS) return true;
  }
  return false;
}
