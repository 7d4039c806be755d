import { z } from 'zod';
import { httpsField, knownDayField, lineField, textField } from '../web/fields.ts';
import { readTable } from './exhibitTable.ts';
import { readPartners } from './partners.ts';

/** So many characters may be pasted at once. */
const MOST_PASTED = 200_000;
const pasted = (needed: string) =>
  z
    .string(needed)
    .max(MOST_PASTED, `Please keep this to ${MOST_PASTED.toLocaleString('en-US')} characters.`)
    .refine((text) => text.trim() !== '', needed);

/** What is wrong with the lines of a field, all in one. */
const tell = (context: z.core.$RefinementCtx<unknown>, path: string, problems: string[]) => {
  context.addIssue({ code: 'custom', path: [path], message: problems.join(' ') });
  return z.NEVER;
};

/** An exhibit: its title, a note, and the table as it was pasted. */
export const exhibitForm = z
  .object({
    title: lineField({ most: 150, needed: 'Give the table a title.' }),
    note: lineField({ most: 500 }),
    table: pasted('Paste the table.'),
  })
  .transform(({ table, ...form }, context) => {
    const read = readTable(table);
    return read.ok ? { ...form, ...read.table } : tell(context, 'table', read.problems);
  });

export const stances = ['supportive', 'critical', 'neutral'] as const;

export const coverageForm = z.object({
  outlet: lineField({ most: 150, needed: 'Who wrote it?' }),
  day: knownDayField,
  stance: z.enum(stances, { error: 'One of: supportive, critical, neutral.' }),
  summary: lineField({ most: 300, needed: 'Say in one line what it says.' }),
  url: httpsField,
});

export const happeningForm = z.object({
  day: knownDayField,
  text: lineField({ most: 500, needed: 'Say what happened.' }),
  source: lineField({ most: 300, needed: 'Say where this is known from.' }),
});

/** Organizations, one a line. */
export const partnersForm = z
  .object({ partners: textField({ most: 100_000, needed: 'Name at least one organization.' }) })
  .transform(({ partners }, context) => {
    const read = readPartners(partners);
    return read.problems.length > 0 ? tell(context, 'partners', read.problems.slice(0, 10)) : read.partners;
  });
