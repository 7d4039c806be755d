import { z } from 'zod';
import { positions } from '../cosigners/cosigners.ts';
import { dayField, keyField, sourceField } from '../cosigners/forms.ts';
import { lineField } from '../web/fields.ts';

const pasteFirst = 'Please paste the names first, one on each line.';
const listField = z.string(pasteFirst).refine((text) => text.trim() !== '', pasteFirst);

/** A list as it is pasted. What is in it is for `readNames` to say. */
export const namesForm = z.object({
  names: listField,
  position: z.enum(positions, 'Please choose what these names are of.'),
  day: dayField,
  source: sourceField,
});

/** A list from Quill: who signed there, known on the day it is pasted. */
export const quillNamesForm = z.object({ quillNames: listField });

export const quillRefForm = z.object({ quillRef: lineField({ most: 200 }).default('') });

/** Which rows are no names, and why. A single box that is ticked comes as one text. */
export const asideForm = z.object({
  rows: z.union([z.string().transform((row) => [row]), z.array(z.string())], 'Please tick the rows first.').pipe(
    z
      .array(
        z
          .string()
          .regex(/^\d{1,5}$/, 'A row’s number.')
          .transform(Number),
      )
      .min(1, 'Please tick the rows first.'),
  ),
  reason: lineField({ most: 300, needed: 'Please say why these are set aside.' }),
});

/** What one row means. */
export const rowForm = z.union([
  z.object({ means: keyField }),
  z.object({ reason: lineField({ most: 300, needed: 'Please say why it is set aside.' }) }),
]);
