/** The record of a letter: what a reporter can cite, every fact at an address of its own. */
import { grouped, listed, plural } from '../basics/text.ts';
import { dayInWords, momentInWords, momentsDay } from '../basics/time.ts';
import { type Campaign, imprintOf } from '../campaigns/campaigns.ts';
import { deliveredInWords, type Erratum, webAddress } from '../closing/closing.ts';
import { type SigningStep, type Stand, seatOf } from '../cosigners/cosigners.ts';
import { groupBy } from '../legislators/lists.ts';
import { type Letter, stateInWords } from '../letters/letters.ts';
import type { Tally } from '../tallies/shape.ts';
import type { Page } from '../web/render.ts';
import { changesIn, type Told } from './changes.ts';

export interface RecordParts {
  letter: Letter;
  campaign: Campaign;
  /** Who signed, in the letter's order; empty where names are not shown. */
  signers: Stand[];
  told: Told;
  errata: Erratum[];
  tally: Tally;
  /** Names of the bodies, by key. */
  bodies: ReadonlyMap<string, string>;
  baseUrl: string;
  now: Date;
}

export function recordPage(parts: RecordParts) {
  const { letter, campaign, signers, told, errata, baseUrl, now } = parts;
  const url = `/letters/${letter.slug}`;
  const names = letter.showCosigners !== 'count';
  const steps = groupBy(told.steps, (step) => step.stand.key);
  const signing = new Set(signers.map(({ key }) => key));
  const withdrew = [...steps.values()].filter((of) => of.at(-1)?.kind === 'withdrew' && !signing.has(keyOf(of)));
  const rowOf = (stand: Stand) => personOf(stand, steps.get(stand.key) ?? [], told);
  const asOf = momentInWords(now, letter.timeZone);
  return {
    view: 'changes/record',
    title: `Record: ${letter.title}`,
    description: `Who signed “${letter.title}” and when, who withdrew, its versions, and what was answered.`,
    imprint: imprintOf(campaign),
    example: campaign.example,
    feed: { title: letter.title, url: `${url}/changes.atom` },
    heading: letter.title,
    letter: { title: letter.title, url },
    campaign: { title: campaign.title, url: `/campaigns/${campaign.slug}` },
    state: letter.state,
    stateWords: stateInWords[letter.state],
    asOf,
    numbers: numbersOf(parts),
    nameless:
      letter.openToBodies.length > 0 && !names ? 'The campaign publishes how many have signed, and not who.' : '',
    signers: signers.map(rowOf),
    reconfirm: told.versions.some(({ number, substantive }) => number > 1 && substantive)
      ? 'Whoever signed a text before its substance changed is listed once their office says yes to the present one.'
      : '',
    withdrew: withdrew.sort(byLastDay).map((of) => rowOf((of[0] as SigningStep).stand)),
    errata: errata.map(({ words, stand }) => ({ words, url: `#withdrew-${stand.key}` })),
    happened: changesIn(letter, told)
      .filter(({ kind }) => happening.has(kind))
      .reverse()
      .map(({ words, at, anchor }) => ({ id: anchor.slice(1), day: momentsDay(at, letter.timeZone), words })),
    versions: told.versions.map(({ number, publishedAt, substantive, reason }) => ({
      id: `version-${number}`,
      label: `Version ${number}`,
      url: `${url}/versions/${number}`,
      day: momentsDay(publishedAt, letter.timeZone),
      words: number === 1 ? 'first published' : substantive ? 'the substance changed' : 'a small correction',
      reason,
      changes: number > 1 ? `${url}/versions/${number}/changes` : '',
    })),
    deliveries: told.deliveries.map((delivery) => ({
      id: `delivered-${delivery.id}`,
      words: deliveredInWords(delivery),
    })),
    replies: told.replies.map(({ id, author, day, summary, source }) => ({
      id: `replied-${id}`,
      author,
      day: dayInWords(day),
      summary,
      source,
      url: webAddress(source),
    })),
    cite: `${campaign.sponsor}, “${letter.title}”, public record as of ${asOf}, ${baseUrl}${url}/record`,
    files: [
      { label: 'The letter, PDF', url: `${url}/letter.pdf` },
      ...(names && signers.length > 0
        ? [
            { label: 'Signers, CSV', url: `/api/v1${url}/cosigners.csv` },
            { label: 'Signers, JSON', url: `/api/v1${url}/cosigners.json` },
          ]
        : []),
      { label: 'Numbers, JSON', url: `/api/v1${url}/tally` },
      { label: 'Changes, JSON', url: `/api/v1${url}/changes` },
      { label: 'Changes, Atom feed', url: `${url}/changes.atom` },
    ],
  } satisfies Page & Record<string, unknown>;
}

