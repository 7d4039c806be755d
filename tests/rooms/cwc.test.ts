/** Messages to offices of Congress: whose office is which, what is written, what is checked, and what a form may hold. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { beforeEach, expect, test } from 'vitest';
import { Invalid, Refused } from '../../server/basics/errors.ts';
import { cwcOpen, cwcProblems, officeCode, queueCwc, sampleFor, validateCwc } from '../../server/carriers/cwc/cwc.ts';
import { campaignIdOf, cwcXml, deliveryIdOf } from '../../server/carriers/cwc/message.ts';
import type { NewDelivery } from '../../server/carriers/cwc/queue.ts';
import { readSettings } from '../../server/config.ts';
import { bills, type CwcContent, cwcDeliveries, letters } from '../../server/db/tables.ts';
import { listServing, listVacancies } from '../../server/legislators/legislators.ts';
import { applyPlan } from '../../server/legislators/load/apply.ts';
import { readBundled } from '../../server/legislators/load/bundled.ts';
import { planRoster } from '../../server/legislators/load/plan.ts';
import { TOPICS } from '../../server/letters/letters.ts';
import { agent, withOffices } from '../support/cwc.ts';
import { aLegislature, type Row } from '../support/invented/legislature.ts';
import { aLetter, type CampaignRow, type LetterRow } from '../support/invented/letters.ts';
import { aWorld, type TestWorld } from '../support/world.ts';

const env = {
  ...agent,
  ...{ CWC_HOUSE_URL: 'https://cwc.example/v2', CWC_HOUSE_KEY: 'a-key' },
  ...{ CWC_SENATE_URL: 'https://scwc.example', CWC_SENATE_KEY: 'another-key' },
};

let world: TestWorld;
let letter: LetterRow;
let campaign: CampaignRow;
beforeEach(async () => {
  world = await aWorld({ env });
  ({ letter, campaign } = await aLetter(world, { topic: 'Environmental Protection', stance: 'pro' }));
});

const details = {
  ...{ prefix: 'Ms.', first: 'Ana', last: 'Rivera', street: '12 Elm St', city: 'Wooster', state: 'OH', zip: '44691' },
  phone: '',
};

const about = (legislator: Row, different: Partial<NewDelivery> = {}): NewDelivery => ({
  messageId: `message to ${legislator.key}`,
  ...{ legislator, letter, campaign, ask: 'request', email: 'ana@mail.example', responseWanted: true },
  details: { ...details, state: legislator.state ?? '' },
  subject: 'Please sign the letter',
  statement: 'I ask you to add your name.',
  own: 'My well is downstream of the plant.',
  ...different,
});

const queue = (of: NewDelivery) => world.db.transaction((tx) => queueCwc(tx, world, of));

/** The documents that wait, by office. */
async function written(): Promise<Map<string, string>> {
  const rows = await world.db.select().from(cwcDeliveries);
  const { cwc } = world.settings;
  if (!cwc) throw new Error('the service is off');
  return new Map(rows.map((row) => [row.office, cwcXml(row.id, row.content as CwcContent, cwc)]));
}

const inElement = (xml: string | undefined, name: string) =>
  new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml ?? '')?.[1];

