import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { committeeMembers, committees, cosigners } from '../../server/db/tables.ts';
import type { LegislatorRow } from '../../server/legislators/legislators.ts';
import {
  defaultMessages,
  fillTemplate,
  type Letter,
  mergeProblem,
  placesIn,
  templateOf,
} from '../../server/letters/letters.ts';
import { checkTexts } from '../../server/variants/checking.ts';
import { addVariant, listVariants, type VariantForm } from '../../server/variants/keeping.ts';
import {
  type AboutLetter,
  type Ask,
  aboutLetter,
  composeMessage,
  offersTo,
  offerTo,
  phoneScript,
  type Standing,
  salutationOf,
  settled,
  wholeText,
} from '../../server/variants/variants.ts';
import { forWhom } from '../../server/variants/words.ts';
import '../support/chance.ts';
import { aLegislature } from '../support/invented/legislature.ts';
import { aLetter, type LetterRow } from '../support/invented/letters.ts';
import { aWorld, type TestWorld } from '../support/world.ts';

let world: TestWorld;
let people: Awaited<ReturnType<typeof aLegislature>>;
beforeEach(async () => {
  world = await aWorld();
  people = await aLegislature(world);
});

const person = (title: string, last: string) => ({ title, last, full: `Ana ${last}` });
const nobody = { name: '', place: '' };

/** A variant for everybody, asking; `different` says what is. */
const aForm = (name: string, different: Partial<VariantForm> = {}): VariantForm => ({
  name,
  letterId: null,
  ask: 'request',
  conditions: {},
  subject: `${name} subject`,
  text: `${name} text`,
  script: '',
  ...different,
});

const addAll = (campaignId: string, ...forms: VariantForm[]) =>
  world.db.transaction(async (tx) => {
    const added = [];
    for (const form of forms) added.push(await addVariant(tx, world, campaignId, form));
    return added;
  });

async function aLetterWith(forms: VariantForm[], different: Partial<LetterRow> = {}) {
  const { letter, campaign } = await aLetter(world, different);
  await addAll(letter.campaignId, ...forms);
  return { letter: letter as Letter, campaign };
}

/** The subject that somebody is offered. */
async function subjectFor(
  letter: Letter,
  legislator: LegislatorRow,
  { ask = 'request', standing = 'not signed' }: { ask?: Ask; standing?: Standing } = {},
): Promise<string> {
  const offered = await offerTo(world.db, letter, { legislator, standing, ask }, aboutLetter(world, letter));
  return offered.subject;
}

