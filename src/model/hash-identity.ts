import { hashText } from '../random/hash.js';

/**
 * Makes of a database's identity what the model file keeps: enough to refuse the source as a target, too little to
 * tell where the source is.
 */
export function hashIdentity(identity: string): string {
  return hashText(identity).toString(16);
}
