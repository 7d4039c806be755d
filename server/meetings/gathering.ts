/** All that a meeting with one office about a letter needs to know. */
import { NotFound } from '../basics/errors.ts';
import { dayIn } from '../basics/time.ts';
import { mayAs, type Viewer } from '../basics/viewer.ts';
import type { World } from '../basics/world.ts';
import { type Bill, listBills } from '../bills/bills.ts';
import { type Campaign, findCampaignById } from '../campaigns/campaigns.ts';
import { listReplies, type Reply } from '../closing/closing.ts';
import { findStand, listElsewhere, listSignedFor, type Stand, type StandElsewhere } from '../cosigners/cosigners.ts';
import { findLegislator, type WholeLegislator } from '../legislators/legislators.ts';
import { type Letter, listOfCampaign, listVersions, requireMine } from '../letters/letters.ts';
import { findCounts, listQuotes, type Quote } from '../messages/messages.ts';
import { findPlaceNumbers, listNamed, type NamedRow, type PlaceNumbers } from '../signatures/signatures.ts';
import { type Contact, listContacts, listStaffFor, type StaffContact } from '../whip/whip.ts';
import { type Home, homeOf } from './home.ts';

/** Organizations that are looked through for those of one state. */
const MOST_ORGANIZATIONS = 2000;
const MOST_QUOTES = 6;

export interface Gathered {
  letter: Letter;
  campaign: Campaign;
  legislator: WholeLegislator;
  /** Where they stand, as the viewer may know it. */
  stand: Stand;
  /** The newest published text, or the draft. */
  text: string;
  /** Who signed, in the letter's order. */
  signers: Stand[];
  home: Home | null;
  /** Of their district, or state; null where the place of signers is not known so closely. */
  place: PlaceNumbers | null;
  /** Of the state, where `place` is a district of it. */
  state: PlaceNumbers | null;
  /** Of the state, those of the district first. */
  organizations: NamedRow[];
  messages: Record<string, number>;
  quotes: Quote[];
  bills: Bill[];
  replies: Reply[];
  contacts: Contact[];
  /** Null for who may not know. */
  staff: StaffContact[] | null;
  elsewhere: StandElsewhere[];
  /** In the letter's time zone. */
  today: string;
  now: Date;
}

/**
 * What is known for a meeting with a legislator's office, for the team's staffers and organizers. Throws NotFound for
 * whoever is of no body that the letter is open to, and as `requireMine` does.
 */
export async function gather(
  { db, now: clock }: Pick<World, 'db' | 'now'>,
  viewer: Viewer | null,
  slug: string,
  key: string,
): Promise<Gathered> {
  const letter = await requireMine(db, viewer, slug, 'staffer');
  const campaign = await findCampaignById(db, letter.campaignId);
  const legislator = await findLegislator(db, key);
  const stand = legislator && (await findStand(db, viewer, letter, key));
  if (!campaign || !stand || !letter.openToBodies.includes(legislator.body)) throw new NotFound('legislator');
  const now = clock();
  const home = homeOf(legislator);
  const numbers = (district: string | null) =>
    home ? findPlaceNumbers(db, letter, { state: home.state, district }) : Promise.resolve(null);
  const [versions, counts, organizations, letters] = [
    await listVersions(db, letter.id),
    await findCounts(db, letter.id),
    await listNamed(db, letter, 'organization', MOST_ORGANIZATIONS),
    await listOfCampaign(db, campaign.id, { drafts: mayAs(viewer, campaign.id, 'staffer') }),
  ];
  const here = ({ homeDistrict }: NamedRow) => home?.district !== null && homeDistrict === home?.district;
  return {
    ...{ letter, campaign, legislator, stand, home, now },
    today: dayIn(now, letter.timeZone),
    text: versions.at(-1)?.text ?? letter.text,
    signers: await listSignedFor(db, viewer, letter),
    place: await numbers(home?.district ?? null),
    state: home?.district ? await numbers(null) : null,
    organizations: organizations
      .filter(({ homeState, country }) => home && homeState === home.state && (country ?? 'US') === 'US')
      .sort((a, b) => Number(here(b)) - Number(here(a))),
    messages: Object.fromEntries(
      counts.byLegislator.filter((one) => one.legislator === key).map(({ state, count }) => [state, count]),
    ),
    quotes: await listQuotes(db, letter.id, key, MOST_QUOTES),
    bills: await listBills(db, letter.bills),
    replies: await listReplies(db, letter.id),
    contacts: await listContacts(db, viewer, letter, key),
    staff: await listStaffFor(db, viewer, letter, key),
    elsewhere: await listElsewhere(
      db,
      viewer,
      letters.filter(({ id }) => id !== letter.id),
      key,
    ),
  };
}
