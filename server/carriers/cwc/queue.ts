/** Messages that wait for the service: each is queued once, and may be taken back while it waits. */
import { Invalid, Refused } from '../../basics/errors.ts';
import { tidy } from '../../basics/text.ts';
import { dayInWashington } from '../../basics/time.ts';
import type { World } from '../../basics/world.ts';
import { listBills, numberOf } from '../../bills/bills.ts';
import type { Campaign } from '../../campaigns/campaigns.ts';
import type { Tx } from '../../db/database.ts';
import type { Ask, CwcContent, DeliveryDetails } from '../../db/tables.ts';
import type { LegislatorRow } from '../../legislators/legislators.ts';
import type { Letter } from '../../letters/letters.ts';
import { campaignIdOf, cwcXml, deliveryIdOf } from './message.ts';
import { cleaned, cwcProblems, hasTopic } from './offering.ts';
import { officeCode } from './office.ts';
import { chamberOf } from './rules.ts';
import * as store from './store.ts';
import { validateCwc } from './validating.ts';

export interface NewDelivery {
  messageId: string;
  legislator: LegislatorRow;
  letter: Letter;
  campaign: Campaign;
  ask: Ask;
  details: DeliveryDetails;
  email: string;
  subject: string;
  /** The campaign's words where the writer left them as they are, else ''. */
  statement: string;
  /** The writer's own words, and the request where they changed it. The name and address are not part of it. */
  own: string;
  responseWanted: boolean;
}

/**
 * Queues a message for its legislator's office; false when it was queued before. Throws Refused('not-by-cwc') where the
 * service cannot take it at all, and Invalid for what `cwcProblems` names.
 */
export async function queueCwc(tx: Tx, world: Pick<World, 'now' | 'settings'>, of: NewDelivery): Promise<boolean> {
  const { messageId, legislator, letter, campaign, ask, responseWanted } = of;
  const { email, subject, statement, own, ...details } = cleaned({
    ...of.details,
    ...{ email: of.email, subject: of.subject, statement: of.statement, own: of.own },
  });
  const office = officeCode(legislator);
  const chamber = office && chamberOf(office);
  if (!office || !chamber || !world.settings.cwc?.[chamber] || !hasTopic(letter) || campaign.example)
    throw new Refused('not-by-cwc', 'This office is reached by its own form or by phone.');
  const problems = cwcProblems({ ...details, email, subject, statement, own }, legislator);
  if (problems.length > 0) throw new Invalid(problems);
  const bills = (await listBills(tx, letter.bills)).map(numberOf).filter((bill) => bill !== null);
  const sponsor = tidy(campaign.sponsor);
  const content: CwcContent = {
    office,
    day: dayInWashington(world.now()),
    organization: sponsor.length >= 3 ? sponsor : '',
    campaignId: campaignIdOf({ campaignId: campaign.id, letterId: letter.id, ask, bills, stance: letter.stance }),
    constituent: { ...details, email },
    ...{ subject, topic: letter.topic, bills, stance: letter.stance, statement, own },
    responseWanted,
  };
  const broken = validateCwc(cwcXml(deliveryIdOf(messageId), content, world.settings.cwc));
  if (broken.length > 0) throw new Invalid(broken);
  return store.add(tx, {
    ...{ id: deliveryIdOf(messageId), messageId, chamber, office, content },
    ...{ state: 'waiting', attempts: 0, dueAt: world.now(), problem: null, createdAt: world.now(), endedAt: null },
  });
}

/** Takes back the delivery of a message; false when there is none that waits. */
export const cancelCwc = (tx: Tx, messageId: string): Promise<boolean> => store.removeWaiting(tx, messageId);
