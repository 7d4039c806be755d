import { grouped, listed, plural } from '../basics/text.ts';
import { dayInWords, momentInWords } from '../basics/time.ts';
import { activeSponsors, type Bill, billLabel } from '../bills/bills.ts';
import type { Campaign, Exhibit } from '../campaigns/campaigns.ts';
import type { Letter } from '../letters/letters.ts';
import { type Block, heading, type Paper, paragraph, plain, printable, type Run, title } from './model.ts';
import { proseOf } from './prose.ts';

/** A brief is a page or two: what it has of each kind. */
const MOST = { letters: 8, bills: 8, exhibits: 4, rows: 10 };

export interface BriefParts {
  /** Published letters, newest first, each with how many legislators signed; null where that is private. */
  letters: { letter: Letter; signed: number | null }[];
  bills: Bill[];
  exhibits: Exhibit[];
  /** Where the campaign's page is. */
  url: string;
}

/** A campaign on a page or two: background, precedents, the ask, exhibits; each fact with its source. */
export function briefPaper(campaign: Campaign, parts: BriefParts): Paper {
  const { letters, bills, exhibits, url } = parts;
  const sent = letters.filter(({ letter }) => letter.state === 'sent').slice(0, MOST.letters);
  const current = letters.filter(({ letter }) => letter.state === 'circulating' || letter.state === 'closed');
  return {
    title: printable(campaign.title),
    author: printable(campaign.sponsor),
    at: campaign.publishedAt ?? campaign.createdAt,
    mark: '',
    running: [printable(campaign.title)],
    blocks: [
      title(campaign.title),
      paragraph(`A brief by ${campaign.sponsor}`, 'tag'),
      ...section('Background', proseOf(campaign.summary).map(lowered)),
      ...section('Letters open now', listOf(current.map(({ letter, signed }) => letterLine(letter, signed)))),
      ...section(
        'Precedents',
        listOf([
          ...sent.map(({ letter, signed }) => letterLine(letter, signed)),
          ...bills.slice(0, MOST.bills).map(billLine),
        ]),
      ),
      ...section('The ask', proseOf(campaign.ask).map(lowered)),
      ...section('Exhibits', exhibits.slice(0, MOST.exhibits).flatMap(exhibitBlocks)),
      { kind: 'rule' },
      paragraph(
        [
          ...plain(
            `${campaign.sponsor}, ${campaign.sponsorAddress.replace(/\s*\n\s*/g, ', ')}, ${campaign.sponsorContact}. More, with every source: `,
          ),
          { text: url, href: url },
        ],
        'small',
      ),
    ],
  };
}

const section = (name: string, blocks: Block[]): Block[] => (blocks.length > 0 ? [heading(name), ...blocks] : []);

/** A heading of a text stands below those of the brief. */
const lowered = (block: Block): Block =>
  block.kind === 'heading' ? { ...block, level: block.level === 1 ? 2 : 3 } : block;

const listOf = (lines: Run[][]): Block[] =>
  lines.length > 0 ? [{ kind: 'list', ordered: false, start: 1, items: lines.map((runs) => [paragraph(runs)]) }] : [];

function letterLine(letter: Letter, signed: number | null): Run[] {
  const to = listed(letter.addressees.map(({ name, title }) => name || title));
  const when =
    letter.sentDay !== null
      ? `sent ${dayInWords(letter.sentDay)}`
      : letter.state === 'circulating' && letter.deadline
        ? `open until ${momentInWords(letter.deadline, letter.timeZone)}`
        : '';
  const { reportedTotal, reportedSource } = letter;
  // Beside a total that a source states, what is counted here is those that are known by name.
  const counted = signed ? `${plural(signed, 'legislator')} ${reportedTotal === null ? 'signed' : 'named here'}` : '';
  const reported = reportedTotal === null ? '' : `${grouped(reportedTotal)} signers reported (${reportedSource ?? ''})`;
  const about = [to && `to ${to}`, when, counted, reported].filter(Boolean).join('; ');
  return [{ text: printable(letter.title), bold: true }, ...plain(about ? `: ${about}.` : '.')];
}

function billLine(bill: Bill): Run[] {
  const sponsors = activeSponsors(bill).length;
  const about = [
    bill.number === null ? '' : bill.title,
    bill.introduced && `introduced ${dayInWords(bill.introduced)}`,
    sponsors > 0 && plural(sponsors, 'sponsor', 'sponsors and cosponsors'),
    bill.source && `source: ${bill.source}`,
  ];
  return [{ text: printable(billLabel(bill)), bold: true }, ...plain(`: ${about.filter(Boolean).join('; ')}.`)];
}

function exhibitBlocks({ title: name, note, columns, rows }: Exhibit): Block[] {
  const more = rows.length - MOST.rows;
  return [
    heading(name, 2),
    {
      kind: 'table',
      head: [...columns, 'Source'].map(plain),
      rows: rows
        .slice(0, MOST.rows)
        .map(({ cells, source }) => [...columns.map((_, n) => plain(cells[n] ?? '')), plain(source)]),
    },
    ...(more > 0 ? [paragraph(`${plural(more, 'more row')} on the campaign’s page.`, 'small')] : []),
    ...(note ? [paragraph(note, 'small')] : []),
  ];
}
