/** The one field that a text shared by many may hold: the reader's first name, or other words for whoever gave none. */

/** '{{first_name|friend}}': what stands after the bar is said to whoever has no first name. */
const field = /\{\{\s*first_name\s*(?:\|([^{}]*))?\}\}/gi;

/** 'Ana María Rivera' gives 'Ana María'; a single word may be a last name and gives ''. */
const firstOf = (name: string): string => name.slice(0, Math.max(0, name.lastIndexOf(' ')));

/** A text with somebody's first name filled in. `safe` makes the name fit where the text is HTML. */
export const withFirstName = (text: string, name: string, safe: (name: string) => string = (one) => one): string =>
  text.replace(field, (_, other: string | undefined) => safe(firstOf(name)) || other?.trim() || 'friend');
