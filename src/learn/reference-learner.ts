import { valueAt } from '../batch/batch.js';
import type { ForeignKey } from '../introspect/catalog.js';
import type { ReferenceModel } from '../model/model.js';
import { concernedRows } from './concerned-rows.js';
import type { Drafts } from './drafts.js';
import { findKin } from './find-kin.js';
import { findPaths } from './find-paths.js';
import type { Frame } from './frame.js';
import { learnReference } from './learn-reference.js';

/** Learns how the references of a table find their parents, in their order. */
export class ReferenceLearner {
  constructor(private readonly drafts: Drafts) {}

  /** Learns the reference at a position, and drafts the variable that tells its parents, if there is one. */
  learn(index: number): ReferenceModel {
    return this.withConcern(this.find(index), index);
  }

  /** The same where there are too few entities to learn from. */
  fromSchema(index: number): ReferenceModel {
    return this.withConcern(this.makeUp(index), index);
  }

  private withConcern(reference: ReferenceModel, index: number): ReferenceModel {
    const { key } = this.drafts.references[index]!;
    if (key.when === undefined) return reference;
    const { rows, columns } = this.drafts.frame;
    return { ...reference, concernedShare: rows === 0 ? 0 : concernedRows(key, columns, rows).length / rows };
  }

  private find(index: number): ReferenceModel {
    const { key, isUsable } = this.drafts.references[index]!;
    const links = this.drafts.frame.parents.get(key.name);
    const share = this.shareOfNulls(key, links);
    const isSelf = key.parent === this.drafts.frame.table.id;
    if (!isSelf && (!isUsable || links === undefined))
      return { foreignKey: key.name, nullShare: share, how: { kind: 'late' } };
    const { view, reader } = this.drafts;
    const kin =
      links === undefined
        ? null
        : findKin(view, this.drafts.task.views, key, findPaths(view, this.drafts.task.views, index), reader);
    const learned = { foreignKey: key.name, nullShare: share, ...(kin && { kin }) };
    if (isSelf) return { ...learned, how: { kind: 'self', parentShare: this.parentShareOf(key) } };
    const found = learnReference(
      view,
      this.drafts.task.views,
      key,
      index,
      this.drafts.features(this.drafts.list.length, index, false),
      reader,
      this.drafts.task.minEntities,
      this.drafts.task.kept.has(key.parent),
    );
    if (found.kind === 'carried') return { foreignKey: key.name, nullShare: share, how: found };
    const variable = this.drafts.add('reference', key.name, null, {
      bins: found.bins,
      binCount: found.binCount,
      isOrdered: false,
      values: null,
      unit: 'other',
    });
    if (found.kind === 'slots') return { ...learned, how: { kind: 'slots', variable, shares: found.shares } };
    const { cells, cellFeatures, members } = found;
    if (members !== null) this.drafts.toldApart.set(index, cellFeatures);
    return { ...learned, how: { kind: 'cells', variable, cells, cellFeatures, members } };
  }

  /** Share of rows without a parent; of a polymorphic reference, share of the rows that it concerns. */
  private shareOfNulls(key: ForeignKey, links: Int32Array | undefined): number {
    if (key.when !== undefined) return nullShareOf(this.drafts.frame, key);
    return links === undefined ? nullShareOf(this.drafts.frame, key) : nullShare(links);
  }

  /** Share of rows that have children in a self-reference. */
  private parentShareOf(key: ForeignKey): number {
    const { table, rows, childCounts, parents } = this.drafts.frame;
    const counts = childCounts.get(`${table.id}.${key.name}`);
    const withChildren =
      counts?.filter((count) => count > 0).length ??
      new Set(parents.get(key.name)!.filter((row) => row >= 0)).size;
    return rows === 0 ? 0 : withChildren / rows;
  }

  private makeUp(index: number): ReferenceModel {
    const { key, isUsable } = this.drafts.references[index]!;
    const share = nullShareOf(this.drafts.frame, key) > 0 ? 0.5 : 0;
    if (key.parent === this.drafts.frame.table.id)
      return { foreignKey: key.name, nullShare: share, how: { kind: 'self', parentShare: 0.3 } };
    return { foreignKey: key.name, nullShare: share, how: { kind: isUsable ? 'any' : 'late' } };
  }
}

/** Share of rows without a parent; parents that were not read are some. */
export function nullShare(links: Int32Array): number {
  return links.length === 0 ? 0 : links.filter((row) => row === -1).length / links.length;
}

/** Share of NULLs among the rows that a foreign key concerns. */
function nullShareOf(frame: Frame, key: ForeignKey): number {
  const columns = key.columns.map((name) => frame.columns.get(name)!);
  const rows = concernedRows(key, frame.columns, frame.rows);
  const nulls = rows.filter((row) => columns.some((column) => valueAt(column, row) === null)).length;
  return rows.length === 0 ? 0 : nulls / rows.length;
}