/** What has no part of its own on the page. */
const happening = new Set(['published', 'deadline', 'closed', 'reopened', 'sent', 'letter-withdrawn']);

const keyOf = (steps: SigningStep[]): string => steps[0]?.stand.key ?? '';
const lastDay = (steps: SigningStep[]): string => steps.at(-1)?.day ?? '';
const byLastDay = (a: SigningStep[], b: SigningStep[]) =>
  lastDay(a) < lastDay(b) ? -1 : lastDay(a) > lastDay(b) ? 1 : keyOf(a) < keyOf(b) ? -1 : 1;

/** A legislator with each public step; the first of its kind carries the address. */
function personOf(stand: Stand, steps: SigningStep[], { versions, sentAt }: Told) {
  const named = new Set<string>();
  return {
    name: stand.full,
    url: `/legislators/${stand.key}`,
    seat: [stand.title, seatOf(stand), stand.lead && 'lead'].filter(Boolean).join(' · '),
    steps: steps.map(({ kind, day, version, since }, n) => {
      const anchor = `${kind === 'withdrew' ? 'withdrew' : 'signed'}-${stand.key}`;
      const id = named.has(anchor) ? '' : anchor;
      named.add(anchor);
      const which = versions.length > 1 ? `version ${version}, ` : '';
      const again = n > 0 && kind === 'signed' ? 'signed again, ' : 'signed ';
      return {
        id,
        anchor: `#${anchor}`,
        before: kind === 'withdrew' ? 'withdrew ' : `${again}${which}`,
        day: dayInWords(day),
        after: kind === 'withdrew' && sentAt && since > sentAt ? ', after the letter was sent' : '',
      };
    }),
  };
}

/** The numbers at the head, each with its address: what is counted here, and apart what a source reports. */
function numbersOf({ letter, tally, bodies }: RecordParts) {
  const { cosigners, signatures } = tally;
  const numbers: { id: string; count: string; label: string; main: boolean }[] = [];
  if (cosigners && (letter.openToBodies.length > 0 || cosigners.signed > 0)) {
    const by = cosigners.byBody?.map(({ key, count }) => `${grouped(count)} of the ${bodies.get(key) ?? key}`) ?? [];
    const label = cosigners.signed === 1 ? 'legislator signed' : 'legislators signed';
    numbers.push({
      ...{ id: 'legislators', count: grouped(cosigners.signed), main: true },
      label: by.length > 1 ? `${label}: ${listed(by)}` : label,
    });
  }
  if (cosigners?.reported)
    numbers.push({
      ...{ id: 'reported', count: grouped(cosigners.reported.total), main: false },
      label: `signers reported by ${cosigners.reported.source}; not counted here`,
    });
  if (signatures && (letter.openToPublic || signatures.confirmed > 0)) {
    const { confirmed, people, organizations, toReconfirm } = signatures;
    const kinds =
      people && organizations
        ? `: ${listed([plural(people, 'person', 'people'), plural(organizations, 'organization')])}`
        : '';
    const earlier = toReconfirm > 0 ? `; ${grouped(toReconfirm)} more under an earlier text` : '';
    numbers.push({
      ...{ id: 'signatures', count: grouped(confirmed), main: false },
      label: `${confirmed === 1 ? 'signature' : 'signatures'} of the public${kinds}${earlier}`,
    });
  }
  return numbers;
}
