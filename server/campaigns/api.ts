import { z } from 'zod';
import { type Call, call } from '../web/api.ts';
import { slugField } from '../web/fields.ts';
import { type Campaign, createCampaign, requireVisibleCampaign } from './campaigns.ts';
import { addressField, contactField, privacyField, sponsorField, summaryField, titleField } from './forms.ts';

const campaignShape = z
  .object({
    slug: z.string(),
    title: z.string(),
    summary: z.string().meta({ description: 'Markdown' }),
    sponsor: z.object({ name: z.string(), address: z.string(), contact: z.string() }).meta({
      description: 'Who answers for it: name, postal address and contact e-mail address',
    }),
    privacy: z.string().meta({ description: 'Markdown, shown on the campaign’s privacy page' }),
    moderatesNames: z
      .boolean()
      .meta({ description: 'Whether an organizer looks at a signer’s name before it is shown' }),
    example: z.boolean(),
    publishedAt: z.string().nullable().meta({ format: 'date-time' }),
    createdAt: z.string().meta({ format: 'date-time' }),
  })
  .meta({ id: 'Campaign' });

const json = (campaign: Campaign): z.infer<typeof campaignShape> => ({
  slug: campaign.slug,
  title: campaign.title,
  summary: campaign.summary,
  sponsor: { name: campaign.sponsor, address: campaign.sponsorAddress, contact: campaign.sponsorContact },
  privacy: campaign.privacy,
  moderatesNames: campaign.moderatesNames,
  example: campaign.example,
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
      privacy: privacyField.default(''),
      moderatesNames: z.boolean('Either true or false.').default(false),
    }),
    status: 201,
    answer: campaignShape,
    async handle({ world, viewer, body: { sponsor, ...form } }) {
      const { name, address, contact } = sponsor;
      const whole = { ...form, sponsor: name, sponsorAddress: address, sponsorContact: contact };
      return json(await createCampaign(world, viewer, whole));
    },
  }),
  call({
    method: 'get',
    path: '/campaigns/{slug}',
    summary: 'One campaign: a published one, or one of the caller’s',
    who: 'all',
    params: z.object({ slug: z.string().max(100) }),
    answer: campaignShape,
    handle: async ({ world, viewer, params }) => json(await requireVisibleCampaign(world.db, viewer, params.slug)),
  }),
];
