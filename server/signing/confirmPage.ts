/** What the link in the mail leads to: the letter, the name, and a button. Opening it changes nothing. */
import { listed, plural } from '../basics/text.ts';
import { momentInWords } from '../basics/time.ts';
import type { World } from '../basics/world.ts';
import { imprintOf } from '../campaigns/campaigns.ts';
import { excerptOf, listVersions, renderMarkdown } from '../letters/letters.ts';
import { districtInWords } from '../messages/messages.ts';
import { confirmableUntil, consents, isConfirmable, placesToChoose, type Signed } from '../signatures/signatures.ts';
import { addressed } from '../variants/variants.ts';
import { confirmRule, nameWords, placeWords } from './words.ts';
import { findPlan, listAlong } from './writing.ts';

/** What a press of the button that could not be done brought: why, and whom was picked. */
export interface Pressed {
  why: string;
  picked: string[];
}

export async function confirmPage(world: World, token: string, signed: Signed, pressed: Pressed | null = null) {
  const { signature, letter, campaign } = signed;
  const version = (await listVersions(world.db, letter.id)).find(({ number }) => number === signature.version);
  const text = version?.text ?? letter.text;
  const plan = await findPlan(world, signed);
  const along = plan && (await listAlong(world, signed, plan));
  const choices = signature.homeDistrict === null ? await placesToChoose(world.db, signature) : [];
  const asks = isConfirmable(signed, world.now());
  return {
    view: 'signing/confirm',
    title: `Confirm your name: ${letter.title}`,
    heading: asks ? 'Put your name under this letter?' : 'This letter closed before you confirmed',
    lede: asks ? 'Your name counts once you press the button.' : lateWords(signed, world.now()),
    imprint: imprintOf(campaign),
    example: campaign.example,
    asks,
    changed: pressed?.why ?? '',
    token,
    action: `/letters/${letter.slug}/confirm`,
    disownAction: `/my/${token}/disown`,
    letterTitle: letter.title,
    letterUrl: `/letters/${letter.slug}`,
    sponsor: campaign.sponsor,
    excerpt: excerptOf(text),
    textLabel: letter.version > 1 ? `The text that you signed (version ${signature.version})` : 'The whole letter',
    text: renderMarkdown(text),
    newer:
      signature.version < letter.version
        ? 'The letter has a newer text meanwhile. Your name stands under the text that you signed.'
        : '',
    facts: [
      ...nameWords(signature, campaign.moderatesNames),
      { label: 'Counted in', value: placeWords(signature) },
      {
        label: 'You agreed to',
        value:
          [signature.updates && consents.updates, signature.share && consents.share].filter(Boolean).join(' ') ||
          'nothing besides signing',
      },
      { label: 'Confirmed by', value: signature.email ?? '' },
    ],
    organization:
      signature.kind === 'organization'
        ? 'The signature of an organization counts once the campaign has approved it.'
        : '',
    choices: choices.map((place) => ({
      value: `${place.state}-${place.district}`,
      label: districtInWords(place),
    })),
    plan: plan && {
      seen: along?.seen ?? '',
      texts: (along?.texts ?? []).map(({ to, subject, text }) => ({
        ...{ to, subject },
        paragraphs: text.split('\n\n').map((paragraph) => paragraph.split('\n')),
      })),
      words: plan.words.split('\n').filter(Boolean),
      heading:
        plan.reach.carried.length > 0 || plan.reach.bodies.length > 0
          ? 'Your message goes along'
          : `${plan.words ? 'Your words are' : 'A text is'} ready to take to them`,
      carried: plan.reach.carried.map(({ legislator }) => addressed(legislator)),
      bodies: plan.reach.bodies.map(({ name, members }, index) => ({
        name,
        id: `member-${index}`,
        members: members.map(({ legislator: { key, full } }) => ({
          ...{ key, label: full, picked: pressed?.picked.includes(key) ?? false },
        })),
      })),
      others:
        plan.reach.others.length > 0
          ? othersWords(plan.reach.others.map(({ legislator }) => addressed(legislator)))
          : '',
      undecided: plan.reach.board.choices.length > 0,
    },
    rule: asks ? confirmRule(letter, world.now()) : '',
    forgetDays: plural(world.settings.keepUnconfirmedDays, 'day'),
  };
}

/** For those whom no e-mail goes to from here. */
const othersWords = (names: string[]): string =>
  names.length === 1
    ? `The office of ${names[0]} takes no e-mail from here. The next page has your text ready for its own form.`
    : `The offices of ${listed(names)} take no e-mail from here. The next page has your text ready for their own forms.`;

function lateWords({ letter }: Signed, now: Date): string {
  const until = confirmableUntil({ letter });
  if (letter.state === 'withdrawn') return 'The letter was withdrawn, so it takes no more names.';
  if (letter.state === 'sent') return 'The letter has been sent, so it takes no more names.';
  return until && until <= now
    ? `What was signed in time could be confirmed until ${momentInWords(until, letter.timeZone)}. Your name is not counted, and what you typed is forgotten soon.`
    : 'Your name was given after the letter had closed, so it is not counted.';
}

/** For a link that opens nothing: the same for one that was never made and one whose signature was forgotten. */
export const unknownPage = () => ({ view: 'signing/unknown', title: 'This link opens nothing' });
