/** Without accents, in lower case, one space between words: the form that search and alphabetical lists compare. */
export const fold = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[’‘`´]/g, "'")
    .replace(/\s+/g, ' ')
    .trim();

/** A name or a line as people mean it: no control characters, single spaces, composed letters (NFC). */
export const tidy = (text: string): string =>
  text
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();

/** A text of several lines: line breaks as LF, no other control characters, no blanks at line ends. */
export const tidyLines = (text: string): string =>
  text
    .normalize('NFC')
    .replace(/\r\n?/g, '\n')
    .replace(/[^\P{Cc}\n\t]/gu, '')
    // Only from where a run of blanks begins: else a megabyte of them takes hours.
    .replace(/(?<![ \t])[ \t]+$/gm, '')
    .trim();

/** A web address part made of a title: 'A Letter on Rivers' gives 'a-letter-on-rivers'; '' when nothing is left. */
export const slugOf = (title: string): string =>
  fold(title)
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60)
    .replace(/-+$/, '');

/** 1234567 gives '1,234,567'. */
export const grouped = (n: number): string => n.toLocaleString('en-US');

/** '1 signer', '2 signers'. */
export const plural = (n: number, one: string, many = `${one}s`): string => `${grouped(n)} ${n === 1 ? one : many}`;

/** 'A', 'A and B', 'A, B and C'. */
export const listed = (items: string[]): string =>
  items.length < 2 ? (items[0] ?? '') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