describe('a message', () => {
  const offerOf = async (letter: Letter, legislator: LegislatorRow, ask: Ask) => {
    const about = aboutLetter(world, letter);
    const offered = await offerTo(world.db, letter, { legislator, standing: 'not signed', ask }, about);
    return { about, offered };
  };

  test('greets each by what they are called', () => {
    expect(salutationOf(person('Senator', 'Rivera'))).toBe('Dear Senator Rivera:');
    expect(salutationOf(person('Representative', 'de la Fuente y Ríos'))).toBe(
      'Dear Representative de la Fuente y Ríos:',
    );
    expect(salutationOf(person('Resident Commissioner', 'Luna'))).toBe('Dear Resident Commissioner Luna:');
    expect(salutationOf({ title: 'Assembly Member', last: '', full: 'Prince' })).toBe('Dear Assembly Member Prince:');
  });

  test('takes the constituent’s own words first and ends with their name and place', async () => {
    const { letter } = await aLetterWith([]);
    const { about, offered } = await offerOf(letter, people.okafor, 'request');
    const constituent = { name: 'Zoë Łukasz', place: 'Ohio 44691', own: 'My well is downstream.' };
    const { text, subject } = composeMessage(
      offered,
      about,
      { legislator: people.okafor, ask: 'request' },
      constituent,
    );
    expect(text.split('\n\n')).toEqual([
      'Dear Representative Okafor:',
      'My well is downstream.',
      'I ask you to sign the letter on clean rivers.',
      `The letter: ${about.url}\nIt can be signed until ${about.deadline}.`,
      'Sincerely,\nZoë Łukasz\nOhio 44691',
    ]);
    expect(subject).toBe('Please sign the letter on clean rivers');
  });

  test('thanks who has signed, and never asks in the subject of a thanks', async () => {
    const { letter } = await aLetterWith([]);
    const { about, offered } = await offerOf(letter, people.rivera, 'thanks');
    const {
      text,
      subject,
      phoneScript: script,
    } = composeMessage(offered, about, {
      legislator: people.rivera,
      ask: 'thanks',
    });
    expect(text).toContain('Thank you for signing');
    expect(text).not.toContain('I ask you to sign');
    expect(text).not.toContain('can be signed until');
    expect(subject).toBe('Thank you for signing the letter “A letter on clean rivers”');
    expect(script).toContain('thank Senator Rivera for signing');
  });

  test('has words of its own where the organizers wrote none', async () => {
    const { letter } = await aLetterWith([], { messageSubject: '', messageRequest: '', messageThanks: '' });
    const { offered } = await offerOf(letter, people.rivera, 'request');
    expect(offered.subject).toBe('Please sign the letter “A letter on clean rivers”');
    expect(offered.text).toContain('add your name to the letter “A letter on clean rivers”.');
  });

  test('says on the phone what the campaign wrote, after who calls and their own words', () => {
    const about: AboutLetter = {
      ...{ title: 'Rivers', messageSubject: '', messageRequest: '', messageThanks: '' },
      ...{ addressees: [], url: 'https://letters.example/letters/rivers', deadline: null },
    };
    const caller = { name: 'Zoë', place: 'Ohio 44691', own: 'My well is downstream.' };
    expect(phoneScript(about, person('Senator', 'Rivera'), 'request', caller, 'Sign it.').split('\n\n')).toEqual([
      'Hello, my name is Zoë. I am a constituent from Ohio 44691.',
      'My well is downstream.',
      'Sign it.',
    ]);
  });
});

