import { z } from 'zod';
import { Invalid } from '../basics/errors.ts';
import type { World } from '../basics/world.ts';
import { requireCampaign, requireVisibleCampaign } from '../campaigns/campaigns.ts';
import { listByKeys } from '../legislators/legislators.ts';
import { type Call, call, listOf, paging, pieceOf } from '../web/api.ts';
import { problemsOf } from '../web/forms.ts';
import { congressField, introducedField, readForm, sourceField, summaryField, titleField, typedForm } from './forms.ts';
import { addReadBill, addTypedBill } from './keeping.ts';
import { type Bill, listCampaignBills } from './listing.ts';
import { billUrl } from './numbers.ts';

const billShape = z
  .object({
    id: z.string(),
    number: z.string().nullable().meta({ description: 'As Congress writes it: H.R. 1234' }),
    congress: z.number().int().nullable(),
    title: z.string(),
    introduced: z.string().meta({ description: 'A day; a month or a year where no more is known' }),
    summary: z.string(),
    source: z.string(),
    url: z.string().nullable().meta({ description: 'Its page on congress.gov' }),
    checkedAt: z.string().nullable().meta({ format: 'date-time', description: 'When its cosponsors were last read' }),
    checkedFrom: z.string().nullable(),
    sponsors: z.array(
      z.object({
        legislator: z.object({
          key: z.string(),
          name: z.string(),
          party: z.string(),
          body: z.string(),
          state: z.string().nullable(),
          district: z.string().nullable(),
        }),
        role: z.enum(['sponsor', 'cosponsor']),
        day: z.string().nullable().meta({ description: 'The day of joining' }),
        original: z.boolean().meta({ description: 'Whether on the bill from its introduction' }),
        withdrawnOn: z.string().nullable().meta({ description: 'Who withdrew stays in the list, with the day' }),
      }),
    ),
  })
  .meta({ id: 'Bill' });

async function json({ db }: Pick<World, 'db'>, bills: Bill[]): Promise<z.infer<typeof billShape>[]> {
  const keys = bills.flatMap((bill) => bill.sponsors.map((one) => one.legislator));
  const people = new Map((await listByKeys(db, [...new Set(keys)])).map((row) => [row.key, row]));
  return bills.map(({ sponsors, checkedAt, ...bill }) => ({
    ...bill,
    url: billUrl(bill),
    checkedAt: checkedAt?.toISOString() ?? null,
    sponsors: sponsors.flatMap(({ legislator, role, day, original, withdrawnOn }) => {
      const row = people.get(legislator);
      if (!row) return [];
      const { key, full: name, party, body, state, district } = row;
      return [{ legislator: { key, name, party, body, state, district }, role, day, original, withdrawnOn }];
    }),
  }));
}

const params = z.object({ slug: z.string().max(100) });

export const billCalls: Call[] = [
  call({
    method: 'get',
    path: '/campaigns/{slug}/bills',
    summary: 'The bills of a campaign in its order, with who is behind each',
    who: 'all',
    params,
    query: z.object(paging),
    answer: listOf(billShape).meta({ id: 'BillList' }),
    async handle({ world, viewer, params, query }) {
      const campaign = await requireVisibleCampaign(world.db, viewer, params.slug);
      const piece = pieceOf(await listCampaignBills(world.db, campaign.id), (bill) => bill.id, query);
      return { ...piece, items: await json(world, piece.items) };
    },
  }),
  call({
    method: 'post',
    path: '/campaigns/{slug}/bills',
    summary: 'Add a bill: as it is given here, or, without a title, as Congress.gov tells of it',
    who: 'organizers',
    params,
    body: z.strictObject({
      number: z.string().max(300).default('').meta({ description: 'In any usual form: H.R. 1234, hr1234-119' }),
      congress: congressField.optional(),
      title: titleField.default('').meta({ description: 'Without one the bill is read from Congress.gov' }),
      introduced: introducedField.default(''),
      summary: summaryField.default(''),
      source: sourceField.default(''),
    }),
    status: 201,
    answer: billShape,
    async handle({ world, viewer, params, body }) {
      const campaign = await requireCampaign(world.db, viewer, params.slug, 'organizer');
      let bill: Bill;
      if (body.title) bill = await addTypedBill(world, viewer, campaign.id, checked(typedForm, body));
      else {
        if (world.settings.congressApiKey === null)
          throw new Invalid([{ path: 'title', message: 'Needed while this site has no key for Congress.gov.' }]);
        const { number, summary } = checked(readForm, body);
        bill = await addReadBill(world, viewer, campaign.id, number, { summary });
      }
      const [added] = await json(world, [bill]);
      return added;
    },
  }),
];

/** The value that a form makes of a body. Throws Invalid with its problems. */
function checked<T>(form: z.ZodType<T>, body: unknown): T {
  const read = form.safeParse(body);
  if (read.success) return read.data;
  throw new Invalid(problemsOf(read.error));
}
