import { grouped, plural } from '../basics/text.ts';
import { momentInShort } from '../basics/time.ts';
import { fieldsFor, type Parsed } from '../web/forms.ts';
import type { Page } from '../web/render.ts';
import { domainPressure, letterPressure, networkLimits } from './limits.ts';
import type { ListName } from './patterns.ts';
import type { Rule } from './rules.ts';
import type { SpikeKind } from './spikes.ts';
import type { Spike } from './store.ts';

export type Failed = Extract<Parsed<unknown>, { ok: false }>;

const ZONE = 'America/New_York';

const notes: Record<string, string> = {
  added: 'The rule holds from now on.',
  removed: 'The rule is gone.',
  seen: 'Noted.',
};
const noteOf = (code: string): string | null => notes[code] ?? null;

/** Whose lists a page shows: the site's, or a campaign's. */
export interface Guarded {
  base: string;
  /** The page above, by its name. */
  back: { title: string; url: string };
  /** Null for the site. */
  campaign: { title: string } | null;
}

const listed = (rules: Rule[], list: ListName, base: string) =>
  rules
    .filter((rule) => rule.list === list)
    .toReversed()
    .map(({ id, kind, pattern, note, by, createdAt }) => ({
      pattern,
      kind: kind === 'network' ? 'network' : pattern.startsWith('*') ? 'mail domain' : 'mail address',
      note,
      about: `${by}, ${momentInShort(createdAt, ZONE)}`,
      remove: `${base}/${id}/remove`,
    }));

export function rulesPage(
  { base, back, campaign }: Guarded,
  rules: Rule[],
  { note = '', failed }: { note?: string; failed?: Failed } = {},
) {
  return {
    view: 'protection/rules',
    title: campaign ? `Protection of ${campaign.title}` : 'Protection of the site',
    width: 'wide' as const,
    note: noteOf(note),
    problems: failed?.problems ?? [],
    base,
    back,
    where: campaign ? 'in the letters of this campaign' : 'in the letters of every campaign',
    first: campaign
      ? 'What the whole site blocks stays blocked here.'
      : 'What is blocked here stays blocked, whatever a campaign allows.',
    lists: [
      {
        heading: 'Blocked',
        words: 'Their signatures are held for a look, and nobody is told.',
        empty: 'Nobody is blocked.',
        rules: listed(rules, 'block', base),
      },
      {
        heading: 'Allowed',
        words:
          'Taken at their word: not suspected, and asked for no challenge. An allowed network has no limit either.',
        empty: 'Nobody is on this list.',
        rules: listed(rules, 'allow', base),
      },
    ],
    fields: fieldsFor(
      {
        pattern: {
          label: 'Whom',
          required: true,
          hint: 'ana@mail.example, a whole domain *@mail.example, all below one *.mail.example; or a network: 192.0.2.7, 192.0.2.0/24, 2001:db8::/48.',
        },
        list: {
          label: 'What to do',
          kind: 'select',
          required: true,
          value: 'block',
          options: [
            { value: 'block', label: 'Block' },
            { value: 'allow', label: 'Allow' },
          ],
        },
        note: { label: 'Why', hint: 'For your colleagues. The public does not see this.' },
      },
      failed,
    ),
  } satisfies Page & Record<string, unknown>;
}

const kindWords: Record<SpikeKind, string> = { network: 'network', domain: 'mail domain', district: 'district' };

const HOUR_MS = 3_600_000;

/** What a letter's spikes say; `asking` is whether visitors are asked for a challenge at this moment. */
export function spikesPage(
  letter: { slug: string; title: string; timeZone: string },
  campaign: { title: string; slug: string },
  { spikes, asking, protects }: { spikes: Spike[]; asking: boolean; protects: boolean },
  note = '',
) {
  const base = `/desk/letters/${letter.slug}`;
  const removal = ({ kind, key, hour }: Spike): string => {
    const until = new Date(new Date(hour).getTime() + HOUR_MS).toISOString();
    return `${base}/signatures/remove?${new URLSearchParams({ [kind]: key, from: hour, until })}`;
  };
  const row = (spike: Spike) => ({
    place: spike.key,
    kind: kindWords[spike.kind],
    count: plural(spike.count, 'signature'),
    when: `in the hour from ${momentInShort(new Date(spike.hour), letter.timeZone)}`,
    seen: spike.seenBy ? `seen by ${spike.seenBy}` : '',
    look: removal(spike),
    about: `${spike.key}, ${momentInShort(new Date(spike.hour), letter.timeZone)}`,
    fields: { kind: spike.kind, key: spike.key, hour: spike.hour },
  });
  const [burst, sustained] = networkLimits;
  return {
    view: 'protection/spikes',
    title: `Unusual rushes: ${letter.title}`,
    width: 'wide' as const,
    note: noteOf(note),
    back: { title: letter.title, url: base },
    see: `${base}/protection/seen`,
    unseen: spikes.filter(({ seenBy }) => !seenBy).map(row),
    seen: spikes.filter(({ seenBy }) => seenBy).map(row),
    lists: `/desk/campaigns/${campaign.slug}/protection`,
    state: !protects
      ? 'Protection is switched off on this site (SIGNING_PROTECTION), for load tests.'
      : asking
        ? 'The challenge is on: so many sign now that each form takes a visitor’s machine a second of work. Names that come without it are held for a look.'
        : 'The challenge is off: signing is as calm as it should be.',
    limits: [
      `From one network (a household, an office): ${burst.most} in ${burst.seconds / 60} minutes, ${sustained.most} in an hour. Then visitors are asked to wait.`,
      `For this letter: from ${grouped(letterPressure.most)} in a minute on, the challenge is on.`,
      `From one mail domain: from ${domainPressure.most} in ${domainPressure.seconds / 60} minutes on, for that domain. Large providers such as gmail.com are exempt.`,
    ],
  } satisfies Page & Record<string, unknown>;
}
