const special: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Text as it may stand in an SVG or HTML document. */
export const escapeText = (text: string): string => text.replace(/[&<>"']/g, (letter) => special[letter] ?? letter);

/** A number as an attribute: at most one decimal. */
export const short = (n: number): string => String(Math.round(n * 10) / 10);

export interface Described {
  /** Unique on the page: the ids of the picture's name and description are made of it. */
  id: string;
  title: string;
  /** What the picture shows, in words and with its numbers. */
  description: string;
}

/** An accessible picture: one image with a name and a description; what is drawn in it is for the eye alone. */
export const picture = ({ id, title, description }: Described, width: number, height: number, drawn: string): string =>
  `<svg viewBox="0 0 ${short(width)} ${short(height)}" role="img" aria-labelledby="${escapeText(id)}-title ${escapeText(id)}-desc">` +
  `<title id="${escapeText(id)}-title">${escapeText(title)}</title>` +
  `<desc id="${escapeText(id)}-desc">${escapeText(description)}</desc>${drawn}</svg>`;
