import { z } from 'zod';
import { dayInWashington } from '../basics/time.ts';
import { requireVisibleCampaign } from '../campaigns/campaigns.ts';
import { positions } from '../cosigners/forms.ts';
import type { LegislatorRow } from '../legislators/legislators.ts';
import { districtJson, districtShape } from '../legislators/shapes.ts';
import { requireMine } from '../letters/letters.ts';
import { type Call, call, listOf, paging, pieceOf } from '../web/api.ts';
import { directions, type GapRow, groups, listGaps, listSupporters, reasonCodes, sceneOf } from './gaps.ts';
import type { Bodies } from './seats.ts';
import { type Count, labelThen, type Supporter, type Totals } from './supporters.ts';
import { type SeatAs, supportInWords } from './supports.ts';
import type { Work } from './works.ts';

const seatShape = z
  .object({
    title: z.string(),
    body: z.string(),
    state: z.string().nullable(),
    district: districtShape,
    class: z.number().int().nullable(),
    party: z.string(),
    caucus: z.string(),
  })
  .meta({ id: 'SeatOfMember', description: 'A seat with its holder’s title, party and caucus' });

const memberShape = {
  key: z.string(),
  name: z.object({ first: z.string(), last: z.string(), full: z.string(), suffix: z.string().nullable() }),
  label: z.string().meta({ description: 'As they are now, or were last: "Sen. Rivera (D-NM)"' }),
  serving: z.boolean(),
  leftOn: z.string().nullable(),
  now: seatShape.meta({ description: 'The present seat; the last one of who has left' }),
};

const reasonShape = z.object({ code: z.enum(reasonCodes), words: z.string() });

const gapShape = z
  .object({
    ...memberShape,
    before: seatShape.nullable().meta({ description: 'The seat from which they signed or joined the other' }),
    position: z.enum(positions).nullable().meta({ description: 'On this letter; null: not contacted' }),
    group: z.enum(groups).meta({ description: 'What can be done about it' }),
    reasons: z
      .array(reasonShape)
      .meta({ description: 'What they are behind, what has changed since, where they stand' }),
    seatHeldBy: z.array(z.object({ key: z.string(), label: z.string() })),
  })
  .meta({ id: 'Gap', description: 'A legislator who is in one list of names and not in the other, and why' });

const seatJson = ({ title, body, state, district, class: number, party, caucus }: SeatAs) => ({
  ...{ title, body, state, district: districtJson(district), class: number, party, caucus },
});

const memberJson = (legislator: LegislatorRow, label: string) => ({
  key: legislator.key,
  name: { first: legislator.first, last: legislator.last, full: legislator.full, suffix: legislator.suffix },
  label,
  serving: legislator.serving,
  leftOn: legislator.leftOn,
  now: seatJson(legislator),
});

const gapJson = ({ legislator, label, before, stand, group, reasons, holders }: GapRow): z.infer<typeof gapShape> => ({
  ...memberJson(legislator, label),
  before: before && seatJson(before.seat),
  position: stand?.position ?? null,
  group,
  reasons,
  seatHeldBy: holders,
});

const workShape = z.object({
  letter: z.string().nullable().meta({ description: 'The slug of a letter' }),
  bill: z.string().nullable().meta({ description: 'The id of a bill' }),
  name: z.string(),
});
const workJson = ({ kind, id, name }: Work) => ({
  letter: kind === 'letter' ? id : null,
  bill: kind === 'bill' ? id : null,
  name,
});

const supporterShape = z
  .object({
    ...memberShape,
    supports: z.array(
      z.object({
        ...workShape.shape,
        as: z.enum(['signer', 'sponsor', 'cosponsor']),
        day: z.string().nullable().meta({ description: 'As far as it is known: a day, a month or a year' }),
        label: z.string().meta({ description: 'As they were then' }),
        words: z.string(),
      }),
    ),
  })
  .meta({
    id: 'Supporter',
    description: 'Who signed a letter or stands behind a bill of a campaign; each person once',
  });

