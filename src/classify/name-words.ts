/**
 * The words of an identifier in lower case, joined by underscores: 'ShipPostalCode', 'SHIP_POSTAL_CODE' and
 * 'ship postal code' all become 'ship_postal_code'.
 */
export function nameWords(identifier: string): string {
  return identifier
    .replace(/([\p{Ll}\d])(\p{Lu})/gu, '$1_$2')
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1_$2')
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[^\p{L}\d]+/gu, '_')
    .replace(/^_+|_+$/g, '');
}

/** Whether a column's name says that it holds moments. */
export function saysMoment(name: string): boolean {
  return (
    /(^|_)(date|time|datetime|timestamp|created|updated|modified|deleted|expires?|expiry|born|birthday|dob|ts|epoch|datum|fecha|data_nascita)(_|$)/.test(
      name,
    ) || /(date|time|timestamp)$|_(at|on|dt)$/.test(name)
  );
}

/** Whether a column's name says that it holds years. */
export function saysYear(name: string): boolean {
  return /(^|_)(year|yr|yyyy|jahr|annee|ano|anno)(_|$)|year$/.test(name);
}

/** Whether a column's name says that it holds identifiers or codes. */
export function saysCode(name: string): boolean {
  return (
    /(^|_)(id|ids|code|codes|cd|no|nr|num|number|key|ref|reference|sku|isbn|ean|upc|barcode|serial|symbol|abbr|abbreviation|iata|icao|iso|callsign|token|tag|mask|crc|index)\d*$/.test(
      name,
    ) || /(code|_cd|uuid|guid)$/.test(name)
  );
}

/** Whether a column's name says that its numbers are names of things rather than amounts. */
export function saysNominal(name: string): boolean {
  return /(^|_)(id|type|status|state|flag|category|class|code|cd|group|kind|mode|direction|zone|region|gender|sex|role|level|priority)$|(id|type|status|code|flag)$/.test(
    name,
  );
}
