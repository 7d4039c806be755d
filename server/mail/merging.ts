/** The one field that a text shared by many may hold: the reader's first name, or other words for whoever gave none. */

/** '{first name|friend}': what stands after the bar is said to whoever has no first name. */
const field = /\{first name(?:\|([^{}|\n]{0,60}))?\}/gi;

/** 'Ana María Rivera' gives 'Ana María'; a single word may be a last name and gives ''. */
const firstOf = (name: string): string => name.slice(0, Math.max(0, name.lastIndexOf(' ')));

/** A text with the first name of somebody filled in. `escape` makes the name safe where the text is HTML. */
export const withFirstName = (text: string, name: string, escape: (name: string) => string = (one) => one): string =>
  text.replace(field, (_, other: string | undefined) => escape(firstOf(name)) || (other ?? '').trim() || 'friend');
