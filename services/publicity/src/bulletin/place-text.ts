/** `{results.total}` is the place of a number, `{{` a brace; everything else is itself. */
const PLACE = /\{\{|\{([A-Za-z][A-Za-z0-9.:_-]*)\}/g;

/** The names of the places in a text. */
export const placesIn = (text: string): string[] => [...text.matchAll(PLACE)].flatMap(([, name]) => (name === undefined ? [] : [name]));

/** The text with its places filled, each once: what is put in is printed as it is, whatever it looks like. A place that `value` does not know stays. */
export const filled = (text: string, value: (name: string) => string | undefined): string =>
  text.replaceAll(PLACE, (whole: string, name: string | undefined) => (name === undefined ? '{' : (value(name) ?? whole)));

/** The text with the places of what is settled at drafting filled; those of numbers stay places. */
export const drafted = (text: string, value: (name: string) => string | undefined): string =>
  text.replaceAll(PLACE, (whole: string, name: string | undefined) => (name === undefined ? whole : (value(name) ?? whole)));

/** A value as it stands in a text with places. */
export const asText = (value: string): string => value.replaceAll('{', '{{');
