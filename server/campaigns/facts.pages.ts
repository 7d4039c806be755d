/** The facts of a campaign on the desk: an overview, and a small page for each thing that is written. */
import { plural } from '../basics/text.ts';
import { dayInWords, momentInShort } from '../basics/time.ts';
import type { HistoryRow } from '../history/history.ts';
import { type FieldSetup, fieldsFor, type Typed } from '../web/forms.ts';
import type { Page } from '../web/render.ts';
import { stanceInWords } from './coverage.ts';
import { type Table, tableText } from './exhibitTable.ts';
import type { Coverage, Exhibit, Happening, Partner } from './facts.store.ts';
import type { Campaign } from './store.ts';

type Failed = { problems: { path: string; message: string }[]; typed: Typed };

const factsUrl = ({ slug }: Campaign) => `/desk/campaigns/${slug}/facts`;

const notes: Record<string, string> = {
  saved: 'Saved. It shows on the campaign’s page at once.',
  moved: 'Moved.',
  removed: 'Removed.',
};

/** What a note's code says after a deed: 'saved', or how many partners were added. */
function noteOf({ note, added, known }: Record<'note' | 'added' | 'known', string>): string | null {
  if (note !== 'partners' || !/^\d{1,4}$/.test(added) || !/^\d{1,4}$/.test(known)) return notes[note] ?? null;
  const before = Number(known) > 0 ? ` ${plural(Number(known), 'was', 'were')} there already.` : '';
  return `${plural(Number(added), 'organization')} added.${before}`;
}

/** What every page about facts says. */
const frame = (campaign: Campaign, title: string) => ({
  title: `${title} · ${campaign.title}`,
  heading: title,
  example: campaign.example,
  back: { url: factsUrl(campaign), label: 'Facts' },
  desk: { url: `/desk/campaigns/${campaign.slug}`, label: campaign.title },
});

export interface Facts {
  exhibits: Exhibit[];
  coverage: Coverage[];
  timeline: Happening[];
  partners: Partner[];
}

/** All the facts of a campaign, each with the way to change it. */
export function factsPage(
  campaign: Campaign,
  { exhibits, coverage, timeline, partners }: Facts,
  history: HistoryRow[],
  query: Record<'note' | 'added' | 'known', string>,
) {
  const url = factsUrl(campaign);
  return {
    ...frame(campaign, 'Facts'),
    view: 'campaigns/facts',
    width: 'wide' as const,
    note: noteOf(query),
    publicUrl: `/campaigns/${campaign.slug}`,
    ask: campaign.ask !== '',
    editUrl: `/desk/campaigns/${campaign.slug}/edit`,
    urls: {
      exhibit: `${url}/exhibits/new`,
      coverage: `${url}/coverage/new`,
      timeline: `${url}/timeline/new`,
      partners: `${url}/partners`,
    },
    exhibits: exhibits.map((exhibit, n) => ({
      title: exhibit.title,
      size: `${plural(exhibit.rows.length, 'row')}, ${plural(exhibit.columns.length, 'column')} and a source`,
      url: `${url}/exhibits/${exhibit.id}`,
      file: `${url}/exhibits/${exhibit.id}/table.csv`,
      move: `${url}/exhibits/${exhibit.id}/move`,
      first: n === 0,
      last: n === exhibits.length - 1,
    })),
    coverage: coverage.map((item) => ({
      outlet: item.outlet,
      day: dayInWords(item.day),
      stance: stanceInWords[item.stance],
      summary: item.summary,
      url: `${url}/coverage/${item.id}`,
    })),
    timeline: timeline.map((happening) => ({
      day: dayInWords(happening.day),
      text: happening.text,
      source: happening.source,
      url: `${url}/timeline/${happening.id}`,
    })),
    partners: partners.map(({ name }) => name),
    history: history.map(({ at, actor, deed, detail }) => ({
      when: momentInShort(at, 'America/New_York'),
      actor,
      deed,
      what: typeof detail['title'] === 'string' ? detail['title'] : '',
    })),
  } satisfies Page & Record<string, unknown>;
}

const exhibitFields = (exhibit: Exhibit | null): Record<'title' | 'note' | 'table', FieldSetup> => ({
  title: {
    ...{ label: 'What does the table show?', required: true, value: exhibit?.title ?? '' },
    hint: 'Its title, such as “Spills by year”.',
  },
  note: { label: 'Note', value: exhibit?.note ?? '', hint: 'What a reader must know beside the figures.' },
  table: {
    ...{ label: 'Paste the table', kind: 'textarea', rows: 12, required: true },
    value: exhibit ? tableText(exhibit) : '',
    hint: 'From a spreadsheet, or as CSV. The first row names the columns. The source of each row stands in the column called “Source”, or in the last one.',
  },
});

