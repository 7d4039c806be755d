import { z } from 'zod';
import { Invalid, NotFound } from '../basics/errors.ts';
import { dayInWashington } from '../basics/time.ts';
import type { World } from '../basics/world.ts';
import { lookUpZip, zipOf } from '../districts/districts.ts';
import { countLookUp } from '../districts/geocoder.ts';
import { type Call, call, listOf, paging } from '../web/api.ts';
import { sendProblem } from '../web/errors.ts';
import { networkOf } from '../web/limits.ts';
import {
  findLegislator,
  type Legislator,
  listLegislators,
  reachable,
  representing,
  type Seat,
  termEnded,
} from './legislators.ts';
import { type Known, lookUpAddress } from './lookup.ts';
import { districtJson, districtShape } from './shapes.ts';

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
    zip: z.string().nullable().meta({ description: 'Null for an address whose ZIP code is not known.' }),
    state: z.string().nullable().meta({ description: 'Null where the place lies in several states or in none.' }),
    districts: z.array(z.object({ state: z.string(), district: z.number().int() })),
    legislators: z.array(
      z.object({
        ...legislatorFields,
        certain: z.boolean().meta({ description: 'False for a candidate: an address would tell.' }),
      }),
    ),
    vacancies: z.array(seatShape),
    needsAddress: z.boolean(),
    method: z
      .enum(['address', 'zip'])
      .nullable()
      .meta({ description: 'What the districts are known by; null where there are none.' }),
  })
  .meta({
    id: 'Lookup',
    description: 'Who represents a ZIP code or a street address in Congress, as far as it tells.',
  });

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

const streetWanted = 'house number, street, and city with state or ZIP code, such as 12 Elm St, Wooster, OH 44691';
const addressField = z
  .string(streetWanted)
  .trim()
  .min(1, streetWanted)
  .max(200, 'at most 200 characters')
  .regex(/^[^\p{Cc}]*$/u, 'one line');

const away = {
  unavailable: 'The Census Bureau’s geocoder gave no answer. Ask again in a minute, or by ZIP code.',
  'wrong-vintage':
    'The Census Bureau’s geocoder answers with the districts of another Congress, so its answer is not used. Ask by ZIP code.',
} as const;

async function lookupJson(world: Pick<World, 'db' | 'now'>, found: Known): Promise<z.infer<typeof lookupShape>> {
  const { legislators, vacancies } = await representing(world.db, found);
  const today = dayInWashington(world.now());
  return {
    ...found,
    legislators: legislators.map((one) => ({ ...legislatorJson(one, today), certain: one.certain })),
    vacancies: vacancies.map(seatJson),
  };
}

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
      return lookupJson(world, { ...found, method: found.districts.length > 0 ? 'zip' : null });
    },
  }),
  call({
    method: 'post',
    path: '/lookup',
    summary:
      'Who represents a street address in Congress, asked of the U.S. Census Bureau; not kept, and 503 where it does not answer.',
    who: 'all',
    body: z.strictObject({ address: addressField }),
    answer: lookupShape,
    async handle({ world, body, req, res }) {
      await countLookUp(world, networkOf(req.ip));
      const found = await lookUpAddress(world, body.address);
      if (found === 'unclear') throw new Invalid([{ path: 'address', message: streetWanted }]);
      if (found === 'unavailable' || found === 'wrong-vintage') {
        res.set('Retry-After', found === 'unavailable' ? '60' : '3600');
        return sendProblem(res, { status: 503, detail: away[found], type: `urn:undersigned:geocoder-${found}` });
      }
      return lookupJson(world, found);
    },
  }),
];
