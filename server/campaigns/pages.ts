import { listed } from '../basics/text.ts';
import { type FieldSetup, fieldsFor, type Typed } from '../web/forms.ts';
import type { Page } from '../web/render.ts';
import { type Campaign, missingOf } from './campaigns.ts';

type Failed = { problems: { path: string; message: string }[]; typed: Typed };

const setups = (campaign: Campaign | null): Record<string, FieldSetup> => ({
  title: {
    label: 'What is the campaign called?',
    value: campaign?.title ?? '',
    required: true,
    hint: 'A few words, such as “Clean Rivers Now”.',
  },
  summary: {
    label: 'What is it about?',
    kind: 'textarea',
    rows: 6,
    value: campaign?.summary ?? '',
    hint: 'A paragraph or two for the campaign’s page. **Bold**, [links](https://example.org) and lists work (Markdown).',
  },
  ask: {
    label: 'What does it ask for?',
    kind: 'textarea',
    rows: 4,
    value: campaign?.ask ?? '',
    hint: 'Who should do what, in a few sentences or a list (Markdown). It stands out on the campaign’s page and in its brief.',
  },
  sponsor: {
    label: 'Who is behind it?',
    value: campaign?.sponsor ?? '',
    autocomplete: 'organization',
    hint: 'The organization or person who answers for it. Named at the foot of every public page.',
  },
  sponsorAddress: {
    label: 'Postal address',
    value: campaign?.sponsorAddress ?? '',
    autocomplete: 'street-address',
    hint: 'Street, city, state and ZIP code, or a post-office box.',
  },
  sponsorContact: {
    label: 'Contact e-mail address',
    kind: 'email',
    value: campaign?.sponsorContact ?? '',
    autocomplete: 'email',
    hint: 'Public: for questions about the campaign and about privacy.',
  },
  privacy: {
    label: 'Anything to add to the privacy page?',
    kind: 'textarea',
    rows: 4,
    value: campaign?.privacy ?? '',
    hint: 'The page already says what this site keeps. Add what you do with names beyond that (Markdown).',
  },
  moderatesNames: {
    label: 'Look at signers’ names before they are shown',
    kind: 'checkbox',
    value: campaign?.moderatesNames ? 'yes' : '',
  },
});

const slug: FieldSetup = {
  label: 'Web address',
  hint: 'The last part of it, such as clean-rivers. Made from the name if you leave it empty; it stays as it is.',
};

/** The form that starts a campaign. */
export const newCampaignPage = (failed?: Failed) => ({
  view: 'campaigns/edit',
  title: 'Start a campaign',
  heading: 'Start a campaign',
  lede: 'Only a name is needed now. Nobody but your team sees the campaign until you publish it.',
  action: '/desk/campaigns/new',
  button: 'Start the campaign',
  back: { url: '/desk', label: 'Desk' },
  problems: failed?.problems ?? [],
  fields: Object.values(fieldsFor({ ...setups(null), slug }, failed)),
  remove: null,
});

/** The form that changes a campaign. */
export function editCampaignPage(campaign: Campaign, failed?: Failed) {
  const missing = missingOf(campaign);
  const url = `/desk/campaigns/${campaign.slug}`;
  return {
    view: 'campaigns/edit',
    title: `Edit ${campaign.title}`,
    heading: 'Edit the campaign',
    lede:
      missing.length > 0
        ? `To publish it, or a letter of it, add ${listed(missing)}.`
        : 'What you change shows on its pages at once.',
    action: `${url}/edit`,
    button: 'Save',
    back: { url, label: campaign.title },
    problems: failed?.problems ?? [],
    fields: Object.values(fieldsFor(setups(campaign), failed)),
    remove: campaign.publishedAt ? null : `${url}/delete`,
  } satisfies Page & Record<string, unknown>;
}
