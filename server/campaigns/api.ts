import { z } from 'zod';
import type { Db } from '../db/database.ts';
import { type Call, call } from '../web/api.ts';
import { slugField } from '../web/fields.ts';
import {
  type Campaign,
  createCampaign,
  listCoverage,
  listExhibits,
  listPartners,
  listTimeline,
  requireVisibleCampaign,
} from './campaigns.ts';
import { stances } from './facts.forms.ts';
import { addressField, askField, contactField, privacyField, sponsorField, summaryField, titleField } from './forms.ts';

const knownDay = z.string().meta({ description: 'A day, or the month or the year where no more is known' });

const campaignShape = z
  .object({
    slug: z.string(),
    title: z.string(),
    summary: z.string().meta({ description: 'Markdown' }),
    ask: z.string().meta({ description: 'Markdown: what the campaign asks for' }),
    sponsor: z.object({ name: z.string(), address: z.string(), contact: z.string() }).meta({
      description: 'Who answers for it: name, postal address and contact e-mail address',
    }),
    privacy: z.string().meta({ description: 'Markdown, shown on the campaign’s privacy page' }),
    moderatesNames: z
      .boolean()
      .meta({ description: 'Whether an organizer looks at a signer’s name before it is shown' }),
    example: z.boolean(),
    timeline: z.array(z.object({ day: knownDay, text: z.string(), source: z.string() })),
    exhibits: z.array(
      z.object({
        title: z.string(),
        note: z.string(),
        columns: z.array(z.string()),
        rows: z.array(z.object({ cells: z.array(z.string()), source: z.string() })),
      }),
    ),
    coverage: z.array(
      z.object({
        outlet: z.string(),
        day: knownDay,
        stance: z.enum(stances),
        summary: z.string(),
        url: z.string().nullable(),
      }),
    ),
    partners: z.array(z.object({ name: z.string(), website: z.string().nullable() })).meta({
      description: 'Organizations that stand behind the campaign; they sign nothing by it',
    }),
    publishedAt: z.string().nullable().meta({ format: 'date-time' }),
    createdAt: z.string().meta({ format: 'date-time' }),
  })
  .meta({ id: 'Campaign' });

const json = async (db: Db, campaign: Campaign): Promise<z.infer<typeof campaignShape>> => ({
  slug: campaign.slug,
  title: campaign.title,
  summary: campaign.summary,
  ask: campaign.ask,
  sponsor: { name: campaign.sponsor, address: campaign.sponsorAddress, contact: campaign.sponsorContact },
  privacy: campaign.privacy,
  moderatesNames: campaign.moderatesNames,
  example: campaign.example,
  timeline: (await listTimeline(db, campaign.id)).map(({ day, text, source }) => ({ day, text, source })),
  exhibits: (await listExhibits(db, campaign.id)).map(({ title, note, columns, rows }) => ({
    ...{ title, note, columns, rows },
  })),
  coverage: (await listCoverage(db, campaign.id)).map(({ outlet, day, stance, summary, url }) => ({
    ...{ outlet, day, stance, summary, url },
  })),
  partners: (await listPartners(db, campaign.id)).map(({ name, website }) => ({ name, website })),
  publishedAt: campaign.publishedAt?.toISOString() ?? null,
  createdAt: campaign.createdAt.toISOString(),
});

export const campaignCalls: Call[] = [
  call({
    method: 'post',
    path: '/campaigns',
    summary: 'Start a campaign; it is public once it, or a letter of it, is published',
    who: 'admins, accounts that organize a campaign, and organizers’ tokens of the whole site',
    body: z.strictObject({
      title: titleField,
      slug: slugField.optional(),
      summary: summaryField.default(''),
      sponsor: z
        .strictObject({
          name: sponsorField.default(''),
          address: addressField.default(''),
          contact: contactField.default(''),
        })
        .default({ name: '', address: '', contact: '' })
        .meta({ description: 'Needed, all three, before the campaign or a letter of it can be published' }),
      ask: askField.default(''),
      privacy: privacyField.default(''),
      moderatesNames: z.boolean('Either true or false.').default(false),
    }),
    status: 201,
    answer: campaignShape,
    async handle({ world, viewer, body: { sponsor, ...form } }) {
      const { name, address, contact } = sponsor;
      const whole = { ...form, sponsor: name, sponsorAddress: address, sponsorContact: contact };
      return json(world.db, await createCampaign(world, viewer, whole));
    },
  }),
  call({
    method: 'get',
    path: '/campaigns/{slug}',
    summary: 'One campaign: a published one, or one of the caller’s',
    who: 'all',
    params: z.object({ slug: z.string().max(100) }),
    answer: campaignShape,
    handle: async ({ world, viewer, params }) =>
      json(world.db, await requireVisibleCampaign(world.db, viewer, params.slug)),
  }),
];
