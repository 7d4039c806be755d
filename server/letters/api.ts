import { z } from 'zod';
import type { Viewer } from '../basics/viewer.ts';
import { findCampaignById, listCampaigns } from '../campaigns/campaigns.ts';
import type { Db } from '../db/database.ts';
import { type Call, call, listOf, paging, pieceOf } from '../web/api.ts';
import { changeLetter } from './changing.ts';
import { createLetter } from './drafting.ts';
import { publishVersion } from './publishing.ts';
import { listLetters, listVersions, maySeeLeads, requirePublished } from './questions.ts';
import * as shape from './shape.ts';
import type { Letter, LetterVersion } from './store.ts';

const instant = z.string().meta({ format: 'date-time', description: 'UTC, ISO 8601' });

const letterShape = z
  .object({
    slug: z.string(),
    campaign: z.string().meta({ description: 'The campaign’s slug' }),
    title: z.string(),
    state: shape.stateField,
    version: z.number().int().meta({ description: 'The newest published version; 0 for a draft' }),
    text: z.string().meta({ description: 'Markdown: the newest published version, or the draft' }),
    addressees: z.array(z.record(z.string(), z.string())),
    openTo: z.object({ legislators: z.array(z.string()), public: z.boolean() }),
    leads: z.array(z.string()).optional().meta({
      description:
        'Keys of those asked to lead, for staffers and organizers only; leads who signed are among the cosigners',
    }),
    deadline: instant.nullable(),
    timeZone: z.string(),
    order: shape.orderField,
    visibility: z.object({ cosigners: shape.shownField, signatures: shape.shownField }),
    bills: z.array(z.string()),
    reported: z.object({ total: z.number().int(), source: z.string() }).nullable(),
    sentDay: z.string().nullable(),
    publishedAt: instant.nullable(),
    createdAt: instant,
  })
  .meta({ id: 'Letter' });

const versionShape = z
  .object({
    letter: z.string(),
    number: z.number().int(),
    text: z.string(),
    substantive: z.boolean(),
    reason: z.string(),
    publishedAt: instant,
  })
  .meta({ id: 'LetterVersion', description: 'A published text; it never changes' });

/** A letter as the API tells it; who was asked to lead is told to staffers and organizers only. */
export const letterJson = (letter: Letter, campaign: string, viewer: Viewer | null): z.infer<typeof letterShape> => ({
  slug: letter.slug,
  campaign,
  title: letter.title,
  state: letter.state,
  version: letter.version,
  text: letter.text,
  addressees: letter.addressees.map((addressee) => ({ ...addressee })),
  openTo: { legislators: letter.openToBodies, public: letter.openToPublic },
  ...(maySeeLeads(viewer, letter) && { leads: letter.leads }),
  deadline: letter.deadline?.toISOString() ?? null,
  timeZone: letter.timeZone,
  order: letter.order,
  visibility: { cosigners: letter.showCosigners, signatures: letter.showSignatures },
  bills: letter.bills,
  reported: letter.reportedTotal === null ? null : { total: letter.reportedTotal, source: letter.reportedSource ?? '' },
  sentDay: letter.sentDay,
  publishedAt: letter.publishedAt?.toISOString() ?? null,
  createdAt: letter.createdAt.toISOString(),
});

const versionJson = (letter: Letter, version: LetterVersion): z.infer<typeof versionShape> => ({
  letter: letter.slug,
  number: version.number,
  text: version.text,
  substantive: version.substantive,
  reason: version.reason,
  publishedAt: version.publishedAt.toISOString(),
});

const told = async (db: Db, letter: Letter, viewer: Viewer | null) =>
  letterJson(letter, (await findCampaignById(db, letter.campaignId))?.slug ?? '', viewer);

const visibility = z.strictObject({ cosigners: shape.shownField, signatures: shape.shownField });
const openTo = z.strictObject({ legislators: shape.bodiesField, public: z.boolean() }).meta({
  description: 'Who may sign: members of these bodies, such as us-senate and us-house, and whether the public may',
});