test('every sitting member of Congress gets a message that the documented rules allow, and nobody gets one for an empty seat', async () => {
  const roster = readBundled(readFileSync('data/legislators.jsonl', 'utf8'), 'data');
  await applyPlan(world, await planRoster(world.db, roster, { acceptDepartures: false, today: '2026-11-22' }));
  await world.db.transaction(async (tx) => {
    const common = { congress: 119, title: 'A bill', introduced: '2025-02-11', summary: '', source: '' };
    await tx.insert(bills).values([
      { ...common, id: 'river bill', number: 'H.Con.Res. 9001', checkedAt: null, checkedFrom: null },
      { ...common, id: 'unnumbered', number: null, congress: null, checkedAt: null, checkedFrom: null },
    ]);
    await tx.update(letters).set({ bills: ['river bill', 'unnumbered'] });
  });
  letter = { ...letter, bills: ['river bill', 'unnumbered'] };
  const members = await listServing(world.db, ['us-senate', 'us-house']);
  expect(members).toHaveLength(537);
  await world.db.transaction(async (tx) => {
    for (const member of members) expect(await queueCwc(tx, world, about(member))).toBe(true);
  });

  const documents = await written();
  expect(documents.size).toBe(537);
  for (const [office, xml] of documents) {
    expect(validateCwc(xml), office).toEqual([]);
    expect(inElement(xml, 'MemberOffice')).toBe(office);
    expect(inElement(xml, 'BillTypeAbbreviation')).toBe(office.startsWith('S') ? 'H.Con.Res' : 'hconres');
  }
  for (const member of members) {
    const code = officeCode(member) ?? '';
    if (member.body === 'us-senate') expect(code).toBe(`S${member.state}0${member.class}`);
    else if (member.state !== 'AS') expect(code).toBe(`H${member.state}${member.district?.padStart(2, '0')}`);
  }
  // Delegates and the resident commissioner have offices like any other member.
  const offices = [...documents.keys()];
  expect(offices).toEqual(
    expect.arrayContaining(['HOH07', 'HAK00', 'HAQ00', 'HDC00', 'HPR00', 'HGU00', 'HVI00', 'HMP00']),
  );
  expect(offices.filter((office) => office.startsWith('S'))).toHaveLength(100);
  const empty = (await listVacancies(world.db, ['us-house', 'us-senate'])).map(
    ({ state, district }) => `H${state}${district?.padStart(2, '0')}`,
  );
  expect(empty).toEqual(['HCA14', 'HFL20', 'HGA13', 'HTX23']);
  expect(offices.filter((office) => empty.includes(office))).toEqual([]);
});

test('only who sits in Congress has an office that the service knows', async () => {
  const { okafor, fjeld, santos, luna, rivera, halloway, ito, bright, park } = await aLegislature(world);
  expect([okafor, fjeld, santos, luna, rivera, halloway].map(officeCode)).toEqual([
    'HOH07',
    'HAK00',
    'HGU00',
    'HPR00',
    'SNM01',
    'SVT03',
  ]);
  expect(officeCode({ ...fjeld, state: 'AS' })).toBe('HAQ00');
  // Who has left, state senators and council members; a seat whose class or district is not known.
  expect([ito, bright, park].map(officeCode)).toEqual([null, null, null]);
  expect(officeCode({ ...rivera, class: null })).toBeNull();
  expect(officeCode({ ...okafor, district: null })).toBeNull();
  for (const legislator of [ito, bright, park])
    await expect(queue(about(legislator))).rejects.toThrow(
      new Refused('not-by-cwc', 'This office is reached by its own form or by phone.'),
    );
  expect(await world.db.$count(cwcDeliveries)).toBe(0);
});

test('the service is offered where it is set, knows the office, and the letter has a topic', async () => {
  const { okafor, rivera, luna, bright } = await aLegislature(world);
  const open = (legislator: Row, of = letter, settings = world.settings) =>
    cwcOpen(world.db, settings, legislator, of, world.now());
  expect(await open(okafor), 'before the offices were listed').toBe(false);
  await withOffices(world, 'HOH07', 'SNM01');
  expect(await open(okafor)).toBe(true);
  expect(await open(rivera)).toBe(true);
  expect(await open(luna), 'an office that is not listed').toBe(false);
  expect(await open(bright)).toBe(false);
  expect(await open(okafor, { ...letter, topic: '' })).toBe(false);
  expect(await open(okafor, { ...letter, topic: 'Rivers' })).toBe(false);
  expect(await open(okafor, letter, readSettings({}))).toBe(false);
  const { CWC_HOUSE_URL: _, CWC_HOUSE_KEY: __, ...senateOnly } = env;
  expect(await open(okafor, letter, readSettings(senateOnly))).toBe(false);
  expect(await open(rivera, letter, readSettings(senateOnly))).toBe(true);
  world.pass({ days: 4 });
  expect(await open(okafor)).toBe(true);
  world.pass({ minutes: 1 });
  expect(await open(okafor), 'a list that could not be read anew').toBe(false);
});

