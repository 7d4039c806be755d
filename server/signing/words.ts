import { momentInWords } from '../basics/time.ts';
import { findState } from '../districts/districts.ts';
import type { Letter } from '../letters/letters.ts';
import { districtInWords } from '../messages/messages.ts';
import { confirmableUntil, GRACE_HOURS, isAbroad, type Signature, shownOf } from '../signatures/signatures.ts';

/** So long before a letter closes, and after it did, its rule for late confirmations is told. */
const NEAR_MS = 7 * 86_400_000;

/** Until when a signature can be confirmed, in words; '' while the end is far away. */
export function confirmRule(letter: Letter, now: Date): string {
  const end = letter.closedAt ?? letter.deadline;
  const until = confirmableUntil({ letter });
  const ends = letter.state === 'circulating' || letter.state === 'closed';
  if (!ends || !end || !until || end.getTime() - now.getTime() > NEAR_MS || until < now) return '';
  const [closes, last] = [end, until].map((moment) => momentInWords(moment, letter.timeZone));
  return end > now
    ? `The letter closes on ${closes}. A name given before then can still be confirmed for ${GRACE_HOURS} hours, until ${last}.`
    : `The letter closed on ${closes}. A name given before then can be confirmed until ${last}.`;
}

/** How the name will stand under the letter, and what it is given for. */
export function nameWords(
  signature: Pick<Signature, 'kind' | 'name' | 'organization' | 'title' | 'website' | 'display'>,
  moderated: boolean,
): { label: string; value: string }[] {
  const { kind, name, organization, title, website, display } = signature;
  const shown = shownOf(signature).shownAs;
  const seen = moderated && shown ? ', once the campaign has looked at it' : '';
  const affiliation = [title, organization].filter(Boolean).join(', ');
  return [
    ...(kind === 'organization'
      ? [
          { label: 'Organization', value: organization ?? '' },
          { label: 'Signed for it by', value: [name, title].filter(Boolean).join(', ') },
          ...(website ? [{ label: 'Website', value: website }] : []),
        ]
      : [
          { label: 'Name', value: name ?? '' },
          ...(affiliation ? [{ label: 'With it, for identification only', value: affiliation }] : []),
        ]),
    { label: 'Shown as', value: shown && display !== 'anonymous' ? `${shown}${seen}` : 'counted without a name' },
  ];
}

/** Where a signature is counted. */
export function placeWords({
  zip,
  country,
  homeState,
  homeDistrict,
}: Pick<Signature, 'zip' | 'country' | 'homeState' | 'homeDistrict'>): string {
  if (isAbroad({ country })) return `abroad (${country})`;
  if (homeState && homeDistrict !== null) return districtInWords({ state: homeState, district: Number(homeDistrict) });
  const state = homeState && findState(homeState)?.name;
  if (state) return `${state}; the ZIP code ${zip ?? ''} does not tell the district`;
  return zip
    ? `the whole country; the ZIP code ${zip} does not tell the state`
    : 'the whole country; no ZIP code was given';
}
