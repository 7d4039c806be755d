/** The desk's page for asking signers of earlier versions: whom, with which mail, and how far it has come. */
import { grouped, plural } from '../basics/text.ts';
import type { Campaign } from '../campaigns/campaigns.ts';
import type { Letter, LetterVersion } from '../letters/letters.ts';
import { takesAffirmations } from './asking.ts';
import type { Progress } from './counting.ts';

const notes: Record<string, string> = {
  started: 'Started. The mails go out little by little, behind those of people who sign now.',
};

export interface DeskParts {
  letter: Letter;
  campaign: Campaign;
  /** The last version that changed the substance. */
  version: LetterVersion | null;
  progress: Progress;
  /** The mail as a signer of the first version would get it. */
  mail: { subject: string; text: string } | null;
  mayAsk: boolean;
  mailerReady: boolean;
  note: string;
}

export function deskPage({ letter, campaign, version, progress, mail, mayAsk, mailerReady, note }: DeskParts) {
  const { state, outstanding, asked, affirmed } = progress;
  // Who was asked and has withdrawn since is among those who were to be asked.
  const total = Math.max(asked, outstanding + affirmed);
  const settled = !takesAffirmations(letter);
  return {
    view: 'affirmations/desk',
    title: `Asking signers again: ${letter.title}`,
    example: campaign.example,
    note: notes[note] ?? null,
    letterTitle: letter.title,
    deskUrl: `/desk/letters/${letter.slug}`,
    action: `/desk/letters/${letter.slug}/re-affirm`,
    lede: ledeOf(progress, version, settled),
    reason: version?.reason ?? '',
    running: state === 'running',
    // Once a round is done, whoever was asked and has not answered is not asked again.
    asks: mayAsk && !settled && state !== 'running' && outstanding > (state === 'done' ? asked - affirmed : 0),
    button:
      state === 'done'
        ? 'Ask those who were not asked yet'
        : `Ask ${outstanding === 1 ? 'the signer' : 'the signers'} by mail`,
    effect:
      state === 'done'
        ? 'Whoever confirmed a signature of an earlier version since is asked. Nobody is asked twice.'
        : `${plural(outstanding, 'signer')} of earlier versions will be asked by mail, each once. Whoever is not reachable any more is left out.`,
    progress:
      state === 'unasked'
        ? null
        : { value: affirmed, most: Math.max(1, total), words: progressWords(total, asked, affirmed) },
    waits: mailerReady ? '' : 'No mail server is set. Asking begins once there is one.',
    mail,
  };
}

const progressWords = (total: number, asked: number, affirmed: number): string =>
  `${grouped(asked)} of ${grouped(total)} asked, ${grouped(affirmed)} re-affirmed.`;

function ledeOf({ outstanding, version }: Progress, changed: LetterVersion | null, settled: boolean): string {
  if (!changed || version <= 1) return 'The substance of this letter has not changed, so nobody need be asked.';
  if (outstanding === 0) return `Every signer has signed version ${version} or a later one: there is nobody to ask.`;
  const who = `${plural(outstanding, 'signer')} signed before version ${version} changed the substance`;
  return settled
    ? `${who}. The letter’s names are settled, so they are not asked any more.`
    : `${who}. They are counted apart, and are not printed under the new text until they re-affirm.`;
}
