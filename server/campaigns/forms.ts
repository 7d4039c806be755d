import { z } from 'zod';
import { lineField, slugField, textField } from '../web/fields.ts';

export const titleField = lineField({ most: 150, needed: 'Give the campaign a name.' });
export const summaryField = textField({ most: 20_000 });
export const sponsorField = lineField({ most: 150 });
/** A postal address on one line; who types it on several means commas. */
export const addressField = z
  .string()
  .transform((address) => address.trim().replace(/,?\s*[\r\n]+\s*/g, ', '))
  .pipe(lineField({ most: 300 }));
/** What the campaign asks for, Markdown. */
export const askField = textField({ most: 20_000 });
export const privacyField = textField({ most: 20_000 });
/** An e-mail address, or nothing yet. */
export const contactField = z
  .string()
  .trim()
  .max(254, 'Please keep this to 254 characters.')
  .refine((address) => address === '' || z.email().safeParse(address).success, {
    error: 'An e-mail address such as hello@example.org.',
  });

/** The desk's form of a campaign. */
export const campaignForm = z.object({
  title: titleField,
  slug: z.preprocess((slug) => slug || undefined, slugField.optional()),
  summary: summaryField,
  sponsor: sponsorField,
  sponsorAddress: addressField,
  sponsorContact: contactField,
  ask: askField.optional(),
  privacy: privacyField,
  /** A ticked checkbox holds 'yes'. */
  moderatesNames: z
    .string()
    .optional()
    .transform((value) => value === 'yes'),
});
