import { z } from 'zod';
import { Invalid } from '../basics/errors.ts';
import { tidy } from '../basics/text.ts';
import { isDay } from '../basics/time.ts';
import type { Letter } from '../letters/letters.ts';
import { lineField, textField } from '../web/fields.ts';
import { line, type Typed } from '../web/forms.ts';
import { type DeliveryForm, type DeliveryWay, ways } from './deliveries.ts';

const dayField = z
  .string('A day as year-month-day, such as 2026-11-03.')
  .refine(isDay, 'A day as year-month-day, such as 2026-11-03.');
const wayField = z.enum(ways as [DeliveryWay, ...DeliveryWay[]], `One of: ${ways.join(', ')}.`);
const recipientField = lineField({ most: 300, needed: 'To whom was it delivered?' });

/** Of the API, which refuses what it does not know. */
export const deliveryBody = z.strictObject({ day: dayField, recipient: recipientField, how: wayField });

const replyFields = {
  author: lineField({ most: 300, needed: 'Who answered?' }),
  summary: textField({ most: 2000, needed: 'What was answered, in a few sentences?' }),
  source: lineField({ most: 500, needed: 'Where can the answer be read?' }),
};
export const replyBody = z.strictObject({ day: dayField, ...replyFields });

/** Of the desk, where it stands beside other forms. */
export const replyForm = z
  .object({ replyDay: dayField, ...replyFields })
  .transform(({ replyDay, ...reply }) => ({ day: replyDay, ...reply }));

export const extendForm = z.object({
  deadline: z.string().min(1, 'A day and a time for the new deadline.'),
  reason: lineField({ most: 500, needed: 'Please say why in a few words: the public record tells it.' }),
});

export const sentForm = z.object({ sentDay: dayField });
export const deliverForm = z.object({ day: dayField });

/** How a letter names an addressee in one line: 'The Honorable E. Voss, Secretary, U.S. Department of Water'. */
export const recipientOf = ({ name, title, organization }: Letter['addressees'][number]): string =>
  [name, title, organization.split('\n')[0] ?? '']
    .map((part) => part.trim())
    .filter((part, n, parts) => part !== '' && parts.indexOf(part) === n)
    .join(', ')
    .slice(0, 300);

/** The deliveries that were ticked among a letter's addressees, and one to somebody else. Throws Invalid. */
export function deliveriesIn(letter: Letter, typed: Typed, day: string): DeliveryForm[] {
  const how = (field: string) => {
    const read = wayField.safeParse(line(typed[field]));
    if (!read.success) throw new Invalid([{ path: field, message: 'Please choose how it was delivered.' }]);
    return read.data;
  };
  const ticked = letter.addressees.flatMap((addressee, n) =>
    line(typed[`deliver.${n}`]) === 'yes' ? [{ day, recipient: recipientOf(addressee), how: how(`how.${n}`) }] : [],
  );
  const other = recipientField.safeParse(typed['other'] ?? '');
  if (tidy(line(typed['other'])) === '') return ticked;
  if (!other.success)
    throw new Invalid([{ path: 'other', message: other.error.issues[0]?.message ?? 'To whom was it delivered?' }]);
  return [...ticked, { day, recipient: other.data, how: how('how.other') }];
}
