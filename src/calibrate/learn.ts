import type { Source } from '../database.js';
import { learnModel, type LearnOptions } from '../learn/learn-model.js';
import type { Model } from '../model/model.js';
import { calibrate } from './calibrate.js';
import { refine } from './refine.js';

/**
 * Learns a database: its catalog, its families, and how the rows of each table are drawn.
 * @returns a model that holds no source row
 * @throws {DbsynthError} E_EMPTY_SOURCE when there is no table, E_UNKNOWN_TABLE and E_KEEP for `keep`, E_REFERENCE
 *   for `references`, E_RULE for `rules`, E_INTERRUPTED, and what the source throws
 */
export async function learn(source: Source, options: LearnOptions = {}): Promise<Model> {
  const { model, shares, views } = await learnModel(source, options);
  const calibrated = await calibrate(model, shares, options.signal);
  return options.refine === true ? refine(calibrated, views, options) : calibrated;
}
