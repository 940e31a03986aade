import type { Diagnosis, Finding } from '../../src/diagnosis.js';

/** A diagnosis as lines of text. */
export function formatDiagnosis(diagnosis: Diagnosis): string[] {
  const { label, product, version, user, tls, isPooled, isReplica, asSource, asTarget, grants } = diagnosis;
  const facts = [
    `${product} ${version}`,
    ...(user === null ? [] : [`user ${user}`, tls === null ? 'not encrypted' : `encrypted by ${tls}`]),
    ...(isPooled ? ['through a pooler'] : []),
    ...(isReplica ? ['read-only'] : []),
  ];
  return [
    `${label}: ${facts.join(', ')}`,
    ...formatSide('source', asSource, grants.source),
    ...formatSide('target', asTarget, grants.target),
  ];
}

const SIGNS: Readonly<Record<Finding['level'], string>> = {
  good: 'ok     ',
  limit: 'limit  ',
  problem: 'PROBLEM',
};

function formatSide(side: string, findings: readonly Finding[], grants: readonly string[]): string[] {
  return [
    '',
    `As a ${side}`,
    ...findings.map(({ level, sentence }) => `  ${SIGNS[level]}  ${sentence}`),
    ...(grants.length === 0 ? [] : ['  needs no more than', ...grants.map((grant) => `    ${grant}`)]),
  ];
}
