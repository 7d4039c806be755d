/** A signer's own page, behind the link in their mails: how it stands, and all that they may change. */

import { isToReaffirm, reaffirmUrl } from '../affirmations/affirmations.ts';
import type { Problem } from '../basics/errors.ts';
import { grouped, listed } from '../basics/text.ts';
import { momentInWords } from '../basics/time.ts';
import type { World } from '../basics/world.ts';
import { imprintOf } from '../campaigns/campaigns.ts';
import { isOpen, lastSubstantive } from '../letters/letters.ts';
import {
  boardUrl,
  deliveryWords,
  districtInWords,
  findReceiptsOf,
  nowhere,
  receiptsUrl,
  writeUrl,
} from '../messages/messages.ts';
import {
  consents,
  countConfirmed,
  isAbroad,
  isConfirmable,
  placesToChoose,
  removedReasons,
  type Signature,
  type Signed,
} from '../signatures/signatures.ts';
import { addressed } from '../variants/variants.ts';
import { fieldsFor, type Typed } from '../web/forms.ts';
import { displayChoices } from './formPage.ts';
import { confirmRule, nameWords, placeWords } from './words.ts';
import { askedOf, findPlan } from './writing.ts';

const notes: Record<string, string> = {
  display: 'Saved: how your name is shown.',
  place: 'Saved: where you are counted.',
  consents: 'Saved: what you agreed to.',
  withdrawn: 'Your name is off the letter.',
  signed: 'Your name is under the letter again.',
};

export interface OwnParts {
  token: string;
  signed: Signed;
  note: string;
  failed?: { problems: Problem[]; typed: Typed } | undefined;
}

export async function ownPage(world: World, { token, signed, note, failed }: OwnParts) {
  const { signature, letter, campaign } = signed;
  const now = world.now();
  const open = isOpen(letter, now);
  const confirmed = signature.state === 'confirmed';
  const number = confirmed && letter.showSignatures !== 'private' ? await countConfirmed(world.db, letter.id) : 0;
  const earlier = confirmed && signature.version < (await lastSubstantive(world.db, letter.id));
  const toReaffirm = earlier && (await isToReaffirm(world.db, signed));
  const standing = earlier ? earlierStanding(toReaffirm) : standingOf(signed, now);
  const choices = await placesToChoose(world.db, signature);
  const { email } = signature;
  const messages = email === null ? null : await findReceiptsOf(world, world.db, letter.id, email);
  const at = `/my/${token}`;
  const letterUrl = `/letters/${letter.slug}`;
  const stands = confirmed || signature.state === 'waiting' || signature.state === 'held';
  return {
    view: 'signing/own',
    title: `Your signature: ${letter.title}`,
    imprint: imprintOf(campaign),
    example: campaign.example,
    note: notes[note] ?? null,
    problems: failed?.problems ?? [],
    letterTitle: letter.title,
    letterUrl,
    ...standing,
    heading: note === 'confirmed' && number > 0 && !earlier ? `You are signer ${grouped(number)}` : standing.heading,
    steps: stepsOf(signature, earlier),
    reaffirmUrl: toReaffirm ? reaffirmUrl(letter, token) : '',
    confirmUrl: isConfirmable(signed, now) ? `${letterUrl}/confirm?token=${token}` : '',
    signAction: signature.state === 'withdrawn' && open ? `${at}/sign` : '',
    next: stands ? await nextOf(world, signed, open, messages) : null,
    share: stands && letter.state === 'circulating' ? shareOf(world, signed) : null,
    written: writtenOf(signed, messages),
    facts: [
      ...nameWords(signature, campaign.moderatesNames && !signature.shownAs),
      { label: 'Counted in', value: placeWords(signature) },
      { label: 'E-mail address', value: signature.email ?? '' },
    ],
    mayChange: stands || signature.state === 'pending',
    displayAction: `${at}/display`,
    displays: displayChoices(signature.display),
    isOrganization: signature.kind === 'organization',
    moderated: campaign.moderatesNames,
    placeAction: `${at}/place`,
    place: isAbroad(signature)
      ? null
      : {
          open: signature.homeDistrict === null || Boolean(failed),
          asks: signature.homeDistrict === null && choices.length > 0,
          chosen: signature.homeDistrict === null ? '' : `${signature.homeState}-${signature.homeDistrict}`,
          choices: choices.map((place) => ({
            value: `${place.state}-${place.district}`,
            label: districtInWords(place),
          })),
          fields: fieldsFor(
            {
              zip: {
                label: 'ZIP code',
                value: signature.zip ?? '',
                autocomplete: 'postal-code',
                inputmode: 'numeric',
              },
            },
            failed,
          ),
        },
    consentsAction: `${at}/consents`,
    consents: fieldsFor({
      updates: { label: consents.updates, kind: 'checkbox', value: signature.updates ? 'yes' : '' },
      share: { label: consents.share, kind: 'checkbox', value: signature.share ? 'yes' : '' },
    }),
    withdrawAction: stands || signature.state === 'pending' ? `${at}/withdraw` : '',
    withdrawWords: open
      ? 'Your name leaves the letter and its numbers at once. You can sign again until it closes.'
      : 'Your name leaves the letter and its numbers at once. The letter is closed, so you cannot sign it again.',
    eraseAction: `${at}/erase`,
    eraseWords: eraseWords(signed, open),
    disownAction: signature.state === 'removed' ? '' : `${at}/disown`,
    sponsor: campaign.sponsor,
    contact: campaign.sponsorContact,
  };
}

