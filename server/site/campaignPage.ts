import { plural } from '../basics/text.ts';
import { dayInWords, momentsDay } from '../basics/time.ts';
import { activeSponsors, type Bill, billLabel, billUrl } from '../bills/bills.ts';
import {
  type Campaign,
  type Coverage,
  type Exhibit,
  type Happening,
  imprintOf,
  type Partner,
  stanceInWords,
} from '../campaigns/campaigns.ts';
import type { LegislatorRow } from '../legislators/legislators.ts';
import { excerptOf, renderMarkdown } from '../letters/letters.ts';
import type { Page } from '../web/render.ts';
import { cardOf, type Listed } from './pages.ts';

export interface CampaignParts {
  letters: Listed[];
  bills: Bill[];
  /** Who introduced the bills, by key. */
  sponsors: Map<string, LegislatorRow>;
  exhibits: Exhibit[];
  coverage: Coverage[];
  timeline: Happening[];
  partners: Partner[];
}

/** Who introduced a bill, by its source. */
export const introducedBy = (bill: Bill) => activeSponsors(bill).filter((sponsor) => sponsor.role === 'sponsor');

/** A campaign: what it asks, its letters and bills, and the facts it stands on, each with its source. */
export function campaignPage(campaign: Campaign, parts: CampaignParts): Page {
  return {
    view: 'site/campaign',
    title: campaign.title,
    description: excerptOf(campaign.summary),
    width: 'wide',
    imprint: imprintOf(campaign),
    example: campaign.example,
    ...{
      heading: campaign.title,
      sponsor: campaign.sponsor,
      summary: renderMarkdown(campaign.summary),
      ask: renderMarkdown(campaign.ask),
      sections: sectionsOf(parts),
      letters: parts.letters.map(cardOf),
      bills: parts.bills.map((bill) => billOf(bill, campaign, parts.sponsors)),
      timeline: parts.timeline.map(({ day, text, source }) => ({ day: dayInWords(day), text, source })),
      exhibits: parts.exhibits.map(({ title, note, columns, rows }) => ({ title, note, columns, rows })),
      coverage: coverageOf(parts.coverage),
      partners: parts.partners.map(({ name, website }) => ({ name, website: website ?? '' })),
    },
  };
}

/** What a long page leads to. */
const sectionsOf = ({ bills, timeline, exhibits, coverage, partners }: CampaignParts) =>
  [
    { id: 'letters', label: 'Letters', shown: true },
    { id: 'timeline', label: 'Timeline', shown: timeline.length > 0 },
    { id: 'exhibits', label: 'Exhibits', shown: exhibits.length > 0 },
    { id: 'coverage', label: 'Coverage', shown: coverage.length > 0 },
    { id: 'bills', label: 'Bills', shown: bills.length > 0 },
    { id: 'partners', label: 'Partners', shown: partners.length > 0 },
  ].filter(({ shown }) => shown);

function billOf(bill: Bill, campaign: Campaign, people: Map<string, LegislatorRow>) {
  return {
    label: billLabel(bill),
    title: bill.number === null ? '' : bill.title,
    url: billUrl(bill) ?? '',
    namesUrl: `/campaigns/${campaign.slug}/bills/${bill.id}`,
    summary: bill.summary,
    introduced: dayInWords(bill.introduced),
    sponsors: introducedBy(bill).flatMap(({ legislator }) => {
      const person = people.get(legislator);
      return person ? [{ name: person.full, url: `/legislators/${person.key}` }] : [];
    }),
    cosponsors: cosponsorsOf(bill),
    source: bill.source,
  };
}

/** How many cosponsors are known, and as of when; '' where nobody looked. */
function cosponsorsOf(bill: Bill): string {
  const count = activeSponsors(bill).filter((sponsor) => sponsor.role === 'cosponsor').length;
  if (bill.checkedAt === null) return count > 0 ? `${plural(count, 'cosponsor')} on record here` : '';
  return `${plural(count, 'cosponsor')} as of ${momentsDay(bill.checkedAt, 'America/New_York')}`;
}

/** Coverage by where it stands; each stance that there is gets a column of its own. */
const coverageOf = (coverage: Coverage[]) =>
  (['supportive', 'critical', 'neutral'] as const)
    .map((stance) => ({
      stance,
      heading: stanceInWords[stance],
      items: coverage
        .filter((item) => item.stance === stance)
        .map(({ outlet, day, summary, url }) => ({ outlet, day: dayInWords(day), summary, url: url ?? '' })),
    }))
    .filter(({ items }) => items.length > 0);
