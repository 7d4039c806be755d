import { grouped, plural } from '../basics/text.ts';
import type { Campaign } from '../campaigns/campaigns.ts';
import type { Page } from '../web/render.ts';
import { type Count, labelThen, type Supporter, type Supporters, type Totals } from './supporters.ts';
import { supportInWords } from './supports.ts';

/** Who supports a campaign, each person once: how many, and what each did. */
export function supportersPage(campaign: Campaign, found: Supporters) {
  const { items, serving, inCongress, works, reported, hidden } = found;
  return {
    view: 'gaps/supporters',
    title: `Supporters: ${campaign.title}`,
    width: 'wide' as const,
    heading: 'All supporters',
    back: { label: campaign.title, url: `/desk/campaigns/${campaign.slug}` },
    lede: 'Legislators who signed a letter or stand behind a bill of this campaign. Each person is counted once, in whichever chamber and Congress they did so; withdrawn names count nowhere.',
    headline: `${plural(inCongress, 'member')} of Congress ${inCongress === 1 ? 'has' : 'have'} signed or cosponsored.`,
    numbers: [
      {
        count: grouped(items.length),
        words: items.length === 1 ? 'legislator in all' : 'legislators in all',
        main: true,
      },
      { count: grouped(serving), words: 'serve now', main: false },
      { count: grouped(items.length - serving), words: 'left office', main: false },
    ],
    hidden:
      hidden > 0
        ? `${plural(hidden, 'letter')} that ${hidden === 1 ? 'keeps its' : 'keep their'} signers private: not counted.`
        : '',
    works: works.map(({ work, count }) => ({
      name: work.name,
      kind: work.kind === 'letter' ? 'Letter' : 'Bill',
      url: work.kind === 'letter' ? `/desk/letters/${work.id}` : '',
      count: grouped(count),
    })),
    reported: reported.map(({ work, total, source }) => ({ name: work.name, total: grouped(total), source })),
    tables: tablesOf(found),
    csv: items.length > 0 ? `/desk/campaigns/${campaign.slug}/supporters.csv` : '',
    rows: items.map((item) => rowOf(item, found)),
    empty:
      'Nobody yet: signers of this campaign’s published letters, and sponsors and cosponsors of its bills, are counted here.',
  } satisfies Page & Record<string, unknown>;
}

/** By party, body and state: as they were when they last signed or joined, and as they are now. */
function tablesOf({ before, now, bodies }: Supporters) {
  const table = (heading: string, word: keyof Totals, name: (key: string) => string = (key) => key) => {
    const counts = (list: Count[]) => new Map(list.map(({ key, count }) => [key, count]));
    const [then, today] = [counts(before[word]), counts(now[word])];
    return {
      heading,
      rows: [...new Set([...then.keys(), ...today.keys()])].sort().map((key) => ({
        name: key === 'unknown' ? 'none known' : name(key),
        before: grouped(then.get(key) ?? 0),
        now: grouped(today.get(key) ?? 0),
      })),
    };
  };
  return [
    table('By body', 'byBody', (key) => bodies.get(key)?.name ?? key),
    table('By party', 'byParty'),
    table('By state', 'byState'),
  ];
}

const rowOf = ({ legislator, label, supports }: Supporter, { bodies }: Supporters) => ({
  name: legislator.full,
  url: `/legislators/${encodeURIComponent(legislator.key)}`,
  label,
  left: !legislator.serving,
  supports: supports.map((support) => {
    const then = labelThen(legislator, support, bodies);
    return { words: supportInWords(support), as: then === label ? '' : `as ${then}` };
  }),
});
