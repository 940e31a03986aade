import type { CompiledCheck } from './compile-check.js';
import type { JointCondition } from './facts.js';
import { findFacts } from './find-facts.js';

/**
 * Conditions on several columns of a row together, such as `a + b <= c` or `sender <> receiver`; with the linear
 * form of those that have one.
 */
export function jointConditions(checks: readonly CompiledCheck[]): JointCondition[] {
  return checks.flatMap((check) =>
    findFacts(check).flatMap((finding) =>
      finding.kind === 'joint' && finding.joint.columns.length > 1 ? [finding.joint] : [],
    ),
  );
}
