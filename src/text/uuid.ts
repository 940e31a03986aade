/** How UUIDs are written: with hyphens or without, in braces at times. */
export const UUID = /^\{?[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}\}?$/i;
