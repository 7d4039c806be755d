import { z } from 'zod';
import { isTimeZone, momentAt } from '../basics/time.ts';
import { knownDayField, lineField, slugField, textField } from '../web/fields.ts';
import { mergeProblem } from './merging.ts';

/** The fields of a letter: tidied and measured, alike for the desk's forms and the API. */

export const MOST_ADDRESSEES = 20;
export const MOST_LEADS = 20;
const MOST_TEXT = 100_000;

export const titleField = lineField({ most: 200, needed: 'Give the letter a title.' });
export const textOfLetter = textField({ most: MOST_TEXT });
export const newText = textField({ most: MOST_TEXT, needed: 'Write the new text.' });
export const reasonField = lineField({ most: 500 });

const addresseeFields = {
  name: lineField({ most: 150 }),
  title: lineField({ most: 150 }),
  organization: textField({ most: 300 }),
  address: textField({ most: 500 }),
  salutation: lineField({ most: 200 }),
};
const named = ({ name, title }: { name: string; title: string }) => name !== '' || title !== '';
const unnamed = { path: ['name'], message: 'Name the addressee, or the title.' };

/** Of the API, which refuses what it does not know. */
export const strictAddressee = z
  .strictObject({
    name: addresseeFields.name.default(''),
    title: addresseeFields.title.default(''),
    organization: addresseeFields.organization.default(''),
    address: addresseeFields.address.default(''),
    salutation: addresseeFields.salutation.default(''),
  })
  .refine(named, unnamed)
  .meta({
    id: 'Addressee',
    description:
      'Whom the letter addresses. Name, title, organization and address are the lines of the block, several lines with a line break; an empty salutation is made of title and name.',
  });

/** Of the form, with the office whose usual forms fill what is left empty. */
export const formAddressee = z
  .object({ ...addresseeFields, office: z.string().max(40) })
  .refine(({ office, ...typed }) => named(typed) || office.endsWith('president'), unnamed);

export const addresseesField = <T extends z.ZodType>(addressee: T) =>
  z.array(addressee).max(MOST_ADDRESSEES, `At most ${MOST_ADDRESSEES} addressees.`);

const key = z.string().trim().min(1).max(200);
export const bodiesField = z.array(key).max(200, 'At most 200 bodies.');
export const leadsField = z.array(key).max(MOST_LEADS, `At most ${MOST_LEADS} leads.`);
export const billsField = z.array(key).max(100, 'At most 100 bills.');
export const orderField = z.enum(['alphabetical', 'seniority', 'received', 'chamber'], {
  error: 'One of: alphabetical, seniority, received, chamber.',
});
export const shownField = z.enum(['names', 'count', 'private'], { error: 'One of: names, count, private.' });
export const stateField = z.enum(['draft', 'circulating', 'closed', 'sent', 'withdrawn'], {
  error: 'One of: draft, circulating, closed, sent, withdrawn.',
});

export const timeZoneField = z
  .string()
  .max(60)
  // A zone has a name: 'EST5' or '-05:00' would not know when the clocks change.
  .refine((name) => (name.includes('/') || name === 'UTC') && isTimeZone(name), {
    error: 'The IANA name of a time zone, such as America/New_York.',
  });

/** A moment with its offset from UTC, between the years 2000 and 2100. */
export const momentField = z.iso
  .datetime({ offset: true, error: 'A moment such as 2026-12-04T22:00:00Z.' })
  .refine((text) => /^20\d\d-/.test(text), { error: 'A moment of this century.' })
  .transform((text) => new Date(text));

/** A deadline as a form's date field gives it, on the clock of a time zone; null where it is no moment of this century. */
export const deadlineAt = (local: string, timeZone: string): Date | null =>
  /^20\d\d-/.test(local) ? momentAt(local, timeZone) : null;

/** A text with merge fields in it, which must be ones that there are. */
export const mergeable = <T extends z.ZodType<string>>(field: T): T =>
  field.superRefine((text, context) => {
    const message = mergeProblem(text);
    if (message) context.addIssue({ code: 'custom', message });
  });

export { knownDayField as knownDay, slugField };