test('a message is queued once, under a name that stays', async () => {
  const { okafor } = await aLegislature(world);
  world.at('2026-11-23T04:59:00Z');
  expect(await queue(about(okafor))).toBe(true);
  expect(await queue(about(okafor, { own: 'Another text of mine.' }))).toBe(false);
  const rows = await world.db.select().from(cwcDeliveries);
  expect(rows).toHaveLength(1);
  expect(rows[0]).toMatchObject({ chamber: 'house', office: 'HOH07', state: 'waiting', attempts: 0 });
  expect(rows[0]?.id).toMatch(/^[a-z0-9]{32}$/);
  expect(rows[0]?.id).toBe(deliveryIdOf('message to O990001'));
  const xml = (await written()).get('HOH07') ?? '';
  expect(inElement(xml, 'DeliveryId')).toBe(rows[0]?.id);
  expect(inElement(xml, 'DeliveryDate'), 'the day in Washington').toBe('20261122');
  expect(inElement(xml, 'OrganizationStatement')).toBe('I ask you to add your name.');
  expect(inElement(xml, 'ConstituentMessage')).toBe('My well is downstream of the plant.');
  expect(inElement(xml, 'EmailValidation')).toBe('Y');
  expect(inElement(xml, 'AddressValidation')).toBe('N');
  expect(inElement(xml, 'IsResponseRequested')).toBe('Y');
  expect(inElement(xml, 'NewsletterOptIn')).toBe('N');
  expect(inElement(xml, 'Organization')).toBe('Rivers Example Committee');
  expect(xml, 'a stance without a bill says nothing').not.toContain('ProOrCon');
  expect(xml).not.toContain('Phone></Phone');
});

test('nothing of an example campaign is queued, nor of a letter without a topic, nor while the service is off', async () => {
  const { okafor } = await aLegislature(world);
  const refused = new Refused('not-by-cwc', 'This office is reached by its own form or by phone.');
  await expect(queue(about(okafor, { campaign: { ...campaign, example: true } }))).rejects.toThrow(refused);
  await expect(queue(about(okafor, { letter: { ...letter, topic: '' } }))).rejects.toThrow(refused);
  world.settings = readSettings({});
  await expect(queue(about(okafor))).rejects.toThrow(refused);
});

test('one ask has one campaign id, and another bill, stance, letter or ask has another', () => {
  const bill = { congress: 119, type: 'hr', number: 9001 };
  const other = { congress: 119, type: 's', number: 12 };
  const ask = { campaignId: 'c', letterId: 'l', ask: 'request', bills: [bill, other], stance: 'pro' };
  const id = campaignIdOf(ask);
  expect(id).toMatch(/^[0-9a-f]{64}$/);
  expect(campaignIdOf({ ...ask, bills: [other, bill] }), 'whatever the order of the bills').toBe(id);
  const others = [
    { ...ask, stance: 'con' },
    { ...ask, stance: '' },
    { ...ask, bills: [bill] },
    { ...ask, bills: [bill, { ...other, congress: 118 }] },
    { ...ask, letterId: 'm' },
    { ...ask, campaignId: 'd' },
    { ...ask, ask: 'thanks' },
  ].map(campaignIdOf);
  expect(new Set([id, ...others]).size).toBe(8);
});

const fields = {
  ...details,
  ...{ email: 'ana@mail.example', subject: 'Please sign', statement: 'I ask you to sign.', own: '' },
};

