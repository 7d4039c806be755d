import { z } from 'zod';
import { Invalid, NotFound } from '../basics/errors.ts';
import { dayInWashington } from '../basics/time.ts';
import { lookUpZip, zipOf } from '../districts/districts.ts';
import { type Call, call, listOf, paging } from '../web/api.ts';
import {
  findLegislator,
  type Legislator,
  listLegislators,
  reachable,
  representing,
  type Seat,
  termEnded,
} from './legislators.ts';

const districtShape = z
  .union([z.number().int(), z.string()])
  .nullable()
  .meta({ description: 'A number where it is one, 0 at large; null for a senator of the United States.' });

const officeShape = z.object({
  kind: z.enum(['capitol', 'district']),
  address: z.string().nullable(),
  city: z.string().nullable(),
  state: z.string().nullable(),
  zip: z.string().nullable(),
  phone: z.string().nullable(),
  fax: z.string().nullable(),
  hours: z.string().nullable(),
});

const committeeShape = z.object({
  key: z.string(),
  name: z.string(),
  parent: z.string().nullable().meta({ description: 'The committee that this is a subcommittee of.' }),
  side: z.enum(['majority', 'minority']).nullable(),
  rank: z.number().int().nullable().meta({ description: '1 is the top of the own side.' }),
  title: z.string().nullable().meta({ description: 'Null for who is a member and no more.' }),
});

const legislatorFields = {
  key: z.string().meta({ description: 'Bioguide ID in Congress, OCD person id in a state, the importer’s elsewhere.' }),
  name: z.object({ first: z.string(), last: z.string(), full: z.string(), suffix: z.string().nullable() }),
  title: z.string(),
  party: z.string(),
  caucus: z.string(),
  body: z.string(),
  state: z.string().nullable(),
  district: districtShape,
  class: z.number().int().nullable(),
  voting: z.boolean().meta({ description: 'False for delegates and the resident commissioner.' }),
  serving: z.boolean(),
  termStart: z.string().nullable(),
  termEnd: z.string().nullable(),
  termEnded: z.boolean().meta({ description: 'The listed end has passed; the seat waits for a newer roster.' }),
  phone: z.string().nullable(),
  website: z.string().nullable(),
  contactForm: z.string().nullable(),
  email: z.string().nullable(),
  offices: z.array(officeShape),
  committees: z.array(committeeShape),
};

const legislatorShape = z
  .object(legislatorFields)
  .meta({ id: 'Legislator', description: 'A member of a body, now or once; offices and contact while serving.' });

const seatShape = z.object({
  body: z.string(),
  state: z.string(),
  district: districtShape,
  class: z.number().int().nullable(),
});

const lookupShape = z
  .object({
    zip: z.string(),
    state: z.string().nullable().meta({ description: 'Null where the ZIP code lies in several states or in none.' }),
    districts: z.array(z.object({ state: z.string(), district: z.number().int() })),
    legislators: z.array(
      z.object({
        ...legislatorFields,
        certain: z.boolean().meta({ description: 'False for a candidate: an address would tell.' }),
      }),
    ),
    vacancies: z.array(seatShape),
    needsAddress: z.boolean(),
  })
  .meta({ id: 'Lookup', description: 'Who represents a ZIP code in Congress, as far as it tells.' });

const districtJson = (district: string | null): number | string | null =>
  district !== null && /^\d+$/.test(district) ? Number(district) : district || null;

function legislatorJson(legislator: Legislator, today: string): z.infer<typeof legislatorShape> {
  const { key, first, last, full, suffix, title, party, caucus, body, state, voting, serving } = legislator;
  const contact = reachable(legislator);
  return {
    key,
    name: { first, last, full, suffix },
    title,
    party,
    caucus,
    body,
    state,
    district: districtJson(legislator.district),
    class: legislator.class,
    voting,
    serving,
    termStart: legislator.termStart || null,
    termEnd: legislator.termEnd,
    termEnded: termEnded(legislator, today),
    phone: contact.phone,
    website: contact.website,
    contactForm: contact.contactForm,
    email: contact.email,
    offices: contact.offices.map(({ legislator: _, ordinal: __, ...office }) => office),
    committees: legislator.committees,
  };
}

const seatJson = ({ body, state, district, class: number }: Seat): z.infer<typeof seatShape> => ({
  body,
  state,
  district: districtJson(district),
  class: number || null,
});

/** A filter of a list; an empty one is none, as forms send it. */
const filter = z
  .string('one text, given once')
  .trim()
  .max(100, 'at most 100 characters')
  .transform((text) => text || undefined)
  .optional();

export const legislatorCalls: Call[] = [
  call({
    method: 'get',
    path: '/legislators',
    summary: 'Legislators by last name. `q` finds any part of a name; case and accents do not matter.',
    who: 'all',
    query: z.object({
      ...paging,
      body: filter,
      state: filter,
      district: filter,
      party: filter.meta({ description: 'A party’s name or letter' }),
      committee: filter.meta({ description: 'The key of a committee or subcommittee: HSAP' }),
      q: filter,
      serving: z.enum(['true', 'false', ''], 'true or false').optional(),
    }),
    answer: listOf(legislatorShape),
    async handle({ world, query: { limit, cursor, serving, ...filters } }) {
      const where = { ...filters, serving: serving ? serving === 'true' : undefined };
      const { items, total, next } = await listLegislators(world.db, where, { limit, cursor: cursor || undefined });
      const today = dayInWashington(world.now());
      return { items: items.map((item) => legislatorJson(item, today)), total, next };
    },
  }),
  call({
    method: 'get',
    path: '/legislators/{key}',
    summary: 'One legislator, now or once in office.',
    who: 'all',
    params: z.object({ key: z.string().max(200) }),
    answer: legislatorShape,
    async handle({ world, params }) {
      const legislator = await findLegislator(world.db, params.key);
      if (!legislator) throw new NotFound('legislator');
      return legislatorJson(legislator, dayInWashington(world.now()));
    },
  }),
  call({
    method: 'get',
    path: '/lookup',
    summary: 'Who represents a ZIP code in Congress; several districts are candidates, and no answer.',
    who: 'all',
    query: z.object({ zip: z.string('five digits, such as 44691').max(20, 'five digits, such as 44691') }),
    answer: lookupShape,
    async handle({ world, query }) {
      const zip = zipOf(query.zip);
      if (!zip) throw new Invalid([{ path: 'zip', message: 'five digits, such as 44691' }]);
      const found = await lookUpZip(world.db, zip);
      const { legislators, vacancies } = await representing(world.db, found);
      const today = dayInWashington(world.now());
      return {
        ...found,
        legislators: legislators.map((one) => ({ ...legislatorJson(one, today), certain: one.certain })),
        vacancies: vacancies.map(seatJson),
      };
    },
  }),
];
