import { z } from 'zod';
import { tidy, tidyLines } from '../basics/text.ts';

const oneLine = (most: number) =>
  z
    .string()
    .default('')
    .transform(tidy)
    .pipe(z.string().max(most, `Please use at most ${most} letters.`));

const severalLines = (most: number) =>
  z
    .string()
    .default('')
    .transform(tidyLines)
    .pipe(z.string().max(most, `Please use at most ${most} letters.`));

/** The state as the visitor chose it, and where they vote: carried from page to page. */
const place = { zip: oneLine(20), state: oneLine(2), district: oneLine(3) };

/** The text as the constituent has it now; nothing in it is required to see it again. */
export const textForm = z.object({
  ...place,
  name: oneLine(100),
  own: severalLines(5000),
  subject: oneLine(200),
  text: severalLines(10_000),
});

/** The same, to be sent from here: it needs a name, an address to answer to and the ZIP code. */
export const sendForm = textForm.extend({
  zip: oneLine(20).pipe(z.string().min(1, 'Your ZIP code shows the office that you are a constituent.')),
  name: oneLine(100).pipe(
    z
      .string()
      .min(2, 'Please give your name: an office does not count mail without one.')
      .refine((name) => !/[@<>]|:\/\/|www\./i.test(name), 'A name has no web or e-mail address in it.'),
  ),
  email: z
    .string()
    .default('')
    .transform((text) => text.trim().toLowerCase())
    .pipe(
      z
        .email('Please give your e-mail address, such as ana@mail.example: the office answers to it.')
        .max(254, 'An e-mail address has at most 254 letters.'),
    ),
  subject: oneLine(200).pipe(z.string().min(1, 'A message needs a subject.')),
  text: severalLines(10_000).pipe(z.string().min(1, 'A message needs a text.')),
});

export type TextForm = z.infer<typeof textForm>;
export type SendForm = z.infer<typeof sendForm>;
