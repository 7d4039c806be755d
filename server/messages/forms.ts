import { z } from 'zod';
import { tidyLines } from '../basics/text.ts';
import { emailField, lineField, textField } from '../web/fields.ts';

/** Where the visitor votes, as typed or chosen, and who they are if they are known: carried from page to page. */
const place = {
  zip: lineField({ most: 20 }).default(''),
  state: lineField({ most: 2 }).default(''),
  district: lineField({ most: 3 }).default(''),
  found: lineField({ most: 800 }).default(''),
  my: lineField({ most: 200 }).default(''),
};

const tick = z
  .string()
  .default('')
  .transform((value) => value === 'yes');

/** A number of the United States as the offices' service takes it, 'NNN-NNN-NNNN'; anything else as it was typed. */
const phoneField = lineField({ most: 30 }).transform((typed) => {
  const digits = typed.replace(/^\+?1(?=\D*\d{3})/, '').replace(/\D/g, '');
  return digits.length === 10 ? digits.replace(/^(\d{3})(\d{3})/, '$1-$2-') : typed;
});

/** The message as the constituent has it now; nothing in it is required to see it again. */
export const textForm = z.object({
  ...place,
  name: lineField({ most: 100 }).default(''),
  own: textField({ most: 5000 }).default(''),
  subject: lineField({ most: 200 }).default(''),
  text: textField({ most: 10_000 }).default(''),
  /** Whether the campaign may show the own words to the office at a meeting. */
  quote: tick,
  email: lineField({ most: 254 }).default(''),
  /** What the offices of Congress ask for. */
  prefix: lineField({ most: 10 }).default(''),
  first: lineField({ most: 60 }).default(''),
  last: lineField({ most: 60 }).default(''),
  street: lineField({ most: 120 }).default(''),
  city: lineField({ most: 60 }).default(''),
  phone: phoneField.default(''),
  answer: tick,
  /** The head of a printed letter. */
  address: textField({ most: 300 }).default(''),
  /** Ties what one visit does to one office together; it names nobody. */
  visit: lineField({ most: 60 }).default(''),
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

/** The same for an office of Congress, which takes the two parts of a name; its service says what else it needs. */
export const officeForm = z
  .object({
    ...sendForm.shape,
    name: z.string().default(''),
    first: lineField({ most: 60, needed: 'Offices need your first name.' }),
    last: lineField({ most: 60, needed: 'Offices need your last name.' }),
  })
  .transform((form) => ({ ...form, name: `${form.first} ${form.last}` }));

/** The letter to print, which its writer signs by hand above their name. */
export const printForm = z
  .object({ ...textForm.shape, text: textField({ most: 10_000, needed: 'A letter needs a text.' }) })
  .transform((form) => ({ ...form, name: form.name || [form.first, form.last].filter(Boolean).join(' ') }))
  .refine(({ name }) => name !== '', { path: ['name'], error: 'A letter needs the name of its writer.' });

const ownWays = z.enum(['form', 'phone', 'mailto', 'copy', 'print']);

/** Which way somebody opens, says that they went, or how their call ended: one of the three. */
export const wayForm = z
  .object({
    ...place,
    way: ownWays.optional(),
    done: ownWays.optional(),
    called: z.enum(['reached', 'voicemail', 'no answer']).optional(),
    // Only for the tick: what is too long to be a quotation is none.
    own: z.string().default('').transform(tidyLines),
    quote: tick,
    visit: textForm.shape.visit,
  })
  .transform(({ way, done, called, own, quote, ...form }) => ({
    ...form,
    way: called ? ('phone' as const) : (done ?? way),
    done: done !== undefined,
    outcome: called ?? null,
    quote: quote && own.length <= 5000 ? own : '',
  }));

export type TextForm = z.infer<typeof textForm>;
export type SendForm = z.infer<typeof sendForm>;
