import { grouped, plural } from '../basics/text.ts';
import { momentInShort } from '../basics/time.ts';
import type { CwcStanding } from '../carriers/cwc/cwc.ts';
import type { Counts, Rest, State, Told } from '../mail/status.ts';
import type { Page } from '../web/render.ts';

export interface MailShown {
  ready: boolean;
  counts: Counts;
  /** Where the counts end. */
  most: number;
  rests: Rest[];
  stuck: Told[];
  unsure: Told[];
  bounces: { kind: 'hard' | 'soft' | 'policy' | 'complaint'; status: string; at: Date; mail: string | null }[];
  /** The services of Congress. */
  congress: CwcStanding[];
  now: Date;
  note: string;
}

const ZONE = 'America/New_York';

const stateWords: Record<State, string> = {
  waiting: 'Waiting',
  sending: 'On their way',
  sent: 'Sent',
  failed: 'Failed',
  unsure: 'Unsure',
};

const bounceWords = {
  hard: 'came back: no such mailbox',
  soft: 'came back: the mailbox did not take it',
  policy: 'came back: refused by the receiver’s rules',
  complaint: 'its reader called it spam',
};

const notes: Record<string, string> = { again: 'It is tried again now. The first mails go out within seconds.' };

const kindWords = (kind: string): string => kind.replace(/-/g, ' ');

/** How mail stands: for an admin who is asked where a mail is. It names nobody but receiving domains. */
export function mailPage({ ready, counts, most, rests, stuck, unsure, bounces, congress, now, note }: MailShown): Page {
  const number = (n: number) => (n >= most ? `${grouped(most)} or more` : grouped(n));
  const server = rests.find(({ domain }) => domain === null);
  const waiting = counts.confirmations.waiting + counts.updates.waiting;
  return {
    view: 'desk/mail',
    title: 'Mail',
    width: 'wide',
    note: notes[note] ?? null,
    ...{
      standing: standingOf({ ready, server, waiting, words: number(waiting) }),
      rows: (Object.keys(stateWords) as State[]).map((state) => ({
        words: stateWords[state],
        confirmations: number(counts.confirmations[state]),
        updates: number(counts.updates[state]),
      })),
      rests: rests.map(({ domain, until, failures, problem }) => ({
        domain: domain ?? '',
        name: domain ?? 'The mail server itself',
        words: `${problem}; ${plural(failures, 'time')} in a row`,
        until: momentInShort(until, ZONE),
      })),
      stuck: stuck.map(({ kind, attempts, dueAt, problem }) => ({
        kind: kindWords(kind),
        words: problem ?? 'not taken yet',
        tries: plural(attempts, 'try', 'tries'),
        next: momentInShort(dueAt, ZONE),
      })),
      unsure: unsure.map(({ kind, dueAt, problem }) => ({
        kind: kindWords(kind),
        words: problem ?? '',
        at: momentInShort(dueAt, ZONE),
      })),
      bounces: bounces.map(({ kind, status, at, mail }) => ({
        kind: kindWords(mail ?? 'a mail forgotten since'),
        words: `${bounceWords[kind]}${status && ` (${status})`}`,
        at: momentInShort(at, ZONE),
      })),
      congress: congress.filter(({ set }) => set).map(congressRow),
      updated: momentInShort(now, ZONE),
    },
  } as Page;
}

/** How the service of a chamber of Congress stands. */
function congressRow({ chamber, listedAt, offices, waiting, restsUntil, problem }: CwcStanding) {
  const rest = restsUntil ? `nothing is sent until ${momentInShort(restsUntil, ZONE)}` : '';
  return {
    name: chamber === 'house' ? 'House' : 'Senate',
    waiting: waiting === 0 ? 'nothing waits' : `${plural(waiting, 'message')} waiting`,
    listed: listedAt ? `${plural(offices, 'office')} on the list of ${momentInShort(listedAt, ZONE)}` : 'not read yet',
    words: [problem, rest].filter(Boolean).join('; ') || 'all is well',
  };
}

/** In one sentence, whether there is anything to do. */
function standingOf({
  ready,
  server,
  waiting,
  words,
}: {
  ready: boolean;
  server: Rest | undefined;
  waiting: number;
  words: string;
}): string {
  if (!ready) return 'No mail server is set (SMTP_URL, MAIL_FROM), so mail waits here.';
  if (server)
    return `All mail rests, because the mail server failed several times in a row: ${server.problem}. It is tried again by itself; if a setting was wrong, set it right and restart.`;
  return waiting === 0
    ? 'Nothing waits: all mail has gone out.'
    : `Mail goes out. ${words} ${waiting === 1 ? 'mail waits' : 'mails wait'}.`;
}