interface Standing {
  heading: string;
  lede: string;
}

/** How a signature stands, to whoever holds its link: they have its mailbox. */
function standingOf(signed: Signed, now: Date): Standing {
  const { signature, letter, campaign } = signed;
  switch (signature.state) {
    case 'pending':
      return isConfirmable(signed, now)
        ? {
            heading: 'One step is left',
            lede: `Your name counts once you confirm it. ${confirmRule(letter, now)}`.trim(),
          }
        : { heading: 'Not confirmed in time', lede: 'The letter closed first, so your name is not counted.' };
    case 'confirmed':
      return {
        heading: signature.kind === 'organization' ? 'Your organization has signed' : 'You have signed',
        lede:
          campaign.moderatesNames && signature.display !== 'anonymous' && !signature.shownAs
            ? 'Your signature is counted. Your name is shown once the campaign has looked at it.'
            : 'Your signature is counted.',
      };
    case 'waiting':
      return {
        heading: 'Confirmed: the campaign looks at it',
        lede: 'The signature of an organization counts once the campaign has approved it. Nothing is left for you to do.',
      };
    case 'held':
      return {
        heading:
          signature.reason === 'third' ? 'Confirmed: the campaign looks at it' : 'Received: the campaign looks at it',
        lede: 'It counts once somebody of the campaign has looked at it. Nothing is left for you to do.',
      };
    case 'withdrawn':
      return { heading: 'You took your name back', lede: 'It is not counted and not shown.' };
    case 'removed':
      return {
        heading: 'The campaign removed this signature',
        lede: `It is not counted and not shown: ${removedReasons[signature.reason as keyof typeof removedReasons] ?? removedReasons.other}. If that is a mistake, write to the campaign.`,
      };
    default:
      return { heading: 'This signature has ended', lede: 'It is not counted and not shown.' };
  }
}

/** A confirmed signature of a text that has changed in substance since. */
const earlierStanding = (toReaffirm: boolean): Standing => ({
  heading: 'Given to an earlier text',
  lede: toReaffirm
    ? 'Your signature is not counted now. It counts again once you say that you stand by the text as it is.'
    : 'Your signature is not counted under the text as it is now.',
});

