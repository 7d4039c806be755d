/** Checks a CWC message as it would be sent, knowing nothing of what wrote it: each rule of the documented table. */
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import type { Problem } from '../../basics/errors.ts';
import { isDay } from '../../basics/time.ts';
import { TOPICS } from '../../letters/letters.ts';
import {
  BILL_TYPES,
  type Chamber,
  CONTACT_NAME,
  chamberOf,
  EMAIL,
  LINE,
  PHONE,
  PREFIXES,
  STATES,
  SUBJECT,
  TEXT,
  ZIP,
} from './rules.ts';

/** What is wrong with a text, or null. */
type Check = (text: string, chamber: Chamber | null) => string | null;

interface Rule {
  name: string;
  required?: boolean;
  /** Whether it may stand several times, one after the other. */
  many?: boolean;
  /** Of an element that holds text. */
  text?: Check;
  /** Of one that holds others, in this order. */
  holds?: Rule[];
}

interface Element {
  name: string;
  text: string;
  elements: Element[];
}

const is =
  (form: RegExp, what: string): Check =>
  (text) =>
    form.test(text) ? null : `is to be ${what}`;
const among =
  (words: readonly string[], what: string): Check =>
  (text) =>
    words.includes(text) ? null : `is to be one of ${what}`;
const sized =
  (least: number, most = Number.POSITIVE_INFINITY): Check =>
  (text) => {
    const { length } = [...text.trim()];
    if (length < least) return `has ${length} characters where ${least} are the least`;
    return text.length > most ? `has more than ${most} characters` : null;
  };

