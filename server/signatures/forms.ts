import { z } from 'zod';
import { tidy } from '../basics/text.ts';
import { zipOf } from '../districts/districts.ts';
import { emailField, lineField, textField } from '../web/fields.ts';

/** The wording of the consents below; changed together with it, so that each signature says what it agreed to. */
export const CONSENT_TEXT = '2026-11';

/** What the two consents say. They are apart from signing, and off unless chosen. */
export const consents = {
  updates: 'Send me news about this letter by e-mail. I can stop this at any time.',
  share: 'The organization that runs this letter may keep my e-mail address and street address, and write to me.',
} as const;

const nothingToClick = (text: string) => !/[@<>]|:\/\/|www\./i.test(text);
/** A letter or a digit that can be seen: some letters, such as the Hangul filler, are blank. */
const seen = /(?!\p{Default_Ignorable_Code_Point})[\p{L}\p{N}]/u;
const plainLine = (most: number) =>
  lineField({ most }).refine(nothingToClick, 'No web or e-mail addresses here, please.').default('');

const shape = {
  name: lineField({ most: 100, needed: 'Please give your name.' })
    .refine(nothingToClick, 'A name has no web or e-mail address in it.')
    .refine((name) => !name || seen.test(name), 'Please give your name in letters.'),
  email: emailField(
    'Please give your e-mail address, such as ana@mail.example: we write to it once, to ask you to confirm.',
  ),
  kind: z.enum(['person', 'organization'], 'Either "person" or "organization".').default('person'),
  organization: plainLine(150),
  title: plainLine(100),
  website: z
    .string()
    .transform(tidy)
    .transform((address) => (address && !/^[a-z]+:\/\//i.test(address) ? `https://${address}` : address))
    .refine((address) => !address || isWebsite(address), 'A web address such as https://rivers.example.')
    .default(''),
  comment: textField({ most: 1000 }).default(''),
  address: lineField({ most: 200 }).default(''),
  city: plainLine(100),
  zip: lineField({ most: 20 }).default(''),
  /** USPS code and number of the district that the signer chose, where the ZIP code leaves several. */
  state: lineField({ most: 2 }).default(''),
  district: lineField({ most: 3 }).default(''),
  country: z
    .string()
    .trim()
    .toUpperCase()
    .regex(/^([A-Z]{2})?$/, 'A country in two letters, such as CA.')
    // Where people have a ZIP code and a delegate, though lists of countries have it by itself.
    .transform((code) => (/^(PR|GU|VI|AS|MP)$/.test(code) ? 'US' : code))
    .default(''),
  display: z.enum(['full', 'initials', 'anonymous'], 'One of "full", "initials" and "anonymous".').default('full'),
  locale: z
    .string()
    .regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'A language such as en or es-US.')
    .max(35)
    .optional(),
};

/** What of a form was read, though other fields of it may have problems. */
type Read = { kind?: unknown; organization?: unknown; zip?: unknown; country?: unknown; write?: unknown };

/** What the pieces must be together. */
function whole({ kind, organization, zip, country, write }: Read, ctx: z.RefinementCtx): void {
  if (kind === 'organization' && !(typeof organization === 'string' && seen.test(organization)))
    ctx.addIssue({ code: 'custom', path: ['organization'], message: 'Please give the name of the organization.' });
  const atHome = !country || country === 'US';
  if (atHome && typeof zip === 'string' && zip && zipOf(zip) === null)
    ctx.addIssue({ code: 'custom', path: ['zip'], message: 'A ZIP code has five digits, such as 44691.' });
  if (atHome && write === true && !zip)
    ctx.addIssue({ code: 'custom', path: ['zip'], message: 'Your ZIP code tells who your legislators are.' });
}

/** Also where a field has a problem of its own, so that all are told at once; but not of what is no form at all. */
const always = { when: ({ value }: { value: unknown }) => typeof value === 'object' && value !== null };

/** A signature as a program sends it. */
export const signRequest = z
  .object({
    ...shape,
    updates: z.boolean('Either true or false.').default(false),
    share: z.boolean('Either true or false.').default(false),
    challenge: z.string().max(8000).optional(),
  })
  .superRefine(whole, always);

const ticked = z
  .string()
  .optional()
  .transform((value) => value === 'yes');

/** A signature as the page's form sends it. */
export const signForm = z
  .object({
    ...shape,
    updates: ticked,
    share: ticked,
    age: z.literal('yes', 'Please tell us that you are 13 or older: we may not take names of younger children.'),
    /** Ticked to write to one's own legislators with the same confirmation. */
    write: ticked,
    words: textField({ most: 5000 }).default(''),
    challenge: z.string().max(8000).default(''),
    /** A field that people do not see. */
    fax: z.string().max(1000).default(''),
  })
  .superRefine(whole, always);

/** What somebody signs with, however it came. */
export type SignRequest = Omit<z.infer<typeof signRequest>, 'challenge'> & { words?: string | null };

function isWebsite(address: string): boolean {
  if (address.length > 300 || !URL.canParse(address)) return false;
  const { protocol, hostname, username, password } = new URL(address);
  return /^https?:$/.test(protocol) && hostname.includes('.') && !username && !password;
}