test.each<[string, Partial<typeof fields>, string[]]>([
  ['all that is needed', {}, []],
  ['own words alone', { statement: '', own: 'Please act.' }, []],
  ['a prefix that the Senate does not take', { prefix: 'Mx.' }, ['prefix']],
  ['no prefix', { prefix: '' }, ['prefix']],
  ['no name', { first: '', last: ' ' }, ['first', 'last']],
  ['a name of characters that nobody sees', { first: '\u0007\u200b' }, ['first']],
  ['a short street', { street: '1' }, ['street']],
  ['a city of two letters', { city: 'Ai' }, ['city']],
  ['no city', { city: '' }, ['city']],
  ['another state', { state: 'NM' }, ['state']],
  ['the military’s post', { state: 'AE' }, ['state']],
  ['a ZIP code with four more', { zip: '44691-1234' }, []],
  ['half a ZIP code', { zip: '4469' }, ['zip']],
  ['a phone', { phone: '202-555-0100' }, []],
  ['a phone in another form', { phone: '(202) 555-0100' }, ['phone']],
  ['an address without a domain', { email: 'ana@mail' }, ['email']],
  ['a short subject', { subject: 'Hello' }, ['subject']],
  ['the shortest subject', { subject: 'Please' }, []],
  ['the longest subject', { subject: 'x'.repeat(500) }, []],
  ['a longer subject', { subject: 'x'.repeat(501) }, ['subject']],
  ['the longest text', { own: 'x'.repeat(10_000) }, []],
  ['a longer text', { own: 'x'.repeat(10_001) }, ['own']],
  ['own words that are too few', { own: 'Hi' }, ['own']],
  ['nothing said', { statement: '', own: ' \n ' }, ['own']],
])('%s', async (_, different, paths) => {
  const found = cwcProblems({ ...fields, ...different }, { state: 'OH' });
  expect(found.map(({ path }) => path)).toEqual(paths);
  // What the form takes, the document's own check takes, and the other way round.
  const { okafor } = await aLegislature(world);
  const { email, subject, statement, own, ...rest } = { ...fields, ...different };
  const queued = queue(about(okafor, { details: rest, email, subject, statement, own }));
  if (paths.length === 0) expect(await queued).toBe(true);
  else await expect(queued).rejects.toThrow(Invalid);
});

/** Text as XML 1.0 can hold it, written another way than in the program. */
function asHeld(text: string): string {
  let held = '';
  for (const one of text.replaceAll('\r\n', '\n').replaceAll('\r', '\n')) {
    const code = one.codePointAt(0) as number;
    const isControl = code < 32 && code !== 9 && code !== 10;
    const isHalf = code >= 0xd800 && code <= 0xdfff;
    if (!isControl && !isHalf && code !== 0xfffe && code !== 0xffff) held += one;
  }
  return held;
}
const unescaped = (text = '') =>
  text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&');

test('whatever somebody types, the document is well-formed and holds their text, and nothing of it becomes an element', () => {
  const { cwc } = world.settings;
  if (!cwc) throw new Error('the service is off');
  const units = fc
    .array(
      fc.oneof(fc.integer({ min: 0, max: 0xffff }), fc.constantFrom(60, 62, 38, 34, 39, 0, 13, 10, 0xd83d, 0xde00)),
      {
        minLength: 1,
        maxLength: 60,
      },
    )
    .map((codes) => String.fromCharCode(...codes));
  const hostile = fc.oneof(
    units,
    fc.constantFrom(
      ']]>',
      '<!--',
      '-->',
      '<![CDATA[',
      '&#0;',
      '&amp;',
      '&lol;',
      '</ConstituentMessage><Zip>',
      '<?xml?>',
    ),
  );
  fc.assert(
    fc.property(fc.array(hostile, { minLength: 1, maxLength: 5 }), (parts) => {
      // A letter at each end: what a form trims is not what is tried here.
      const typed = `Dear ${parts.join(' ')} yours`;
      const content: CwcContent = {
        ...{ office: 'HOH07', day: '2026-11-22', organization: typed, campaignId: 'a', topic: 'Law', bills: [] },
        constituent: { ...details, first: typed, email: 'ana@mail.example' },
        ...{ subject: typed, stance: '', statement: '', own: typed, responseWanted: false },
      };
      const xml = cwcXml('0123456789abcdef0123456789abcdef', content, cwc);
      expect(validateCwc(xml)).toEqual([]);
      for (const name of ['ConstituentMessage', 'Subject', 'FirstName', 'Organization'])
        expect(unescaped(inElement(xml, name))).toBe(asHeld(typed));
    }),
    { numRuns: 1000 },
  );
});

