/**
 * Merge fields: the places in a campaign's text that are filled for each legislator and each constituent, such as
 * `{{last_name}}`, or `{{deadline|soon}}` with what stands there when nothing is known.
 */

/** Every field, with what it says and how that reads. The last two are the constituent's. */
const mergeFields = [
  { field: 'legislator', says: 'the legislator as one addresses them', example: 'Senator Rivera' },
  { field: 'title', says: 'their title', example: 'Senator' },
  { field: 'last_name', says: 'their last name', example: 'Rivera' },
  { field: 'state', says: 'their state', example: 'Ohio' },
  { field: 'district', says: 'their district; empty for senators', example: '7th district' },
  { field: 'letter', says: 'the title of the letter', example: 'Keep the rivers clean' },
  { field: 'link', says: 'where the letter is read', example: 'https://…/letters/keep-the-rivers-clean' },
  { field: 'deadline', says: 'until when it can be signed', example: 'Friday, December 4, 2026 at 5:00 PM EST' },
  { field: 'addressees', says: 'to whom the letter goes', example: 'Secretary E. Voss' },
  { field: 'bill', says: 'the bills that the letter is about', example: 'H.R. 9001' },
  { field: 'my_name', says: 'the constituent’s name', example: 'Zoë Park' },
  { field: 'my_place', says: 'where the constituent votes', example: 'Ohio 44691' },
] as const;

/** The fields as a page tells them. */
export const fieldsInWords = mergeFields.map(({ field, ...rest }) => ({ field: `{{${field}}}`, ...rest }));

export type MergeField = (typeof mergeFields)[number]['field'];

/** A place in a text; `fallback` is null where none was given. */
export interface Place {
  field: MergeField;
  fallback: string | null;
}

/** A text taken apart: what stands there, and what is filled in. */
export type Template = (string | Place)[];

const names = new Set<string>(mergeFields.map(({ field }) => field));
const isField = (name: string): name is MergeField => names.has(name);

const BRACES = /\{\{([^{}\n]*)\}\}/g;

/** Takes a text apart. What is no field of ours stays as it stands. */
export function templateOf(text: string): Template {
  const parts: Template = [];
  let from = 0;
  for (const match of text.matchAll(BRACES)) {
    const place = placeIn(match[1] ?? '');
    if (!place) continue;
    parts.push(text.slice(from, match.index), place);
    from = match.index + match[0].length;
  }
  return [...parts, text.slice(from)].filter((part) => part !== '');
}

function placeIn(inside: string): Place | null {
  const bar = inside.indexOf('|');
  const field = (bar < 0 ? inside : inside.slice(0, bar)).trim().toLowerCase();
  return isField(field) ? { field, fallback: bar < 0 ? null : inside.slice(bar + 1).trim() } : null;
}

/** Why a text cannot be used as it is, in words; null when it can. */
export function mergeProblem(text: string): string | null {
  const unknown = [...text.matchAll(BRACES)].find((match) => !placeIn(match[1] ?? ''));
  const list = mergeFields.map(({ field }) => `{{${field}}}`).join(', ');
  if (unknown) return `There is no field ${unknown[0].slice(0, 60)}. There are: ${list}.`;
  const rest = text.replace(BRACES, '');
  if (rest.includes('{{') || rest.includes('}}'))
    return `A field is written {{letter}}, or {{deadline|soon}} with what stands there when nothing is known. Here braces are left open. There are: ${list}.`;
  return null;
}

export type MergeValues = Readonly<Partial<Record<MergeField, string>>>;

/**
 * The text with its values, each put in once as it is: braces in a value mean nothing. A field without a value gives
 * its fallback, or `unknown` of it.
 */
export const fillTemplate = (
  template: Template,
  values: MergeValues,
  unknown: (field: MergeField) => string = () => '',
): string =>
  template
    .map((part) => (typeof part === 'string' ? part : values[part.field] || (part.fallback ?? unknown(part.field))))
    .join('');

/** The fields in a template. */
export const placesIn = (template: Template): Place[] => template.filter((part) => typeof part !== 'string');
