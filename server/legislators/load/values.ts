import { tidy } from '../../basics/text.ts';
import { isDay } from '../../basics/time.ts';

/** Longer texts in a roster are a broken file and not a name or an address. */
const LONGEST = 1000;

export type Fields = Record<string, unknown>;

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Collects what is wrong with one record: the place inside it and what was expected there. */
export type Complain = (path: (string | number)[], message: string) => void;

/**
 * Reads the values of one record. Each function gives the value or null, and complains where there is one that
 * cannot be used; `required` ones complain of a missing value too.
 */
export class Reader {
  readonly #fields: Fields;
  readonly #path: (string | number)[];
  readonly #complain: Complain;

  constructor(fields: Fields, path: (string | number)[], complain: Complain) {
    this.#fields = fields;
    this.#path = path;
    this.#complain = complain;
  }

  /** Notes a problem with a field. */
  wrong(field: string, message: string): null {
    this.#complain([...this.#path, field], message);
    return null;
  }

  text(field: string): string | null {
    const value = this.#fields[field];
    if (value === undefined || value === null) return null;
    if (typeof value !== 'string' && typeof value !== 'number') return this.wrong(field, `${field} is not a text`);
    const text = tidy(String(value));
    if (text.length > LONGEST) return this.wrong(field, `${field} is longer than ${LONGEST} characters`);
    return text === '' ? null : text;
  }

  required(field: string): string {
    const text = this.text(field);
    if (text === null && (this.#fields[field] ?? '') === '') this.wrong(field, `${field} is missing`);
    return text ?? '';
  }

  /** A day such as 2026-11-03. */
  day(field: string): string | null {
    const text = this.text(field);
    if (text === null || isDay(text)) return text;
    return this.wrong(field, `${field} is not a day such as 2026-11-03: "${text}"`);
  }

  requiredDay(field: string): string {
    this.required(field);
    return this.day(field) ?? '';
  }

  /** A web address; one of another kind is left out, for pages link to it. */
  webAddress(field: string): string | null {
    const text = this.text(field);
    return text && /^https?:\/\/[^\s<>"]+$/i.test(text) ? text : null;
  }

  whole(field: string): number | null {
    const text = this.text(field);
    if (text === null) return null;
    if (/^-?\d{1,6}$/.test(text)) return Number(text);
    return this.wrong(field, `${field} is not a whole number: "${text}"`);
  }

  /** The records of a list; complains of anything that is no list of records. */
  list(field: string): Reader[] {
    const value = this.#fields[field];
    if (value === undefined || value === null) return [];
    if (!Array.isArray(value)) {
      this.wrong(field, `${field} is not a list`);
      return [];
    }
    return value.flatMap((item: unknown, index) => {
      if (isFields(item)) return [new Reader(item, [...this.#path, field, index], this.#complain)];
      this.wrong(field, `${field} holds something that is no record`);
      return [];
    });
  }

  /** A record inside this one; an empty one where it is missing. */
  part(field: string): Reader {
    const value = this.#fields[field];
    if (value !== undefined && value !== null && !isFields(value)) this.wrong(field, `${field} is no record`);
    return new Reader(isFields(value) ? value : {}, [...this.#path, field], this.#complain);
  }

  has(field: string): boolean {
    return this.#fields[field] !== undefined && this.#fields[field] !== null;
  }
}

/** The end of a ZIP code that lost its leading zeros as a number, put back. */
export const zipText = (text: string | null): string | null =>
  text !== null && /^\d{3,4}$/.test(text) ? text.padStart(5, '0') : text;