/** Written by hand after the documentation. */
const sound = `<CWC><CWCVersion>2.0</CWCVersion>
<Delivery><DeliveryId>0123456789abcdef0123456789abcdef</DeliveryId><DeliveryDate>20260504</DeliveryDate>
<DeliveryAgent>Example Agent</DeliveryAgent><DeliveryAgentAckEmailAddress>ack@agent.example</DeliveryAgentAckEmailAddress>
<DeliveryAgentContact><DeliveryAgentContactName>Dana Ops</DeliveryAgentContactName><DeliveryAgentContactEmail>ops@agent.example</DeliveryAgentContactEmail><DeliveryAgentContactPhone>202-555-0100</DeliveryAgentContactPhone></DeliveryAgentContact>
<CampaignId>cleanrivers2026pro</CampaignId></Delivery>
<Recipient><MemberOffice>HOH07</MemberOffice><IsResponseRequested>Y</IsResponseRequested><NewsletterOptIn>N</NewsletterOptIn></Recipient>
<Constituent><Prefix>Ms.</Prefix><FirstName>Ana</FirstName><LastName>Rivera</LastName><Address1>12 Elm St</Address1><City>Wooster</City>
<StateAbbreviation>OH</StateAbbreviation><Zip>44691</Zip><Email>ana@mail.example</Email></Constituent>
<Message><Subject>Please cosponsor the river bill</Subject><LibraryOfCongressTopics><LibraryOfCongressTopic>Environmental Protection</LibraryOfCongressTopic></LibraryOfCongressTopics>
<Bills><Bill><BillCongress>119</BillCongress><BillTypeAbbreviation>hr</BillTypeAbbreviation><BillNumber>9001</BillNumber></Bill></Bills>
<ProOrCon>Pro</ProOrCon><ConstituentMessage>My well is downstream of the plant. Please act.</ConstituentMessage></Message></CWC>`;

const instead = (from: string, to: string) => {
  expect(sound).toContain(from);
  return sound.replace(from, to);
};
const senate = (to: string) =>
  instead('HOH07', 'SOH01').replace('<BillTypeAbbreviation>hr<', `<BillTypeAbbreviation>${to}<`);
const message = '<ConstituentMessage>My well is downstream of the plant. Please act.</ConstituentMessage>';

test.each([
  ['as documented', sound],
  ['with a declaration', `<?xml version="1.0" encoding="UTF-8"?>\n${sound}`],
  ['in the Senate', senate('H.R.')],
  ['with the Senate’s odd form', senate('H.Con.Res')],
  ['an amendment', senate('S.Amdt.')],
  ['more info at the end', instead('</Message>', '<MoreInfo>https://letters.example/x</MoreInfo></Message>')],
  ['more info before the texts', instead('<ConstituentM', '<MoreInfo>http://letters.example</MoreInfo><ConstituentM')],
  ['a statement alone', instead(message, '<OrganizationStatement>We ask.</OrganizationStatement>')],
  [
    'both texts, the statement first',
    instead(message, `<OrganizationStatement>We ask.</OrganizationStatement>${message}`),
  ],
  [
    'two topics',
    instead(
      '</LibraryOfCongressTopics>',
      '<LibraryOfCongressTopic>Law</LibraryOfCongressTopic></LibraryOfCongressTopics>',
    ),
  ],
  ['against it, in lower case', instead('>Pro<', '>con<')],
  ['all five prefixes', instead('Ms.', 'Dr.')],
  ['a long ZIP code', instead('44691', '44691-0001')],
  [
    'everything optional',
    instead('<City>', '<Address2>Flat 2</Address2><Address3>x</Address3><City>')
      .replace('<LastName>', '<MiddleName>B</MiddleName><LastName>')
      .replace(
        '<Address1>',
        '<Suffix>Jr.</Suffix><Title>Judge</Title><ConstituentOrganization>Me</ConstituentOrganization><Address1>',
      )
      .replace('<Email>', '<Phone>202-555-0101</Phone><AddressValidation>n</AddressValidation><Email>')
      .replace('</Email></C', '</Email><EmailValidation>Y</EmailValidation></C')
      .replace(
        '<CampaignId>',
        '<Organization>Abc</Organization><OrganizationContact><OrganizationContactName>Al</OrganizationContactName><OrganizationContactEmail>a@b.example</OrganizationContactEmail><OrganizationContactPhone>202-555-0102</OrganizationContactPhone></OrganizationContact><OrganizationAbout>We ask.</OrganizationAbout><CampaignId>',
      ),
  ],
])('the check finds nothing wrong: %s', (_, xml) => {
  expect(validateCwc(xml)).toEqual([]);
});

