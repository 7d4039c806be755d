import { z } from 'zod';
import { isDay } from '../basics/time.ts';
import { dayField, keyField, noteField, positions, sourceField } from '../cosigners/forms.ts';
import { emailField, lineField, textField } from '../web/fields.ts';
import type { ContactForm } from './contacts.ts';

export const contactWays = ['phone', 'e-mail', 'meeting', 'other'] as const satisfies ContactForm['way'][];

/** Of what a talk consists; on pages and in the API. */
export const wayField = z.enum(contactWays, `How you were in touch: one of ${contactWays.join(', ')}.`);
export const personField = lineField({ most: 200 });
export const summaryField = textField({ most: 4000, needed: 'Please say in a few words what was said.' });
export const nextField = lineField({ most: 300 });
const dueField = z
  .string()
  .trim()
  .refine((day) => day === '' || isDay(day), 'A day as year-month-day, such as 2026-11-03.')
  .default('')
  .transform((day) => day || null);

const positionChoice = z
  .enum([...positions, 'none'], 'Please choose where the legislator stands.')
  .transform((position) => (position === 'none' ? null : position));

/** The ids of boxes that were ticked. A single one comes as one text. */
const ticked = z.union([z.string().transform((id) => [id]), z.array(z.string())]);

/** What a source is called where somebody only said how they were in touch; whom with is no affair of all who read sources. */
const sourceOf: Record<ContactForm['way'], string> = {
  phone: 'phone call with the office',
  'e-mail': 'e-mail from the office',
  meeting: 'meeting with the office',
  other: 'contact with the office',
};

/**
 * What is told of an office in one form: a talk, a position, or both, and which follow-ups are done. Anything written
 * about a talk makes it one; a position takes its source from the talk unless one is named.
 */
export const officeForm = z
  .object({
    day: dayField,
    position: z.union([z.literal('').transform(() => undefined), positionChoice]).optional(),
    source: lineField({ most: 300 }).default(''),
    note: noteField.default(''),
    corrects: z.string().max(100).default(''),
    way: z.union([z.literal('').transform(() => undefined), wayField]).optional(),
    person: personField.default(''),
    summary: textField({ most: 4000 }).default(''),
    next: nextField.default(''),
    due: dueField,
    done: ticked.pipe(z.array(keyField).max(100)).default([]),
  })
  .superRefine(({ position, source, way, corrects, ...talk }, context) => {
    const problem = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message });
    const talked = way || talk.person || talk.summary || talk.next || talk.due;
    if (talked && !way) problem('way', 'Please say how you were in touch.');
    if (talked && !talk.summary) problem('summary', 'Please say in a few words what was said.');
    if (position !== undefined && !way && !source) problem('source', 'Please say where this is known from.');
    if (position === undefined && (corrects || (!talked && talk.done.length === 0)))
      problem('position', 'Please say how you were in touch, or choose where the legislator stands.');
  })
  .transform(({ position, source, note, corrects, way, person, summary, next, due, day, done }) => ({
    done,
    contact: way ? { day, way, person, summary, next, due } : null,
    recording:
      position === undefined
        ? null
        : {
            ...{ position, day, note },
            source: source || (way ? sourceOf[way] : ''),
            corrects: corrects || undefined,
          },
  }));
export type OfficeForm = z.infer<typeof officeForm>;

/** Whoever is ticked in the list. */
const keys = z
  .union([z.string().transform((key) => [key]), z.array(z.string())], 'Please tick the legislators first.')
  .pipe(z.array(keyField).min(1, 'Please tick the legislators first.').max(600, 'At most 600 at once.'));

/** Many legislators and one position. */
export const bulkForm = z.object({ keys, position: positionChoice, day: dayField, source: sourceField });

/** Many legislators and one talk, such as a mail to all of them. Its day has a name of its own beside the position's. */
export const bulkContactForm = z
  .object({ keys, talked: dayField, way: wayField, summary: summaryField, next: nextField.default(''), due: dueField })
  .transform(({ talked, keys, ...talk }) => ({ keys, contact: { ...talk, day: talked, person: '' } }));

const account = z.string('Please choose who follows up.').min(1, 'Please choose who follows up.').max(100);
export const assignForm = z.object({ account });
export const bulkAssignForm = z.object({ keys, account });

export const doneForm = z.object({ contact: z.string().min(1).max(100) });

/** Somebody in an office; a name, and at least one way to reach them. */
export const staffForm = z
  .object({
    name: lineField({ most: 200, needed: 'Please give a name.' }),
    title: lineField({ most: 200 }).default(''),
    email: z
      .union(
        [z.literal(''), emailField('An address such as jo.reed@mail.house.gov.')],
        'An address such as jo.reed@mail.house.gov.',
      )
      .default(''),
    phone: lineField({ most: 60 }).default(''),
  })
  .refine(({ email, phone }) => email || phone, {
    path: ['email'],
    message: 'Please give an e-mail address or a phone number.',
  });
export const removeStaffForm = z.object({ staff: z.string().min(1).max(100) });
