import { z } from 'zod';
import { NotFound } from '../basics/errors.ts';
import { dayIn } from '../basics/time.ts';
import { requireSignedIn } from '../basics/viewer.ts';
import { positionFilter, standJson, standShape, whipQuery } from '../cosigners/api.ts';
import { findStand, requireMayRecord } from '../cosigners/cosigners.ts';
import { dayField, keyField } from '../cosigners/forms.ts';
import { requireMine } from '../letters/letters.ts';
import { type Call, call, listOf, paging, pieceOf } from '../web/api.ts';
import { addContact, type Contact, finishContact, listContacts } from './contacts.ts';
import { dueWords } from './filter.ts';
import { nextField, personField, summaryField, wayField } from './forms.ts';
import { listWhipRows, type WhipRow } from './listing.ts';

const forNotes = 'For organizers, and for volunteers of those assigned to them';

const rowShape = standShape
  .extend({
    lastContact: z
      .string()
      .nullable()
      .optional()
      .meta({ description: `The day of the newest contact. ${forNotes}` }),
    next: z
      .object({ contact: z.string(), text: z.string(), due: z.string().nullable() })
      .nullable()
      .optional()
      .meta({ description: `What is to be done first. ${forNotes}` }),
    assignees: z
      .array(z.object({ id: z.string(), name: z.string() }))
      .optional()
      .meta({ description: 'Who follows up; for organizers' }),
  })
  .meta({ id: 'WhipRow', description: 'Where a legislator stands on a letter, and what was done about it' });

const rowJson = (row: WhipRow, notes: boolean, team: boolean): z.infer<typeof rowShape> => ({
  ...standJson(row.stand, notes),
  ...(notes && {
    lastContact: row.contacted || null,
    next: row.next && { contact: row.next.id, text: row.next.next, due: row.next.due },
  }),
  ...(team && { assignees: row.who }),
});

const contactShape = z
  .object({
    id: z.string(),
    day: z.string(),
    way: z.string(),
    person: z.string().meta({ description: 'With whom in the office; may be empty' }),
    summary: z.string(),
    next: z.string().meta({ description: 'What is to be done; empty for nothing' }),
    due: z.string().nullable(),
    done: z.object({ at: z.string(), by: z.string() }).nullable(),
    by: z.string(),
    at: z.string(),
  })
  .meta({ id: 'Contact', description: 'A talk with an office about a letter' });

const contactJson = (contact: Contact): z.infer<typeof contactShape> => ({
  id: contact.id,
  day: contact.day,
  way: contact.way,
  person: contact.person,
  summary: contact.summary,
  next: contact.next,
  due: contact.due,
  done: contact.doneAt && { at: contact.doneAt.toISOString(), by: contact.doneBy ?? '' },
  by: contact.actor,
  at: contact.at.toISOString(),
});

const flag = z.enum(['true', 'false'], 'Either "true" or "false".').transform((word) => word === 'true');
const oneOffice = z.object({ slug: z.string().max(100), key: keyField });
const forOffices = 'organizers; volunteers for the legislators assigned to them';

export const whipCalls: Call[] = [
  call({
    method: 'get',
    path: '/letters/{slug}/whip',
    summary: 'Where every legislator stands whom the letter is open to, by last name',
    who: 'staffers and organizers; volunteers for the legislators assigned to them',
    params: z.object({ slug: z.string().max(100) }),
    query: z.object({
      ...paging,
      ...whipQuery,
      position: positionFilter('').optional(),
      committee: z.string().max(100).optional().meta({ description: 'A committee’s key, with its subcommittees' }),
      lead: flag.optional(),
      toReconfirm: flag.optional(),
      contact: z
        .string()
        .regex(/^(none|\d{1,3}|\d{4}-\d{2}-\d{2})$/, 'One of: none, a number of days, a day such as 2026-11-03.')
        .optional()
        .meta({
          description: '`none`: never; a number: more than so many days ago, or never; a day: last on that day',
        }),
      due: z
        .enum(dueWords, `One of: ${dueWords.join(', ')}.`)
        .optional()
        .meta({ description: '`now`: by today; `week`: in seven days; `open`: any follow-up' }),
      assignee: z.string().max(100).optional().meta({ description: 'An account’s id, or `none`; for organizers' }),
    }),
    answer: listOf(rowShape),
    async handle({ world, viewer, params, query }) {
      const letter = await requireMine(world.db, viewer, params.slug, 'volunteer');
      const { limit, cursor, assignee: who, toReconfirm: reconfirm, ...narrowed } = query;
      const list = await listWhipRows(world.db, viewer, letter, { ...narrowed, who, reconfirm }, world.now());
      const keyOf = ({ stand }: WhipRow) => stand.key;
      const piece = pieceOf(list.items, keyOf, { limit, cursor }, list.all.map(keyOf));
      return { ...piece, items: piece.items.map((row) => rowJson(row, list.notes, list.organizer)) };
    },
  }),
  call({
    method: 'get',
    path: '/letters/{slug}/whip/{key}/contacts',
    summary: 'The talks with an office about a letter, newest first',
    who: forOffices,
    params: oneOffice,
    query: z.object(paging),
    answer: listOf(contactShape),
    async handle({ world, viewer, params, query }) {
      const letter = await requireMine(world.db, viewer, params.slug, 'volunteer');
      await requireMayRecord(world.db, requireSignedIn(viewer), letter, params.key);
      if (!(await findStand(world.db, viewer, letter, params.key))) throw new NotFound('legislator');
      const contacts = await listContacts(world.db, viewer, letter, params.key);
      return pieceOf(contacts.map(contactJson), ({ id }) => id, query);
    },
  }),
  call({
    method: 'post',
    path: '/letters/{slug}/whip/{key}/contacts',
    summary: 'Logs a talk with an office. The same talk twice is one',
    who: forOffices,
    params: oneOffice,
    body: z.strictObject({
      day: dayField.optional().meta({ description: 'Today, in the letter’s time zone, unless said' }),
      way: wayField,
      person: personField.default('').meta({ description: 'With whom in the office' }),
      summary: summaryField,
      next: nextField.default('').meta({ description: 'What is to be done next' }),
      due: dayField.nullable().default(null),
      finishes: z
        .array(keyField)
        .max(100)
        .default([])
        .meta({ description: 'Contacts whose follow-up is done by this' }),
    }),
    status: 201,
    answer: contactShape,
    async handle({ world, viewer, params, body: { day, finishes, ...talk } }) {
      const contact = await world.db.transaction(async (tx) => {
        const letter = await requireMine(tx, viewer, params.slug, 'volunteer');
        const today = dayIn(world.now(), letter.timeZone);
        for (const id of finishes) await finishContact(tx, world, viewer, letter, params.key, id);
        return addContact(tx, world, viewer, letter, params.key, { ...talk, day: day ?? today });
      });
      return contactJson(contact);
    },
  }),
];