const newLetter = z.strictObject({
  campaign: z.string().max(100),
  title: shape.titleField,
  slug: shape.slugField.optional(),
  text: shape.textOfLetter.default(''),
  addressees: shape.addresseesField(shape.strictAddressee).default([]),
  openTo,
  leads: shape.leadsField.default([]),
  deadline: shape.momentField.nullable().default(null),
  timeZone: shape.timeZoneField.default('America/New_York'),
  order: shape.orderField.default('alphabetical'),
  visibility: visibility.default({ cosigners: 'names', signatures: 'names' }),
  bills: shape.billsField.default([]),
});

const changes = z.strictObject({
  title: shape.titleField.optional(),
  slug: shape.slugField.optional(),
  text: shape.textOfLetter.optional(),
  addressees: shape.addresseesField(shape.strictAddressee).optional(),
  openTo: openTo.optional(),
  leads: shape.leadsField.optional(),
  deadline: shape.momentField.nullable().optional(),
  timeZone: shape.timeZoneField.optional(),
  order: shape.orderField.optional(),
  visibility: visibility.partial().optional(),
  bills: shape.billsField.optional(),
  state: shape.stateField.optional(),
  sentDay: shape.knownDay
    .optional()
    .meta({ description: 'With state "sent": the day on the letter; today unless said' }),
  reason: shape.reasonField.default('').meta({ description: 'Why; needed once the letter is published' }),
});

const oneLetter = z.object({ slug: z.string().max(100) });

export const letterCalls: Call[] = [
  call({
    method: 'get',
    path: '/letters',
    summary: 'Published letters, newest first; with an account or token the drafts of its campaigns too',
    who: 'all',
    query: z.object(paging),
    answer: listOf(letterShape),
    async handle({ world: { db }, viewer, query }) {
      const { items, total, next } = await listLetters(db, viewer, query);
      const campaigns = await listCampaigns(db, [...new Set(items.map((letter) => letter.campaignId))]);
      const slugs = new Map(campaigns.map((campaign) => [campaign.id, campaign.slug]));
      return {
        items: items.map((letter) => letterJson(letter, slugs.get(letter.campaignId) ?? '', viewer)),
        total,
        next,
      };
    },
  }),
  call({
    method: 'get',
    path: '/letters/{slug}',
    summary: 'One letter',
    who: 'all',
    params: oneLetter,
    answer: letterShape,
    handle: async ({ world: { db }, viewer, params }) =>
      told(db, await requirePublished(db, viewer, params.slug), viewer),
  }),
  call({
    method: 'post',
    path: '/letters',
    summary: 'Start a letter as a private draft',
    who: 'organizer',
    body: newLetter,
    status: 201,
    answer: letterShape,
    async handle({ world, viewer, body: { campaign, ...form } }) {
      return told(world.db, await createLetter(world, viewer, campaign, form), viewer);
    },
  }),
  call({
    method: 'patch',
    path: '/letters/{slug}',
    summary:
      'Change a draft; of a published letter its settings and state, with a reason. `state: "circulating"` publishes',
    who: 'organizer',
    params: oneLetter,
    body: changes,
    answer: letterShape,
    async handle({ world, viewer, params, body: { reason, ...asked } }) {
      return told(world.db, await changeLetter(world, viewer, params.slug, asked, reason), viewer);
    },
  }),
  call({
    method: 'get',
    path: '/letters/{slug}/versions',
    summary: 'Every published text of a letter, oldest first',
    who: 'all',
    params: oneLetter,
    query: z.object(paging),
    answer: listOf(versionShape),
    async handle({ world: { db }, viewer, params, query }) {
      const letter = await requirePublished(db, viewer, params.slug);
      const versions = (await listVersions(db, letter.id)).map((version) => versionJson(letter, version));
      return pieceOf(versions, (version) => String(version.number), query);
    },
  }),
  call({
    method: 'post',
    path: '/letters/{slug}/versions',
    summary: 'Publish a new version of the text',
    who: 'organizer',
    params: oneLetter,
    body: z.strictObject({
      text: shape.newText,
      substantive: z.boolean().meta({ description: 'Whether those who signed are to be asked again' }),
      reason: shape.reasonField.default(''),
      after: z.number().int().min(1).optional().meta({
        description: 'The version this one was written after: refused when there is a newer one by now',
      }),
    }),
    status: 201,
    answer: versionShape,
    async handle({ world, viewer, params, body }) {
      const { letter, version } = await publishVersion(world, viewer, params.slug, body);
      return versionJson(letter, version);
    },
  }),
];
