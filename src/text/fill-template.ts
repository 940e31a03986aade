import type { SqlValue } from '../batch/batch.js';

/** A text put together from literal pieces and other columns of its row. */
export type TextTemplate = readonly TemplatePart[];

export type TemplatePart = string | ColumnPart;

export interface ColumnPart {
  readonly column: string;
  readonly form: PartForm;
  /** Digits to pad a whole number to; 0 for all else. */
  readonly width: number;
}

/** How a column's text is written in another: as it is, in other letters, as a slug, its first letter, padded. */
export const PART_FORMS = [
  'plain',
  'lower',
  'upper',
  'dashed',
  'underscored',
  'joined',
  'initial',
  'lowerInitial',
  'padded',
] as const;
export type PartForm = (typeof PART_FORMS)[number];

/**
 * Fills a template with the values of a row.
 * @returns null when one of the columns is null
 */
export function fillTemplate(template: TextTemplate, read: (column: string) => SqlValue): string | null {
  let text = '';
  for (const part of template) {
    if (typeof part === 'string') {
      text += part;
      continue;
    }
    const piece = writePart(read(part.column), part.form, part.width);
    if (piece === null) return null;
    text += piece;
  }
  return text;
}

/**
 * Writes a value as a part of a text.
 * @returns null for NULL, bytes, and what cannot be written so
 */
export function writePart(value: SqlValue, form: PartForm, width = 0): string | null {
  if (value === null || value instanceof Uint8Array) return null;
  const text = String(value);
  switch (form) {
    case 'plain':
      return text;
    case 'lower':
      return text.toLowerCase();
    case 'upper':
      return text.toUpperCase();
    case 'dashed':
      return slug(text, '-');
    case 'underscored':
      return slug(text, '_');
    case 'joined':
      return slug(text, '');
    case 'initial':
      return [...text][0] ?? '';
    case 'lowerInitial':
      return ([...text][0] ?? '').toLowerCase();
    case 'padded':
      return /^\d+$/.test(text) ? text.padStart(width, '0') : null;
  }
}

function slug(text: string, joint: string): string {
  // Most texts are one plain word, for which the long way does nothing else.
  if (/^[a-z0-9]*$/i.test(text)) return text.toLowerCase();
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
    .join(joint);
}