describe('whom a text is for', () => {
  test('the first that fits is the one, and the letter’s own text is for everybody else', async () => {
    const { letter } = await aLetterWith([
      aForm('New Mexico', { conditions: { state: ['NM'] } }),
      aForm('Senate', { conditions: { body: ['us-senate'] } }),
      aForm('Okafor', { conditions: { legislator: [people.okafor.key] } }),
    ]);
    expect(await subjectFor(letter, people.rivera)).toBe('New Mexico subject');
    expect(await subjectFor(letter, people.hale)).toBe('Senate subject');
    expect(await subjectFor(letter, people.okafor)).toBe('Okafor subject');
    expect(await subjectFor(letter, people.nguyen)).toBe('Please sign the letter on clean rivers');
  });

  test('a party is the member’s own or the one they count with, and all conditions must fit', async () => {
    const { letter } = await aLetterWith([
      aForm('Democrats of the Senate', { conditions: { party: ['Democrat'], body: ['us-senate'] } }),
      aForm('Republicans', { conditions: { party: ['Republican'] } }),
    ]);
    // An independent who counts with the Democrats, and a Libertarian who counts with the Republicans.
    expect(await subjectFor(letter, people.halloway)).toBe('Democrats of the Senate subject');
    expect(await subjectFor(letter, people.freeborn)).toBe('Republicans subject');
    expect(await subjectFor(letter, people.nguyen)).toBe('Please sign the letter on clean rivers');
  });

  test('a committee’s members are those of its subcommittees too', async () => {
    const { letter } = await aLetterWith([aForm('Water', { conditions: { committee: ['HSWA'] } })]);
    await world.db.transaction(async (tx) => {
      await tx.insert(committees).values([
        { key: 'HSWA', body: 'us-house', name: 'Committee on Water', parent: null, url: null },
        { key: 'HSWA01', body: 'us-house', name: 'Rivers', parent: 'HSWA', url: null },
      ]);
      const seat = { side: null, rank: null, title: null };
      await tx.insert(committeeMembers).values([
        { committee: 'HSWA', legislator: people.okafor.key, ...seat },
        { committee: 'HSWA01', legislator: people.nguyen.key, ...seat },
      ]);
    });
    expect(await subjectFor(letter, people.okafor)).toBe('Water subject');
    expect(await subjectFor(letter, people.nguyen)).toBe('Water subject');
    expect(await subjectFor(letter, people.celik)).toBe('Please sign the letter on clean rivers');
  });

  test('a request is for who has not signed, thanks for who has; who withdrew can have a text', async () => {
    const { letter } = await aLetterWith([
      aForm('Thanks', { ask: 'thanks' }),
      aForm('Come back', { conditions: { standing: ['withdrew'] } }),
    ]);
    expect(await subjectFor(letter, people.rivera, { ask: 'thanks', standing: 'signed' })).toBe('Thanks subject');
    expect(await subjectFor(letter, people.rivera, { standing: 'withdrew' })).toBe('Come back subject');
    expect(await subjectFor(letter, people.rivera)).toBe('Please sign the letter on clean rivers');
  });

  test('a letter that does not show who signed tells nothing by its texts', async () => {
    const forms = [
      aForm('Signed', { conditions: { standing: ['signed'] } }),
      aForm('Withdrew', { conditions: { standing: ['withdrew'] } }),
      aForm('Not signed', { conditions: { standing: ['not signed'] } }),
      aForm('Thanks', { ask: 'thanks' }),
    ];
    for (const showCosigners of ['count', 'private'] as const) {
      const { letter } = await aLetterWith(forms, { showCosigners });
      await signed(letter, people.rivera);
      const { everybody, warnings } = await checkOf(letter);
      const subjects = new Set(everybody.map(({ ask, variant }) => `${ask} ${variant}`));
      expect(subjects.size).toBe(1);
      expect(everybody[0]?.ask).toBe('request');
      expect([...warnings.values()].filter((all) => all.length > 0)).toHaveLength(3);
      expect(await subjectFor(letter, people.rivera, { standing: 'hidden' })).toBe('Not signed subject');
    }
  });

  test('a text of one letter is not said about another', async () => {
    const { letter, campaign } = await aLetterWith([]);
    const { letter: other } = await aLetter(world, { campaignId: campaign.id });
    await addAll(campaign.id, aForm('Only here', { letterId: letter.id }));
    expect(await subjectFor(letter, people.rivera)).toBe('Only here subject');
    expect(await subjectFor(other as Letter, people.rivera)).toBe('Please sign the letter on clean rivers');
  });

  test('is told in plain words', () => {
    const named = {
      bodies: new Map([['us-senate', 'U.S. Senate']]),
      committees: new Map([['HSWA', 'Committee on Water']]),
      legislators: new Map([['R1', 'Senator Ana Rivera (NM (class 1))']]),
    };
    expect(forWhom({}, named)).toBe('Everybody');
    expect(forWhom({ body: ['us-senate'], state: ['OH', 'TX'] }, named)).toBe(
      'Legislators who sit in the U.S. Senate and represent Ohio or Texas',
    );
    expect(forWhom({ committee: ['HSWA'], standing: ['withdrew'] }, named)).toBe(
      'Legislators who sit on the Committee on Water and signed and withdrew',
    );
    expect(forWhom({ legislator: ['R1'] }, named)).toBe('Senator Ana Rivera (NM (class 1))');
    expect(forWhom({ state: ['OH', 'TX', 'NM', 'VT', 'CA'] }, named)).toContain('Ohio, Texas, New Mexico or 2 more');
  });
});

