import type { z } from 'zod';
import { Invalid, type Problem } from '../basics/errors.ts';

/** What a form held: a value, or problems with what was typed. */
export type Parsed<T> = { ok: true; value: T } | { ok: false; problems: Problem[]; typed: Typed };

/** What was typed, by field, to fill the form again. A field given several times has all of them. */
export type Typed = Record<string, string | string[]>;

/** Reads a form's body by its shape. Fields that the shape does not name are ignored. */
export function parse<T>(form: z.ZodType<T>, body: unknown): Parsed<T> {
  const typed = typedIn(body);
  const read = form.safeParse(typed);
  return read.success ? { ok: true, value: read.data } : { ok: false, problems: problemsOf(read.error), typed };
}

/** Reads a form and does its deed. Problems that only the deed can find (Invalid) are told like those of the form. */
export async function attempt<F, T>(
  form: z.ZodType<F>,
  body: unknown,
  deed: (value: F) => Promise<T>,
): Promise<Parsed<T>> {
  const read = parse(form, body);
  if (!read.ok) return read;
  try {
    return { ok: true, value: await deed(read.value) };
  } catch (error) {
    if (!(error instanceof Invalid)) throw error;
    return { ok: false, problems: error.problems, typed: typedIn(body) };
  }
}

/** A body's text fields; anything else in it is dropped. */
export function typedIn(body: unknown): Typed {
  const entries = Object.entries((body ?? {}) as Record<string, unknown>);
  return Object.fromEntries(
    entries.flatMap(([name, value]): [string, string | string[]][] => {
      if (typeof value === 'string') return [[name, value]];
      if (Array.isArray(value)) return [[name, value.filter((item) => typeof item === 'string')]];
      return [];
    }),
  );
}

/** The problems of a failed reading: one per field, the first that was met. */
export function problemsOf(error: z.ZodError): Problem[] {
  const problems = new Map<string, Problem>();
  for (const issue of error.issues) {
    const paths = issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...issue.path, key]) : [issue.path];
    for (const where of paths) {
      const path = where.join('.');
      const message = issue.code === 'unrecognized_keys' ? 'is not a field of this request' : issue.message;
      if (!problems.has(path)) problems.set(path, { path, message });
    }
  }
  return [...problems.values()];
}

/** One line of a query or a form: the first value where a field came several times, '' where it is missing. */
export function line(value: unknown): string {
  const first: unknown = Array.isArray(value) ? value[0] : value;
  return typeof first === 'string' ? first.trim() : '';
}

/** Every value of a field that may come several times. */
export const lines = (value: unknown): string[] =>
  (Array.isArray(value) ? value : [value]).filter((item): item is string => typeof item === 'string' && item !== '');

export interface FieldSetup {
  label: string;
  kind?:
    | 'text'
    | 'email'
    | 'password'
    | 'number'
    | 'url'
    | 'tel'
    | 'date'
    | 'datetime-local'
    | 'search'
    | 'textarea'
    | 'select'
    | 'checkbox';
  /** What the field holds before anything was typed; a ticked checkbox holds 'yes'. */
  value?: string;
  hint?: string;
  required?: boolean;
  options?: { value: string; label: string }[];
  rows?: number;
  autocomplete?: string;
  inputmode?: string;
}

/** A form field ready to print by `layout/field`. */
export interface Field extends Required<FieldSetup> {
  name: string;
  problem: string;
}

/**
 * The fields of a form, ready to print: with what was typed and the problem beside each when it is shown again.
 * A field called 'x' prints with `include('../layout/field', { page: page.fields.x })`.
 */
export function fieldsFor<K extends string>(
  setups: Record<K, FieldSetup>,
  failed?: { problems: Problem[]; typed: Typed },
): Record<K, Field> {
  const field = (name: string, setup: FieldSetup): Field => ({
    kind: 'text',
    hint: '',
    required: false,
    options: [],
    rows: 6,
    autocomplete: '',
    inputmode: '',
    ...setup,
    name,
    // What was typed is shown again, but never a password.
    value: setup.kind === 'password' ? '' : failed ? (lines(failed.typed[name])[0] ?? '') : (setup.value ?? ''),
    problem: failed?.problems.find((problem) => problem.path === name)?.message ?? '',
  });
  return Object.fromEntries(
    Object.entries<FieldSetup>(setups).map(([name, setup]) => [name, field(name, setup)]),
  ) as Record<K, Field>;
}
