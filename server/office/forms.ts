import { z } from 'zod';
import { emailField, lineField, textField } from '../web/fields.ts';

/** What an office may answer. */
export const answers = ['sign', 'decline', 'change'] as const;

const needsEmail = 'Please give your office e-mail address, such as dana@rivera.senate.gov.';

/** The answer as the office's page sends it. */
export const answerForm = z
  .object({
    answer: z.enum(answers, 'Please choose an answer.'),
    comment: textField({ most: 4000 }).default(''),
    name: lineField({ most: 150, needed: 'Please give your name.' }),
    title: lineField({ most: 150, needed: 'Please give your title in the office.' }),
    email: emailField(needsEmail),
    authorized: z.literal('yes', 'Please tick that you are authorized to answer.'),
  })
  .refine(({ answer, comment }) => answer !== 'change' || Boolean(comment), {
    path: ['comment'],
    message: 'Please say what would need to change.',
    // Said along with what else is missing, and not after it.
    when: ({ value }) => (value as { answer?: unknown }).answer === 'change',
  });

export type AnswerForm = Omit<z.infer<typeof answerForm>, 'authorized'>;

export const reasonForm = z.object({
  reason: lineField({ most: 500, needed: 'Please say why it is not accepted.' }),
});

/** Links to make: for all that were asked, or for those ticked. */
export const linksForm = z.object({
  who: z.enum(['asked', 'picked'], 'Please choose which offices.'),
  key: z
    .union([z.string(), z.array(z.string())])
    .default([])
    .transform((keys) => (Array.isArray(keys) ? keys : [keys]))
    .pipe(z.array(z.string().min(1).max(200)).max(600, 'At most 600 offices at once.')),
  until: z.string('Please give a day and a time.').max(40),
});