/** Where a table is pasted; it is shown before it is saved. */
export const exhibitPage = (campaign: Campaign, exhibit: Exhibit | null, failed?: Failed) => ({
  ...frame(campaign, exhibit ? 'Change a table' : 'Add a table'),
  view: 'campaigns/exhibit',
  action: `${factsUrl(campaign)}/exhibits/${exhibit?.id ?? 'new'}`,
  file: exhibit ? `${factsUrl(campaign)}/exhibits/${exhibit.id}/table.csv` : '',
  remove: exhibit ? `${factsUrl(campaign)}/exhibits/${exhibit.id}/delete` : '',
  problems: failed?.problems ?? [],
  fields: Object.values(fieldsFor(exhibitFields(exhibit), failed)),
});

/** A table as everybody will see it, and the button that saves it. */
export const exhibitPreviewPage = (
  campaign: Campaign,
  exhibit: Exhibit | null,
  { title, note, ...table }: { title: string; note: string } & Table,
) => ({
  ...frame(campaign, 'Is the table right?'),
  view: 'campaigns/exhibit-preview',
  width: 'wide' as const,
  action: `${factsUrl(campaign)}/exhibits/${exhibit?.id ?? 'new'}`,
  exhibit: { title, note, ...table },
  size: `${plural(table.rows.length, 'row')}, each with its source.`,
  kept: Object.entries({ title, note, table: tableText(table) }).map(([name, value]) => ({ name, value })),
});

const dayField = (value: string): FieldSetup => ({
  ...{ label: 'When?', required: true, value },
  hint: 'A day such as 2026-05-04, or a month (2026-05) or a year alone.',
});

/** The form of a piece of coverage. */
export const coveragePage = (campaign: Campaign, item: Coverage | null, failed?: Failed) => ({
  ...frame(campaign, item ? 'Change coverage' : 'Add coverage'),
  view: 'campaigns/fact',
  lede: 'What the press wrote, for and against: critical coverage stands beside supportive coverage.',
  action: `${factsUrl(campaign)}/coverage/${item?.id ?? 'new'}`,
  remove: item ? `${factsUrl(campaign)}/coverage/${item.id}/delete` : '',
  problems: failed?.problems ?? [],
  fields: Object.values(
    fieldsFor(
      {
        outlet: { label: 'Outlet', required: true, value: item?.outlet ?? '', hint: 'Such as Rivers Weekly.' },
        day: dayField(item?.day ?? ''),
        stance: {
          ...{ label: 'How does it stand to the campaign?', kind: 'select', required: true },
          value: item?.stance ?? 'supportive',
          options: Object.entries(stanceInWords).map(([value, label]) => ({ value, label })),
        },
        summary: {
          label: 'What does it say?',
          required: true,
          value: item?.summary ?? '',
          hint: 'One line of your own.',
        },
        url: { label: 'Link', kind: 'url', value: item?.url ?? '', hint: 'It begins with https://.' },
      },
      failed,
    ),
  ),
});

/** The form of an entry in the timeline. */
export const happeningPage = (campaign: Campaign, happening: Happening | null, failed?: Failed) => ({
  ...frame(campaign, happening ? 'Change the timeline' : 'Add to the timeline'),
  view: 'campaigns/fact',
  lede: 'What happened, and where it is known from.',
  action: `${factsUrl(campaign)}/timeline/${happening?.id ?? 'new'}`,
  remove: happening ? `${factsUrl(campaign)}/timeline/${happening.id}/delete` : '',
  problems: failed?.problems ?? [],
  fields: Object.values(
    fieldsFor(
      {
        day: dayField(happening?.day ?? ''),
        text: {
          ...{ label: 'What happened?', kind: 'textarea', rows: 3, required: true },
          value: happening?.text ?? '',
        },
        source: { label: 'Source', required: true, value: happening?.source ?? '' },
      },
      failed,
    ),
  ),
});

/** Partner organizations: many added at once, some taken off. */
export const partnersPage = (campaign: Campaign, partners: Partner[], failed?: Failed) => ({
  ...frame(campaign, 'Partner organizations'),
  view: 'campaigns/partners',
  lede: 'Organizations that stand behind the campaign. They are named on its page; that is no signature under a letter.',
  action: `${factsUrl(campaign)}/partners`,
  remove: `${factsUrl(campaign)}/partners/remove`,
  problems: failed?.problems ?? [],
  fields: fieldsFor(
    {
      partners: {
        ...{ label: 'Add organizations', kind: 'textarea', rows: 6, required: true },
        hint: 'One a line, with a website if you like: River Keepers, https://rivers.example',
      },
    },
    failed,
  ),
  partners: partners.map(({ id, name, website }) => ({ id, name, website: website ?? '' })),
});
