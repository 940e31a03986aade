import type { SqlValue, Vector } from '../batch/batch.js';
import { classifyColumn } from '../classify/classify-column.js';
import type { ColumnClass } from '../classify/column-class.js';
import type { Column } from '../introspect/catalog.js';
import type { ColumnModel } from '../model/model.js';
import { learnText } from '../text/learn-text.js';
import type { NameColumns } from '../text/learn/name-columns.js';
import type { PiiKind, TextKind, TextSpec } from '../text/text-spec.js';
import type { Frame } from './frame.js';
import { isSingle, orDefault } from './value-of-few.js';

/** A column as far as it is learned. */
export interface ColumnDraft {
  readonly column: Column;
  class: ColumnClass;
  text: TextSpec | null;
  readonly constant: SqlValue;
  variable: number | null;
  clock: number | null;
  copyOf: ColumnModel['copyOf'];
  ordinal: ColumnModel['ordinal'];
  template: ColumnModel['template'];
  isSingle: boolean;
}

/**
 * Tells what each column of a table is, and how its texts look.
 * @param linked columns whose values come from parent rows
 * @param learned whether there are enough entities to learn from
 */
export function classifyColumns(
  frame: Frame,
  linked: ReadonlySet<string>,
  minEntities: number,
  learned: boolean,
): ColumnDraft[] {
  const drafts: ColumnDraft[] = [];
  const context = { entities: frame.entities, k: minEntities };
  const alone = new Set(frame.table.uniques.flatMap(({ columns }) => (columns.length === 1 ? columns : [])));
  for (const column of frame.table.columns) {
    const vector = frame.columns.get(column.name);
    if (vector === undefined) continue;
    const found = classifyColumn(column, frame.table, vector, {
      ...context,
      isKey: alone.has(column.name),
      isForeignKey: linked.has(column.name),
    });
    const isAlike = !learned && isSingle(vector, frame.rows);
    const columnClass = isAlike ? orDefault(found, column) : found;
    drafts.push({
      column,
      class: columnClass,
      text: null,
      constant: learned && columnClass.kind === 'constant' ? columnClass.value : null,
      variable: null,
      clock: null,
      copyOf: null,
      ordinal: null,
      template: null,
      isSingle: isAlike,
    });
  }
  const names = findNames(frame, drafts);
  for (const draft of drafts) {
    if (linked.has(draft.column.name) || !isWritten(draft.class)) continue;
    draft.text = learnText(frame.columns.get(draft.column.name)!, draft.class, draft.column, {
      ...context,
      names,
    });
  }
  return drafts;
}

/** Columns with the names of persons, of which e-mail addresses may be made. */
function findNames(frame: Frame, drafts: readonly ColumnDraft[]): NameColumns {
  const columnOf = (pii: PiiKind): Vector | undefined => {
    const found = drafts.find(
      ({ class: { kind, ...rest } }) =>
        kind === 'text' && 'text' in rest && isPersonal(rest.text as TextKind | null, pii),
    );
    return found === undefined ? undefined : frame.columns.get(found.column.name);
  };
  return {
    firstName: columnOf('firstName'),
    lastName: columnOf('lastName'),
    fullName: columnOf('fullName'),
  };
}

function isPersonal(text: TextKind | null, pii: PiiKind): boolean {
  return text?.form === 'pii' && text.pii === pii;
}

function isWritten(columnClass: ColumnClass): boolean {
  return !['category', 'boolean', 'number', 'moment', 'constant', 'empty'].includes(columnClass.kind);
}
