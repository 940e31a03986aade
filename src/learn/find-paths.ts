import type { Path } from '../model/model.js';
import type { TableView } from './table-view.js';

const MAX_LENGTH = 3;
const MAX_PATHS = 14;

/**
 * Lists the ways upwards from a table: its owner and its references, their owners and references, and so on.
 * Shorter paths come first.
 * @param drawn how many of the table's own references are known already
 */
export function findPaths(
  view: TableView,
  views: ReadonlyMap<string, TableView>,
  drawn: number,
): { path: Path; table: string }[] {
  const found: { path: (number | null)[]; table: string }[] = [];
  let edge: { path: (number | null)[]; view: TableView }[] = [{ path: [], view }];
  for (let length = 1; length <= MAX_LENGTH; length++) {
    const next: typeof edge = [];
    for (const { path, view: from } of edge) {
      for (const { step, parent } of stepsOf(from, length === 1 ? drawn : from.references.length)) {
        const above = views.get(parent);
        if (above === undefined || found.length >= MAX_PATHS) continue;
        found.push({ path: [...path, step], table: parent });
        next.push({ path: [...path, step], view: above });
      }
    }
    edge = next;
  }
  return found;
}

function stepsOf(view: TableView, drawn: number): { step: number | null; parent: string }[] {
  const owner = view.frame.owner;
  const steps: { step: number | null; parent: string }[] =
    owner === null ? [] : [{ step: null, parent: owner.parent }];
  view.references.slice(0, drawn).forEach((key, step) => {
    if (view.isUsable[step]) steps.push({ step, parent: key.parent });
  });
  return steps;
}
