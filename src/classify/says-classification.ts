import { nameWords } from './name-words.js';

const WORDS =
  /(^|_)(categor(y|ies)|types?|kinds?|genres?|status(es)?|states?|languages?|locales?|countr(y|ies)|continents?|regions?|provinces?|currenc(y|ies)|units?|departments?|formats?|roles?|levels?|priorit(y|ies)|severit(y|ies)|colou?rs?|sizes?|genders?|sex(es)?|class(es)?|groups?|grps?|codes?|cds?|weekdays?|months?|reasons?|methods?|modes?|ranks?|grades?|shapes?|lookups?|enums?|ref(erence)?_data|kategorien?|arten|typ(en)?|laender|sprachen?|pays|langues?|paises?|idiomas?|tipos?|estados?)$/;

/**
 * Whether a table's name says that its rows are names of classes (categories, countries, types), not things or
 * persons with a life of their own.
 */
export function saysClassification(tableName: string): boolean {
  return WORDS.test(nameWords(tableName));
}
