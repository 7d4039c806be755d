import { z } from 'zod';
import { NotFound } from '../basics/errors.ts';
import { districtJson, districtShape } from '../legislators/shapes.ts';
import { requireMine, requirePublished } from '../letters/letters.ts';
import { tallyShape } from '../tallies/shape.ts';
import { type Call, call, listOf, paging, pieceOf } from '../web/api.ts';
import { dayField, keyField, noteField, positionField, positions, sourceField, versionField } from './forms.ts';
import { findStand, listSigned, type Stand } from './listing.ts';
import { record } from './recording.ts';
import { maySeeNames } from './rights.ts';
import { tallyOf } from './tally.ts';

const memberShape = {
  key: z.string(),
  name: z.object({ first: z.string(), last: z.string(), full: z.string(), suffix: z.string().nullable() }),
  label: z.string().meta({ description: 'Such as "Sen. Rivera (D-NM)"' }),
  title: z.string(),
  party: z.string(),
  caucus: z.string(),
  body: z.string(),
  state: z.string().nullable(),
  district: districtShape,
  class: z.number().int().nullable(),
  voting: z.boolean(),
  lead: z.boolean(),
};

const cosignerShape = z
  .object({
    order: z.number().int().meta({ description: 'The place in the letter’s order, leads first' }),
    ...memberShape,
    day: z.string(),
    version: z.number().int(),
  })
  .meta({ id: 'Cosigner', description: 'Who signed, with the seat as it was then' });

export const standShape = z
  .object({
    ...memberShape,
    serving: z.boolean(),
    position: z.enum(positions).nullable().meta({ description: 'Null: not contacted' }),
    day: z.string().nullable(),
    version: z.number().int().nullable(),
    source: z.string(),
    note: z.string().optional().meta({ description: 'For organizers, and for volunteers of those assigned to them' }),
    entry: z.string().nullable().meta({ description: 'The latest entry: what `corrects` would name' }),
    toReconfirm: z.boolean(),
    withdrew: z.boolean().meta({ description: 'The public sees that a signature was withdrawn' }),
  })
  .meta({ id: 'Stand', description: 'Where a legislator stands on a letter' });

const memberJson = (stand: Stand) => ({
  key: stand.key,
  name: { first: stand.first, last: stand.last, full: stand.full, suffix: stand.suffix },
  label: stand.label,
  title: stand.title,
  party: stand.party,
  caucus: stand.caucus,
  body: stand.body,
  state: stand.state,
  district: districtJson(stand.district),
  class: stand.class,
  voting: stand.voting,
  lead: stand.lead,
});

export const standJson = (stand: Stand, notes: boolean): z.infer<typeof standShape> => ({
  ...memberJson(stand),
  serving: stand.serving,
  position: stand.position,
  day: stand.day || null,
  version: stand.version || null,
  source: stand.source,
  ...(notes && { note: stand.note }),
  entry: stand.entryId || null,
  toReconfirm: stand.toReconfirm,
  withdrew: stand.withdrew,
});

const keyOf = ({ key }: { key: string }) => key;

/** The fields that narrow a list of legislators on a letter. Several values of one are divided by commas. */
export const whipQuery = {
  body: z.string().max(100).optional(),
  party: z.string().max(100).optional(),
  caucus: z.string().max(100).optional(),
  state: z.string().max(10).optional(),
  q: z.string().max(100).optional().meta({ description: 'Part of a name; case and accents do not matter' }),
};

/** A position to narrow by, 'none' for not contacted, or a word of the call's own. */
export const positionFilter = <T extends string>(word: T) =>
  z.enum([...positions, 'none', word], `One of: ${[...positions, 'none', word].filter(Boolean).join(', ')}.`);

const oneLetter = z.object({ slug: z.string().max(100) });

export const cosignerCalls: Call[] = [
  call({
    method: 'get',
    path: '/letters/{slug}/tally',
    summary: 'The letter’s numbers',
    who: 'all',
    params: oneLetter,
    answer: tallyShape,
    async handle({ world, viewer, params }) {
      return tallyOf(world.db, viewer, await requirePublished(world.db, viewer, params.slug), world.now());
    },
  }),
  call({
    method: 'get',
    path: '/letters/{slug}/cosigners',
    summary: 'Who signed, leads first and then in the letter’s order',
    who: 'all',
    params: oneLetter,
    query: z.object(paging),
    answer: listOf(cosignerShape),
    async handle({ world, viewer, params, query }) {
      const letter = await requirePublished(world.db, viewer, params.slug);
      if (!maySeeNames(viewer, letter)) {
        const tally = await tallyOf(world.db, viewer, letter, world.now());
        if (!tally.cosigners) throw new NotFound('list of signers');
        return { items: [], total: tally.cosigners.signed, next: null };
      }
      const signed = (await listSigned(world.db, letter)).map((stand, n) => ({
        order: n + 1,
        ...memberJson(stand),
        day: stand.day,
        version: stand.version,
      }));
      return pieceOf(signed, keyOf, query);
    },
  }),
  call({
    method: 'put',
    path: '/letters/{slug}/whip/{key}',
    summary: 'Records where a legislator stands. The same request twice is one position',
    who: 'organizers; volunteers for the legislators assigned to them, but never to or from "signed"',
    params: z.object({ slug: z.string().max(100), key: keyField }),
    body: z.strictObject({
      position: positionField.nullable().meta({ description: 'Null: not contacted' }),
      lead: z.boolean('True or false.').optional(),
      version: versionField.optional().meta({ description: 'The text it was given to; the newest unless said' }),
      day: dayField.optional().meta({ description: 'Today, in the letter’s time zone, unless said' }),
      source: sourceField,
      note: noteField.optional(),
      corrects: z.string().max(100).optional().meta({
        description: 'The entry that this one takes the place of, because it was never true',
      }),
    }),
    answer: standShape,
    async handle({ world, viewer, params, body }) {
      await record(world, viewer, params.slug, params.key, body);
      const letter = await requireMine(world.db, viewer, params.slug, 'volunteer');
      const stand = await findStand(world.db, viewer, letter, params.key);
      if (!stand) throw new NotFound('legislator');
      return standJson(stand, true);
    },
  }),
];