const some = sized(1);
const email = is(EMAIL, 'an e-mail address');
const phone = is(PHONE, 'a number such as 202-555-0100');
const yesNo = is(/^[YN]$/i, 'Y or N');
const aDate: Check = (text) =>
  isDay(text.replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3')) && /^\d{8}$/.test(text) ? null : 'is to be YYYYMMDD';
const office: Check = (text, chamber) =>
  chamber ? null : `is no code of an office such as HOH07 or SCA03${text ? '' : ', but empty'}`;
const billType: Check = (text, chamber) =>
  Object.values(BILL_TYPES).some((forms) => (chamber ? forms[chamber] === text : false))
    ? null
    : 'is no kind of bill as this chamber writes it';

const must = (name: string, of: Check | Rule[]): Rule => ({ ...may(name, of), required: true });
const may = (name: string, of: Check | Rule[]): Rule =>
  typeof of === 'function' ? { name, text: of } : { name, holds: of };

const contact = (name: string, least: number): Rule[] => [
  must(`${name}Name`, sized(least)),
  must(`${name}Email`, email),
  must(`${name}Phone`, phone),
];
const moreInfo = may('MoreInfo', is(/^https?:\/\/\S+$/, 'a web address'));

const table = must('CWC', [
  must('CWCVersion', is(/^2\.0$/, '2.0')),
  must('Delivery', [
    must('DeliveryId', is(/^[a-zA-Z0-9]{32}$/, '32 letters and digits')),
    must('DeliveryDate', aDate),
    must('DeliveryAgent', some),
    must('DeliveryAgentAckEmailAddress', email),
    must('DeliveryAgentContact', contact('DeliveryAgentContact', CONTACT_NAME)),
    may('Organization', sized(3)),
    may('OrganizationContact', contact('OrganizationContact', 2)),
    may('OrganizationAbout', sized(6, 500)),
    must('CampaignId', some),
  ]),
  must('Recipient', [must('MemberOffice', office), may('IsResponseRequested', yesNo), may('NewsletterOptIn', yesNo)]),
  must('Constituent', [
    must('Prefix', among(PREFIXES, PREFIXES.join(' '))),
    must('FirstName', some),
    may('MiddleName', some),
    must('LastName', some),
    may('Suffix', some),
    may('Title', some),
    may('ConstituentOrganization', sized(2)),
    must('Address1', sized(LINE)),
    may('Address2', sized(2)),
    may('Address3', some),
    must('City', sized(LINE)),
    must('StateAbbreviation', among(STATES, 'the 50 states, DC and the five territories')),
    must('Zip', is(ZIP, 'a ZIP code')),
    may('Phone', phone),
    may('AddressValidation', yesNo),
    must('Email', email),
    may('EmailValidation', yesNo),
  ]),
  must('Message', [
    must('Subject', sized(SUBJECT.least, SUBJECT.most)),
    must('LibraryOfCongressTopics', [
      { ...must('LibraryOfCongressTopic', among(TOPICS, 'the 32 topics')), many: true },
    ]),
    may('Bills', [
      {
        ...must('Bill', [
          must('BillCongress', is(/^[1-9]\d{0,2}$/, 'the number of a Congress')),
          must('BillTypeAbbreviation', billType),
          must('BillNumber', is(/^[1-9]\d{0,4}$/, 'a number')),
        ]),
        many: true,
      },
    ]),
    may('ProOrCon', is(/^(pro|con)$/i, 'Pro or Con')),
    // Samples have it here or at the end.
    moreInfo,
    may('OrganizationStatement', sized(TEXT.least, TEXT.most)),
    may('ConstituentMessage', sized(TEXT.least, TEXT.most)),
    moreInfo,
  ]),
]);

/** What of a message the service would not take, by element; none when it may go. */
export function validateCwc(xml: string): Problem[] {
  const whole = XMLValidator.validate(xml);
  if (whole !== true) return [{ path: '', message: `is not well-formed XML: ${whole.err.msg}` }];
  if (/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u.test(xml))
    return [{ path: '', message: 'holds a character that XML 1.0 does not know' }];
  const { text, elements } = elementsIn(parser.parse(xml));
  const [root] = elements;
  if (elements.length !== 1 || root?.name !== 'CWC' || text.trim() !== '')
    return [{ path: '', message: 'is to be one CWC element, without a namespace' }];
  const officeOf = find(root, 'Recipient', 'MemberOffice')?.text ?? '';
  const problems = check(root, table, 'CWC', chamberOf(officeOf));
  const message = find(root, 'Message');
  if (message && !message.elements.some(({ name }) => /^(OrganizationStatement|ConstituentMessage)$/.test(name)))
    problems.push({ path: 'CWC.Message', message: 'has neither OrganizationStatement nor ConstituentMessage' });
  if (message && message.elements.filter(({ name }) => name === 'MoreInfo').length > 1)
    problems.push({ path: 'CWC.Message.MoreInfo', message: 'stands twice' });
  return problems;
}

function check({ text, elements }: Element, rule: Rule, path: string, chamber: Chamber | null): Problem[] {
  if (rule.text) {
    const wrong = elements.length > 0 ? 'is to hold text alone' : rule.text(text, chamber);
    return wrong ? [{ path, message: wrong }] : [];
  }
  const problems: Problem[] = text.trim() === '' ? [] : [{ path, message: 'holds text beside its elements' }];
  let next = 0;
  for (const { name, required, many, ...inner } of rule.holds ?? []) {
    const at = `${path}.${name}`;
    const before = next;
    while (elements[next]?.name === name && (many || next === before))
      problems.push(...check(elements[next++] as Element, { name, ...inner }, at, chamber));
    if (required && next === before) problems.push({ path: at, message: 'is missing here' });
  }
  for (const { name } of elements.slice(next))
    problems.push({ path: `${path}.${name}`, message: 'does not belong here: unknown, twice or out of order' });
  return problems;
}

const find = (element: Element, ...names: string[]): Element | undefined =>
  names.reduce<Element | undefined>((at, name) => at?.elements.find((one) => one.name === name), element);

const parser = new XMLParser({
  preserveOrder: true,
  trimValues: false,
  parseTagValue: false,
  ignoreDeclaration: true,
  ignoreAttributes: false,
});

type Parsed = Record<string, unknown>[];

function elementsIn(nodes: Parsed, name = ''): Element {
  const texts: string[] = [];
  const elements: Element[] = [];
  for (const node of nodes)
    for (const [tag, value] of Object.entries(node))
      if (tag === '#text') texts.push(String(value));
      else if (tag === ':@') texts.push('(attributes)');
      else elements.push(elementsIn(value as Parsed, tag));
  return { name, text: texts.join(''), elements };
}
