/** A message as the CWC service takes it: XML, its elements in the documented order. */
import { createHash } from 'node:crypto';
import { XMLBuilder } from 'fast-xml-parser';
import type { CwcContent } from '../../db/tables.ts';
import { BILL_TYPES, chamberOf } from './rules.ts';
import type { CwcSettings } from './settings.ts';

/** Who hands the message over. */
export type Agent = Pick<CwcSettings, 'agent' | 'ackEmail' | 'contact'>;

const builder = new XMLBuilder({ processEntities: true, suppressEmptyNode: false });

/** Text as XML 1.0 can hold it: without control characters and halves of characters, line breaks as LF. */
export const xmlText = (text: string): string =>
  text.replace(/\r\n?/g, '\n').replace(/[^\t\n\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, '');

/** The document for a delivery. What is '' or missing is left out. */
export function cwcXml(deliveryId: string, content: CwcContent, { agent, ackEmail, contact }: Agent): string {
  const { constituent: who } = content;
  const document = {
    CWC: {
      CWCVersion: '2.0',
      Delivery: {
        DeliveryId: deliveryId,
        DeliveryDate: content.day.replaceAll('-', ''),
        DeliveryAgent: agent,
        DeliveryAgentAckEmailAddress: ackEmail,
        DeliveryAgentContact: {
          DeliveryAgentContactName: contact.name,
          DeliveryAgentContactEmail: contact.email,
          DeliveryAgentContactPhone: contact.phone,
        },
        Organization: content.organization,
        CampaignId: content.campaignId,
      },
      Recipient: {
        MemberOffice: content.office,
        IsResponseRequested: content.responseWanted ? 'Y' : 'N',
        NewsletterOptIn: 'N',
      },
      Constituent: {
        Prefix: who.prefix,
        FirstName: who.first,
        LastName: who.last,
        Address1: who.street,
        City: who.city,
        StateAbbreviation: who.state,
        Zip: who.zip,
        Phone: who.phone,
        // Nobody has looked whether they live there; the mailbox is proved by the link that they confirmed with.
        AddressValidation: 'N',
        Email: who.email,
        EmailValidation: 'Y',
      },
      Message: {
        Subject: content.subject,
        LibraryOfCongressTopics: { LibraryOfCongressTopic: content.topic },
        Bills: content.bills.length > 0 ? { Bill: content.bills.map((bill) => billOf(bill, content.office)) } : '',
        ProOrCon: content.bills.length > 0 ? { '': '', pro: 'Pro', con: 'Con' }[content.stance] : '',
        OrganizationStatement: content.statement,
        ConstituentMessage: content.own,
      },
    },
  };
  return `<?xml version="1.0" encoding="UTF-8"?>\n${builder.build(said(document))}`;
}

function billOf({ congress, type, number }: CwcContent['bills'][number], office: string) {
  const chamber = chamberOf(office) ?? 'house';
  return {
    BillCongress: String(congress),
    BillTypeAbbreviation: BILL_TYPES[type]?.[chamber] ?? '',
    BillNumber: String(number),
  };
}

type Node = string | Node[] | { [name: string]: Node };

/** A document without its empty elements, every text as XML can hold it. */
function said(node: Node): Node {
  if (typeof node === 'string') return xmlText(node);
  if (Array.isArray(node)) return node.map(said);
  const kept = Object.entries(node).filter(([, value]) => value !== '');
  return Object.fromEntries(kept.map(([name, value]) => [name, said(value)]));
}

/** The same for a message however often it is queued: the service takes one of these names once. */
export const deliveryIdOf = (messageId: string): string =>
  createHash('sha256').update(`cwc delivery ${messageId}`).digest('hex').slice(0, 32);

/** One name for one ask: another letter, bill or stance has another. */
export const campaignIdOf = (of: {
  campaignId: string;
  letterId: string;
  ask: string;
  bills: CwcContent['bills'];
  stance: string;
}): string => {
  const bills = of.bills.map(({ type, number, congress }) => `${type}${number}-${congress}`).sort();
  return createHash('sha256')
    .update(JSON.stringify([of.campaignId, of.letterId, of.ask, bills, of.stance]))
    .digest('hex');
};
