import { z } from 'zod';
import { dayField, positionField, sourceField } from '../cosigners/forms.ts';
import { type Call, call } from '../web/api.ts';
import { importNames, tryImport } from './importing.ts';

const importedShape = z
  .object({
    list: z.string().nullable().meta({ description: 'The list on the desk that keeps the rows; null for a dry run' }),
    rows: z.array(
      z.object({
        row: z.number().int(),
        text: z.string(),
        outcome: z
          .enum(['recorded', 'unchanged', 'refused', 'set aside', 'sure', 'asked', 'unknown'])
          .meta({ description: '"sure" is what a dry run would record; "asked" and "unknown" wait on the desk' }),
        key: z.string().nullable(),
        candidates: z.array(z.string()).meta({ description: 'Keys of those it could mean, the likeliest first' }),
        why: z.string(),
      }),
    ),
  })
  .meta({ id: 'ImportedNames', description: 'Whom each row of a list means, and what became of it' });

export const intakeCalls: Call[] = [
  call({
    method: 'post',
    path: '/letters/{slug}/names',
    summary: 'Records the legislators that a list names; rows that are not certain wait on the desk. Twice is once',
    who: 'organizers',
    params: z.object({ slug: z.string().max(100) }),
    body: z.strictObject({
      names: z
        .string('A text.')
        .meta({ description: 'A name on each line, or a table (CSV) with its column names first' }),
      position: positionField,
      day: dayField.optional().meta({ description: 'Today, in the letter’s time zone, unless said' }),
      source: sourceField,
      dryRun: z.boolean('True or false.').default(false).meta({ description: 'Nothing is kept or recorded' }),
    }),
    answer: importedShape,
    handle({ world, viewer, params, body: { dryRun, ...brought } }) {
      return (dryRun ? tryImport : importNames)(world, viewer, params.slug, brought);
    },
  }),
];