test.each([
  ['', instead('</CWC>', '')],
  ['', `${sound}${sound}`],
  ['', instead('downstream', 'down\u0007stream')],
  ['', sound.replaceAll('CWC>', 'Cwc>')],
  ['', instead('<CWC>', '<CWC xmlns="urn:x">')],
  ['CWC', instead('<CWCVersion>', 'Hello<CWCVersion>')],
  ['CWC.CWCVersion', instead('2.0', '2.1')],
  ['CWC.CWCVersion', instead('<CWCVersion>2.0</CWCVersion>', '')],
  ['CWC.Delivery.DeliveryId', instead('abcdef0123456789abcdef', 'abcdef-123456789abcdef')],
  ['CWC.Delivery.DeliveryId', instead('0123456789abcdef0123456789abcdef', '0123456789abcdef0123456789abcde')],
  ['CWC.Delivery.DeliveryDate', instead('20260504', '2026-05-04')],
  ['CWC.Delivery.DeliveryDate', instead('20260504', '20260231')],
  ['CWC.Delivery.DeliveryAgent', instead('Example Agent', ' ')],
  ['CWC.Delivery.DeliveryAgentAckEmailAddress', instead('ack@agent.example', 'ack')],
  ['CWC.Delivery.DeliveryAgentContact.DeliveryAgentContactName', instead('Dana Ops', 'Dana ')],
  ['CWC.Delivery.DeliveryAgentContact.DeliveryAgentContactPhone', instead('202-555-0100', '2025550100')],
  ['CWC.Delivery.DeliveryAgentContact.DeliveryAgentContactEmail', instead('ops@agent.example', '')],
  ['CWC.Delivery.Organization', instead('<CampaignId>', '<Organization>Ab</Organization><CampaignId>')],
  ['CWC.Delivery.OrganizationAbout', instead('<CampaignId>', '<OrganizationAbout>We</OrganizationAbout><CampaignId>')],
  ['CWC.Delivery.CampaignId', instead('<CampaignId>cleanrivers2026pro</CampaignId>', '')],
  ['CWC.Delivery.Organization', instead('</Delivery>', '<Organization>Late</Organization></Delivery>')],
  ['CWC.Recipient.MemberOffice', instead('HOH07', 'HOH7')],
  ['CWC.Recipient.MemberOffice', instead('HOH07', 'SOH04')],
  ['CWC.Recipient.MemberOffice', instead('<MemberOffice>HOH07</MemberOffice>', '')],
  ['CWC.Recipient.IsResponseRequested', instead('>Y<', '>Yes<')],
  ['CWC.Recipient.NewsletterOptIn', instead('>N<', '><')],
  ['CWC.Recipient', sound.replace(/<Recipient>.*<\/Recipient>\n/, '')],
  ['CWC.Constituent.Prefix', instead('Ms.', 'Ms')],
  ['CWC.Constituent.Prefix', instead('Ms.', 'Rev.')],
  ['CWC.Constituent.Prefix', instead('<Prefix>Ms.</Prefix>', '')],
  ['CWC.Constituent.FirstName', instead('>Ana<', '><')],
  [
    'CWC.Constituent.Prefix',
    instead('<Prefix>Ms.</Prefix><FirstName>Ana</FirstName>', '<FirstName>Ana</FirstName><Prefix>Ms.</Prefix>'),
  ],
  ['CWC.Constituent.LastName', instead('<LastName>Rivera</LastName>', '')],
  ['CWC.Constituent.Address1', instead('12 Elm St', '12')],
  ['CWC.Constituent.Address2', instead('<City>', '<Address2>2</Address2><City>')],
  ['CWC.Constituent.City', instead('Wooster', 'Ai')],
  ['CWC.Constituent.StateAbbreviation', instead('>OH<', '>AE<')],
  ['CWC.Constituent.StateAbbreviation', instead('>OH<', '>Ohio<')],
  ['CWC.Constituent.Zip', instead('44691', '4469')],
  ['CWC.Constituent.Zip', instead('44691', '446911234')],
  ['CWC.Constituent.Phone', instead('<Email>', '<Phone>(202) 555-0100</Phone><Email>')],
  ['CWC.Constituent.AddressValidation', instead('<Email>', '<AddressValidation>true</AddressValidation><Email>')],
  ['CWC.Constituent.Email', instead('ana@mail.example', 'ana@mail')],
  [
    'CWC.Constituent.Email',
    instead('ana@mail.example</Email>', 'ana@mail.example</Email><Email>b@mail.example</Email>'),
  ],
  ['CWC.Message.Subject', instead('Please cosponsor the river bill', 'Bills')],
  ['CWC.Message.Subject', instead('Please cosponsor the river bill', 'x'.repeat(501))],
  ['CWC.Message.LibraryOfCongressTopics', sound.replace(/<LibraryOfCongressTopics>.*<\/LibraryOfCongressTopics>/, '')],
  ['CWC.Message.LibraryOfCongressTopic', sound.replace(/<\/?LibraryOfCongressTopics>/g, '')],
  ['CWC.Message.LibraryOfCongressTopics.LibraryOfCongressTopic', instead('Environmental Protection', 'Environment')],
  [
    'CWC.Message.LibraryOfCongressTopics.LibraryOfCongressTopic',
    instead('Environmental Protection', 'Private Legislation'),
  ],
  ['CWC.Message.Bills.Bill', sound.replace(/<Bill>.*<\/Bill>/, '')],
  ['CWC.Message.Bill', sound.replace(/<\/?Bills>/g, '')],
  ['CWC.Message.Bills.Bill.BillCongress', instead('119', '119th')],
  ['CWC.Message.Bills.Bill.BillTypeAbbreviation', instead('>hr<', '>H.R.<')],
  ['CWC.Message.Bills.Bill.BillTypeAbbreviation', senate('hr')],
  ['CWC.Message.Bills.Bill.BillTypeAbbreviation', senate('H.Con.Res.')],
  ['CWC.Message.Bills.Bill.BillNumber', instead('9001', 'H.R. 9001')],
  ['CWC.Message.ProOrCon', instead('>Pro<', '>For<')],
  ['CWC.Message', instead(message, '')],
  ['CWC.Message.OrganizationStatement', instead(message, '<OrganizationStatement>Hi</OrganizationStatement>')],
  [
    'CWC.Message.OrganizationStatement',
    instead(message, `${message}<OrganizationStatement>We ask.</OrganizationStatement>`),
  ],
  ['CWC.Message.ConstituentMessage', instead('My well is downstream of the plant. Please act.', 'x'.repeat(10_001))],
  ['CWC.Message.ConstituentMessage', instead('Please act.', '<b>Please</b> act.')],
  ['CWC.Message.MoreInfo', instead('</Message>', '<MoreInfo>letters.example</MoreInfo></Message>')],
  ['CWC.Message.Extra', instead('</Message>', '<Extra>x</Extra></Message>')],
])('the check finds what is wrong at %s', (path, xml) => {
  const found = validateCwc(xml);
  expect(found.map((problem) => problem.path)).toContain(path);
});

test('the topics and prefixes are those that offices know', () => {
  expect(TOPICS).toHaveLength(32);
  expect(new Set(TOPICS).size).toBe(32);
  for (const topic of TOPICS) expect(validateCwc(instead('Environmental Protection', topic))).toEqual([]);
  for (const prefix of ['Mr.', 'Mrs.', 'Miss', 'Ms.', 'Dr.']) expect(validateCwc(instead('Ms.', prefix))).toEqual([]);
});

test('a sample needs no settings and is sound', () => {
  for (const office of ['HOH07', 'SCA03', 'HAQ00']) {
    const xml = sampleFor(office, null, world.now());
    expect(validateCwc(xml), office).toEqual([]);
    expect(inElement(xml, 'MemberOffice')).toBe(office);
  }
});
