import { z } from 'zod';
import { emailField, lineField, textField } from '../web/fields.ts';

/** Where the visitor votes, as typed or chosen: carried from page to page. */
const place = {
  zip: lineField({ most: 20 }).default(''),
  state: lineField({ most: 2 }).default(''),
  district: lineField({ most: 3 }).default(''),
  found: lineField({ most: 400 }).default(''),
};

/** The message as the constituent has it now; nothing in it is required to see it again. */
export const textForm = z.object({
  ...place,
  name: lineField({ most: 100 }).default(''),
  own: textField({ most: 5000 }).default(''),
  subject: lineField({ most: 200 }).default(''),
  text: textField({ most: 10_000 }).default(''),
});

/** The same, to be sent from here: it needs a name, an address to answer to and the ZIP code. */
export const sendForm = z.object({
  ...textForm.shape,
  zip: lineField({ most: 20, needed: 'Your ZIP code shows the office that you are a constituent.' }),
  name: lineField({ most: 100, needed: 'Please give your name: offices do not count mail without one.' }).refine(
    (name) => !/[@<>]|:\/\/|www\./i.test(name),
    'A name has no web or e-mail address in it.',
  ),
  email: emailField('Please give your e-mail address, such as ana@mail.example: the office answers to it.'),
  subject: lineField({ most: 200, needed: 'A message needs a subject.' }),
  text: textField({ most: 10_000, needed: 'A message needs a text.' }),
});

/** Which way somebody took, and from where: to come back to the same board. */
export const wayForm = z.object({ ...place, way: z.enum(['form', 'phone', 'mailto', 'copy']) });

export type TextForm = z.infer<typeof textForm>;
export type SendForm = z.infer<typeof sendForm>;