const supporterJson = ({ legislator, label, supports }: Supporter, bodies: Bodies): z.infer<typeof supporterShape> => ({
  ...memberJson(legislator, label),
  supports: supports.map((support) => ({
    ...workJson(support.work),
    as: support.as,
    day: support.day || null,
    label: labelThen(legislator, support, bodies),
    words: supportInWords(support),
  })),
});

const counts = z.array(z.object({ key: z.string(), count: z.number().int() }));
const totalsShape = z.object({ byBody: counts, byParty: counts, byState: counts });
const totalsJson = ({ byBody, byParty, byState }: Totals): Record<keyof Totals, Count[]> => ({
  byBody,
  byParty,
  byState,
});

const slugParam = z.object({ slug: z.string().max(100) });

export const gapCalls: Call[] = [
  call({
    method: 'get',
    path: '/letters/{slug}/gaps',
    summary: 'Who is behind another letter or a bill and has not signed this one, and why; or the other way round',
    who: 'staffers and organizers',
    params: slugParam,
    query: z.object({
      ...paging,
      against: z
        .string('The slug of a letter, or a bill.')
        .trim()
        .min(1, 'The slug of a letter, or a bill.')
        .max(300, 'The slug of a letter, or a bill.')
        .meta({ description: 'A letter’s slug, a bill’s id, or the number of a bill of the campaign: hr1234-119' }),
      direction: z
        .enum(directions, `One of: ${directions.join(', ')}.`)
        .default('missing')
        .meta({
          description:
            '`missing`: there and not here. `only`: here and not there. `withdrew`: taken off the other again, and no signer here',
        }),
    }),
    answer: listOf(gapShape),
    async handle({ world, viewer, params, query: { limit, cursor, against, direction } }) {
      const letter = await requireMine(world.db, viewer, params.slug, 'staffer');
      const asked = { list: 'compare' as const, against, direction, committees: [], filter: everything };
      const scene = await sceneOf(world.db, viewer, letter, dayInWashington(world.now()));
      const { items } = await listGaps(world.db, scene, asked);
      const piece = pieceOf(items, ({ legislator }) => legislator.key, { limit, cursor });
      return { ...piece, items: piece.items.map(gapJson) };
    },
  }),
  call({
    method: 'get',
    path: '/campaigns/{slug}/supporters',
    summary:
      'Who signed a letter that shows its signers, or stands behind a bill, of a campaign: each person once, across chambers and Congresses',
    who: 'all',
    params: slugParam,
    query: z.object(paging),
    answer: listOf(supporterShape).extend({
      now: totalsShape.meta({ description: 'Those who serve, by their present seat and party' }),
      before: totalsShape.meta({ description: 'All, by seat and party when they last signed or joined' }),
      works: z.array(workShape.extend({ count: z.number().int() })),
      reported: z
        .array(workShape.extend({ total: z.number().int(), source: z.string() }))
        .meta({ description: 'Totals that sources state without all the names; added to nothing' }),
    }),
    async handle({ world, viewer, params, query }) {
      const campaign = await requireVisibleCampaign(world.db, viewer, params.slug);
      // The same for everybody: what is public, whoever asks.
      const found = await listSupporters(world.db, null, campaign, dayInWashington(world.now()));
      const piece = pieceOf(found.items, ({ legislator }) => legislator.key, query);
      return {
        ...piece,
        items: piece.items.map((item) => supporterJson(item, found.bodies)),
        now: totalsJson(found.now),
        before: totalsJson(found.before),
        works: found.works.map(({ work, count }) => ({ ...workJson(work), count })),
        reported: found.reported.map(({ work, total, source }) => ({ ...workJson(work), total, source })),
      };
    },
  }),
];

const everything = { body: '', party: '', state: '', position: '', serving: '' as const };