/** Received, confirmed, counted: which are done. None for a signature that has ended. */
function stepsOf({ state, reason }: Pick<Signature, 'state' | 'reason'>, earlier: boolean) {
  const done =
    { pending: 1, held: reason === 'third' ? 2 : 1, waiting: 2, confirmed: earlier ? 2 : 3 }[state as string] ?? 0;
  if (done === 0) return [];
  return ['Received', 'Confirmed', earlier ? 'Given again' : 'Counted'].map((label, index) => ({
    label,
    done: index < done,
    words: index < done ? 'done' : index === done ? 'next' : 'later',
    current: index === done - 1,
  }));
}

/** Whom to write to next, and with which words. */
async function nextOf(world: World, signed: Signed, open: boolean, found: Awaited<ReturnType<typeof findReceiptsOf>>) {
  const { letter } = signed;
  if (!open || letter.openToBodies.length === 0) return null;
  // With the token of the address that they confirmed, they are asked nothing by mail again.
  const asked = { ...askedOf(signed), my: found?.token ?? '' };
  const plan = await findPlan(world, signed);
  const reach = plan?.reach;
  const isDone = (legislator: string, ask: string) =>
    found?.receipts.some(
      ({ message }) => message.legislator === legislator && message.ask === ask && message.state === 'reported',
    ) ?? false;
  const others = reach?.others.filter(({ legislator, ask }) => !isDone(legislator.key, ask)) ?? [];
  return {
    url: boardUrl(letter, asked),
    carried: listed(reach?.carried.map(({ legislator }) => addressed(legislator)) ?? []),
    // Name and words are personal, so they go along in a form and not in an address.
    takes: { ...asked, name: signed.signature.name ?? '', email: signed.signature.email ?? '', own: plan?.words ?? '' },
    others: others.map(({ legislator, ask }) => ({
      label: ask === 'thanks' ? `Thank ${addressed(legislator)}` : `Write to ${addressed(legislator)}`,
      action: writeUrl(letter, legislator.key, nowhere),
    })),
  };
}

/** What became of the signer's messages, in brief; null for who has written none. */
function writtenOf({ letter }: Signed, found: Awaited<ReturnType<typeof findReceiptsOf>>) {
  if (!found || found.receipts.length === 0) return null;
  return {
    url: receiptsUrl(found.token),
    lines: found.receipts.map(({ message, legislator }) => ({
      to: addressed(legislator),
      state: message.state,
      became: deliveryWords[message.state],
      at: momentInWords(message.changedAt, letter.timeZone),
    })),
  };
}

/** The letter's own address, to be passed on; nothing of another site is needed for that. */
function shareOf({ settings }: World, { letter }: Signed) {
  const url = `${settings.baseUrl}/letters/${letter.slug}`;
  const body = `I have signed this letter. Please read it, and sign it too if you agree:\n\n${letter.title}\n${url}`;
  return { url, mailto: `mailto:?${mailtoQuery({ subject: letter.title, body })}` };
}

const mailtoQuery = (fields: Record<string, string>): string =>
  Object.entries(fields)
    .map(([name, value]) => `${name}=${encodeURIComponent(value.replaceAll('\n', '\r\n'))}`)
    .join('&');

function eraseWords({ signature }: Signed, open: boolean): string {
  if (signature.state === 'confirmed' && !open)
    return 'The letter is closed. Your name, your addresses and all that you typed are forgotten, your name is no longer shown, and one anonymous signature stays in the count.';
  if (signature.state === 'withdrawn' || signature.state === 'removed')
    return 'Your name, your addresses and all that you typed are forgotten.';
  return 'Your name leaves the letter and its numbers, and your name, your addresses and all that you typed are forgotten.';
}

/** What is said when nothing is left to show. */
const ends = {
  disowned: {
    heading: 'Thank you for telling us',
    lede: 'The signature is void, what was typed is forgotten, and the organizers of the letter know that somebody used your address.',
  },
  erased: {
    heading: 'It is forgotten',
    lede: 'Your name, your addresses and what you typed are no longer kept with this signature.',
  },
};

export const endPage = (end: keyof typeof ends) => ({ view: 'signing/end', title: ends[end].heading, ...ends[end] });
