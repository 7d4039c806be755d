import { z } from 'zod';
import { isDay } from '../basics/time.ts';
import { lineField, textField } from '../web/fields.ts';
import type { BillForm } from './keeping.ts';
import { type BillNumber, billNumber, numberTrouble, ordinal } from './numbers.ts';

/** A bill's number in any usual form; null where nothing was typed. */
export const numberField = z
  .string('A number such as H.R. 1234.')
  .trim()
  .max(300, 'Please keep this to 300 characters.')
  .transform((text, context): BillNumber | null => {
    const found = text === '' ? null : billNumber(text);
    if (text !== '' && !found) context.addIssue(numberTrouble(text));
    return found;
  });

const whatCongress = 'The number of a Congress, such as 119.';
export const congressField = z.coerce
  .number(whatCongress)
  .int(whatCongress)
  .min(1, whatCongress)
  .max(200, whatCongress);
export const titleField = lineField({ most: 500 });
export const summaryField = textField({ most: 5000 });
export const sourceField = lineField({ most: 500 });

/** A day, or a month or a year where no more is known. */
export const introducedField = z
  .string('A day such as 2025-03-04; a month or a year will do.')
  .trim()
  .refine((text) => text === '' || isDay(`${text}-01-01`.slice(0, 10)), {
    error: 'A day such as 2025-03-04; a month (2025-03) or a year (2025) will do.',
  });

const optionalCongress = z.preprocess((typed) => (typed === '' ? undefined : typed), congressField.optional());

interface Named {
  number: BillNumber | null;
  congress?: number | undefined;
}

/** Notes where number and Congress do not go together. */
function checkNamed({ number, congress }: Named, issue: (path: string, message: string) => void): void {
  if (!number) return;
  if (number.congress === undefined && congress === undefined)
    issue('congress', 'Which Congress? Numbers begin anew in each.');
  else if (congress !== undefined && number.congress !== undefined && number.congress !== congress)
    issue('congress', `The number says the ${ordinal(number.congress)} Congress.`);
}

/** A bill by its number alone, to be read from Congress.gov. */
export const readForm = z
  .object({ number: numberField, congress: optionalCongress, summary: summaryField.optional() })
  .superRefine((form, context) => {
    const issue = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message });
    if (!form.number) issue('number', 'Which bill? A number such as H.R. 1234.');
    checkNamed(form, issue);
  })
  .transform(({ number, congress, summary = '' }) => ({
    number: { ...number, congress: number?.congress ?? congress } as Required<BillNumber>,
    summary,
  }));

/** A bill as an organizer types it. */
export const typedForm = z
  .object({
    number: numberField,
    congress: optionalCongress,
    title: titleField,
    introduced: introducedField,
    summary: summaryField,
    source: sourceField,
  })
  .superRefine((form, context) => {
    const issue = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message });
    if (!form.title) issue('title', 'What is it called?');
    if (!form.introduced) issue('introduced', 'When was it introduced? A year will do.');
    if (!form.source) issue('source', 'Where can this be read?');
    checkNamed(form, issue);
  })
  .transform(
    ({ number, congress, ...told }): BillForm => ({ ...told, number, congress: number?.congress ?? congress ?? null }),
  );

/** A list that was pasted, and whether it is only looked at. */
export const importForm = z.object({
  text: z
    .string('Paste a list.')
    .max(900_000, 'This is more than can be pasted; bring it in as a file, with the command line.')
    .refine((text) => text.trim() !== '', 'Paste Congress.gov’s JSON or a CSV of cosponsors.'),
  do: z.enum(['look', 'import']).default('look'),
});