describe('merge fields', () => {
  test('are filled with what is known, or say what was written for that', async () => {
    const { letter } = await aLetterWith(
      [
        aForm('All', {
          subject: '{{ TITLE }} {{last_name}} of {{state|somewhere}}',
          text: '{{legislator}}, {{district|the whole state}}: “{{letter}}” to {{addressees}}, {{bill|no bill yet}}, by {{deadline|soon}}. {{link}}',
        }),
      ],
      { deadline: null },
    );
    const about = aboutLetter(world, letter);
    const [senator, member, delegate, councillor] = await offersTo(
      world.db,
      letter,
      [people.rivera, people.okafor, people.santos, people.park].map((legislator) => ({
        legislator,
        standing: 'not signed' as const,
        ask: 'request' as const,
      })),
      about,
    );
    expect(senator).toMatchObject({
      subject: 'Senator Rivera of New Mexico',
      text: `Senator Rivera, the whole state: “A letter on clean rivers” to Secretary E. Voss, no bill yet, by soon. ${about.url}`,
    });
    expect(member?.text).toContain('Representative Okafor, 7th district:');
    expect(delegate?.text).toContain('Delegate Santos, at-large district:');
    expect(councillor).toMatchObject({ subject: 'Council Member Park of somewhere' });
    expect(councillor?.text).toContain('Ward 1:');
  });

  test('leave a place for the constituent until they are known', async () => {
    const { letter } = await aLetterWith([
      aForm('Mine', { text: 'I, {{my_name}} from {{my_place|your state}}, ask. {{link}} {{deadline}}' }),
    ]);
    const asked = { legislator: people.okafor, standing: 'not signed' as const, ask: 'request' as const };
    const offered = await offerTo(world.db, letter, asked, aboutLetter(world, letter));
    expect(offered.text).toMatch(/^I, \[your name\] from your state, ask\./);
    const zoe = { name: 'Zoë', place: 'Ohio 44691' };
    expect(offered.by(zoe).text).toMatch(/^I, Zoë from Ohio 44691, ask\./);
    // Left as it was offered, with or without the place: it is filled in. Changed: only the place that was left open.
    for (const before of [offered, offered.by({ ...zoe, name: '' })])
      expect(settled(offered, before, zoe)).toEqual({ subject: 'Mine subject', text: offered.by(zoe).text });
    expect(settled(offered, { subject: 'Hi', text: 'I am [your name], from your state.' }, zoe)).toEqual({
      ...{ subject: 'Hi', text: 'I am Zoë, from your state.' },
    });
    expect(settled(offered, null, nobody).text).toBe(offered.text);
  });

  test('take a value as it is, however it looks', async () => {
    const title = 'Keep {{link}} and {{my_name}} $& $1 <b>';
    const { letter } = await aLetterWith([aForm('Hostile', { text: 'On “{{letter}}”: {{my_name|{{nobody}}' })], {
      title,
    });
    const asked = { legislator: people.okafor, standing: 'not signed' as const, ask: 'request' as const };
    const offered = await offerTo(world.db, letter, asked, aboutLetter(world, letter));
    expect(offered.text).toContain(`On “${title}”: {{my_name|{{nobody}}`);
    expect(offered.by({ name: '{{letter}} $&', place: '' }).text).toContain(`On “${title}”`);
    const own = { ...asked, legislator: { ...people.okafor, last: '{{title}}\n' } };
    expect((await offerTo(world.db, letter, own, aboutLetter(world, letter))).text).toContain(title);

    // The letter's own texts name it by its field, so a title is never read as one.
    const { letter: plain } = await aLetterWith([], { ...defaultMessages, title });
    expect(await subjectFor(plain, people.okafor)).toBe(`Please sign the letter “${title}”`);
  });

  test('a value is put in once, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (value, fallback) => {
        const plain = fallback.replace(/[{}\n]/g, '').trim();
        const template = templateOf(`a {{letter}} b {{deadline|${plain}}} c`);
        expect(placesIn(template)).toHaveLength(2);
        expect(fillTemplate(template, { letter: value, deadline: '' })).toBe(`a ${value} b ${plain} c`);
        expect(fillTemplate(template, { letter: value, deadline: value })).toBe(`a ${value} b ${value || plain} c`);
      }),
    );
  });

  test('that there are not, and braces left open, are told with the list', () => {
    for (const good of ['', 'a { b } c', '{{letter}} {{ Deadline | soon }}', 'x {{my_name|}}'])
      expect(mergeProblem(good)).toBeNull();
    expect(mergeProblem('Dear {{firstname}}')).toMatch(/^There is no field \{\{firstname\}\}\..*\{\{last_name\}\}/);
    for (const broken of ['{{letter', 'letter}}', '{{letter}', '{{ {{letter}} }}', '{{a\nb}}', '{{deadline|{x}}}'])
      expect(mergeProblem(broken), broken).toContain('{{letter}}');
  });

  test('a subject stays one line and short enough to be sent', async () => {
    const { letter } = await aLetterWith([aForm('Long', { subject: `{{letter}} ${'x'.repeat(180)}` })], {
      title: `Rivers\nand ${'lakes '.repeat(30)}`,
    });
    const subject = await subjectFor(letter, people.rivera);
    expect(subject).not.toContain('\n');
    expect(subject.length).toBeLessThanOrEqual(200);
    expect(subject).toMatch(/…$/);
  });
});

/** What nobody but a test knows: that they signed. */
async function signed(letter: Letter, legislator: LegislatorRow): Promise<void> {
  const { body, state, district, class: number, title, party, caucus, key } = legislator;
  const entry = { entryId: 'e', signedEntryId: 'e', version: 1, day: '2026-11-20', source: 'a test', note: '' };
  const seat = { body, state, district, class: number, title, party, caucus };
  const row = { letterId: letter.id, legislator: key, position: 'signed' as const, withdrew: false, ...entry, ...seat };
  await world.db.transaction(async (tx) => void (await tx.insert(cosigners).values(row)));
}

const checkOf = async (letter: Letter) =>
  checkTexts(
    world.db,
    letter,
    await listVariants(world.db, letter.campaignId),
    aboutLetter(world, letter),
    world.now(),
  );

describe('the check as a whole', () => {
  /** The warnings by the text's name. */
  async function warningsOf(letter: Letter): Promise<Record<string, string[]>> {
    const names = new Map((await listVariants(world.db, letter.campaignId)).map(({ id, name }) => [id, name]));
    const { warnings } = await checkOf(letter);
    return Object.fromEntries(
      [...warnings].filter(([, all]) => all.length > 0).map(([id, all]) => [names.get(id) ?? 'own', all]),
    );
  }

  test('every serving legislator of the bodies gets exactly one text', async () => {
    const { letter } = await aLetterWith(
      [
        aForm('Senate', { conditions: { body: ['us-senate'] } }),
        aForm('Thanks', { ask: 'thanks' }),
        aForm('Council', { conditions: { body: ['example-city-council'] } }),
      ],
      { openToBodies: ['us-house', 'us-senate', 'example-city-council'] },
    );
    await signed(letter, people.rivera);
    const { everybody } = await checkOf(letter);
    const serving = Object.values(people).filter((row) => row.serving && letter.openToBodies.includes(row.body));
    expect(everybody.map(({ legislator }) => legislator.key).sort()).toEqual(serving.map(({ key }) => key).sort());
    const [senate, thanks, council] = await listVariants(world.db, letter.campaignId);
    const getting = new Map(everybody.map(({ legislator, variant }) => [legislator.key, variant]));
    expect(getting.get(people.rivera.key)).toBe(thanks?.id);
    expect(getting.get(people.hale.key)).toBe(senate?.id);
    expect(getting.get(people.park.key)).toBe(council?.id);
    expect(getting.get(people.okafor.key)).toBeNull();
    expect(await warningsOf(letter)).toEqual({});
  });

  test('a text that another takes everybody from is told, by its name', async () => {
    const { letter } = await aLetterWith([
      aForm('Democrats', { conditions: { party: ['Democrat'] } }),
      aForm('Republicans', { conditions: { party: ['Republican'] } }),
      aForm('New Mexico', { conditions: { state: ['NM'] } }),
      aForm('Everybody'),
      aForm('Never'),
    ]);
    const warnings = await warningsOf(letter);
    expect(Object.keys(warnings)).toEqual(['New Mexico', 'Everybody', 'Never']);
    expect(warnings['New Mexico']?.[0]).toMatch(/^Nobody gets it: “Democrats” comes first/);
    expect(warnings['Never']?.[0]).toMatch(/“Democrats” and “Republicans” come first/);
  });

  test('a text whose turn may come is no mistake: nobody has signed yet', async () => {
    const { letter } = await aLetterWith([
      aForm('Thanks', { ask: 'thanks' }),
      aForm('Come back', { conditions: { standing: ['withdrew'] } }),
    ]);
    expect(await warningsOf(letter)).toEqual({});
  });

  test('conditions that nobody fits, and an ask that cannot come, are told', async () => {
    const { letter } = await aLetterWith([
      aForm('Gone', { conditions: { legislator: [people.ito.key] } }),
      aForm('Nowhere', { conditions: { state: ['WY'] } }),
      aForm('Council', { conditions: { body: ['example-city-council'] } }),
      aForm('Thanks to others', { ask: 'thanks', conditions: { standing: ['not signed'] } }),
      aForm('Asking again', { conditions: { standing: ['signed'] } }),
    ]);
    const warnings = await warningsOf(letter);
    for (const name of ['Gone', 'Nowhere', 'Council']) expect(warnings[name]?.[0]).toMatch(/no serving member/);
    expect(warnings['Thanks to others']?.[0]).toMatch(/thanks are for those who have signed/);
    expect(warnings['Asking again']?.[0]).toMatch(/who has signed is thanked/);
  });

  test('a field that is empty for somebody is told, unless something stands there instead', async () => {
    const { letter } = await aLetterWith(
      [aForm('Everybody', { text: 'The {{district}}, {{state}}, {{bill}}, {{deadline|soon}}, {{my_name}}' })],
      { deadline: null },
    );
    const warnings = await warningsOf(letter);
    expect(warnings['Everybody']).toEqual([
      expect.stringMatching(/^\{\{district\}\} is empty for 6 legislators/),
      expect.stringMatching(/^\{\{bill\}\} is empty\. /),
    ]);
  });

  test('a text that grows too long is told', async () => {
    const { letter } = await aLetterWith([aForm('Long', { text: `${'{{letter}} '.repeat(700)}` })], {
      title: 'A letter on clean rivers and lakes',
    });
    expect((await warningsOf(letter))['Long']).toEqual(['The text has more than 10,000 characters once it is filled.']);
  });

  test('a draft is checked as it will be once it circulates', async () => {
    const { letter } = await aLetterWith([aForm('Senate', { conditions: { body: ['us-senate'] } })], {
      state: 'draft',
    });
    const { everybody } = await checkOf(letter);
    expect(everybody.filter(({ variant }) => variant !== null)).toHaveLength(6);
  });
});

test('a campaign has at most a hundred texts', async () => {
  const { letter } = await aLetterWith(Array.from({ length: 100 }, (_, n) => aForm(`Text ${n}`)));
  await expect(addAll(letter.campaignId, aForm('One more'))).rejects.toMatchObject({ reason: 'too-many' });
});

test('the whole text has the constituent’s own words before the campaign’s, whatever either is', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), fc.string({ minLength: 1 }), (own, text) => {
      const whole = wholeText(person('Senator', 'Rivera'), text, { own, name: 'Zoë', place: '' });
      expect(whole).toBe(`Dear Senator Rivera:\n\n${own}\n\n${text}\n\nSincerely,\nZoë`);
    }),
  );
});
