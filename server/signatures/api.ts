import { z } from 'zod';
import { mayAs, requireRole, type Viewer } from '../basics/viewer.ts';
import type { World } from '../basics/world.ts';
import { type Letter, requirePublished } from '../letters/letters.ts';
import { read } from '../tallies/tallies.ts';
import { type Call, call, listOf, paging } from '../web/api.ts';
import { networkOf } from '../web/limits.ts';
import { allStates } from './batches.ts';
import { inState, SUBJECT } from './counting.ts';
import { signRequest } from './forms.ts';
import { listShown, type ShownRow } from './listing.ts';
import { noteLooked } from './looking.ts';
import { sharedOf } from './sharing.ts';
import { sign } from './signing.ts';
import type { Signature } from './store.ts';
import { maySeeNames, requireNumbers } from './tally.ts';
import { listForTeam, type TeamPaging } from './team.ts';

const signatureShape = z
  .object({
    name: z.string().nullable().meta({ description: 'As the signer chose to be shown; in full for staffers' }),
    kind: z.enum(['person', 'organization']),
    organization: z
      .string()
      .nullable()
      .meta({ description: 'What signs; or what a person names, for identification only' }),
    title: z.string().nullable(),
    website: z.string().nullable(),
    display: z.enum(['full', 'initials', 'anonymous']),
    day: z.string().nullable().meta({ description: 'Of confirming, in the letter’s time zone' }),
    version: z.number().int(),
    id: z.string().optional().meta({ description: 'This and what follows: for staffers and organizers' }),
    status: z.enum(allStates).optional().meta({ description: 'Only `confirmed` counts' }),
    reason: z.string().nullable().optional().meta({ description: 'Why it is held or was removed' }),
    shownAs: z
      .string()
      .nullable()
      .optional()
      .meta({ description: 'What the public reads; null while it reads nothing' }),
    city: z.string().nullable().optional(),
    state: z.string().nullable().optional().meta({ description: 'Where the signer votes: a USPS code' }),
    zip: z.string().nullable().optional(),
    district: z.number().int().nullable().optional().meta({ description: '0 at large; null where it is not known' }),
    lookup: z.enum(['address', 'zip', 'chosen']).nullable().optional(),
    country: z.string().nullable().optional(),
    comment: z.string().nullable().optional(),
    updates: z.boolean().optional().meta({ description: 'Agreed to mail about this letter' }),
    share: z.boolean().optional().meta({ description: 'Agreed to share the addresses' }),
    signedAt: z.string().optional(),
    confirmedAt: z.string().nullable().optional(),
    email: z.string().nullable().optional().meta({ description: 'For organizers, of those who agreed to share it' }),
    address: z.string().nullable().optional().meta({ description: 'For organizers, of those who agreed to share it' }),
  })
  .meta({ id: 'Signature', description: 'A name under a letter: as the public reads it, or as those who run it do' });
type SignatureJson = z.infer<typeof signatureShape>;

const publicJson = (row: ShownRow): SignatureJson => {
  const named = row.kind === 'organization' || row.display === 'full';
  return {
    name: row.shownAs,
    kind: row.kind,
    organization: named ? row.organization : null,
    title: row.kind === 'person' && named ? row.title : null,
    website: row.kind === 'organization' ? row.website : null,
    display: row.display,
    day: row.confirmedDay,
    version: row.version,
  };
};

const teamJson = (row: Signature, addresses: boolean): SignatureJson => ({
  name: row.name,
  kind: row.kind,
  organization: row.organization,
  title: row.title,
  website: row.website,
  display: row.display,
  day: row.confirmedDay,
  version: row.version,
  id: row.id,
  status: row.state,
  reason: row.reason,
  shownAs: row.shownAs,
  city: row.city,
  state: row.homeState,
  zip: row.zip,
  district: row.homeDistrict === null ? null : Number(row.homeDistrict),
  lookup: row.lookup,
  country: row.country,
  comment: row.comment,
  updates: row.updates,
  share: row.share,
  signedAt: row.createdAt.toISOString(),
  confirmedAt: row.confirmedAt?.toISOString() ?? null,
  ...(addresses && sharedOf(row)),
});

/** The list as those who run the letter see it. That an organizer was shown addresses is noted, once for the request. */
async function teamList(world: World, viewer: Viewer | null, letter: Letter, asked: TeamPaging) {
  const addresses = mayAs(viewer, letter.campaignId, 'organizer');
  const { items, next } = await listForTeam(world.db, letter, asked);
  if (addresses) await noteLooked(world, viewer, letter, items);
  const cells = asked.q ? null : ((await read(world.db, letter.id)).get(SUBJECT) ?? []);
  return {
    items: items.map((row) => teamJson(row, addresses)),
    total: cells && inState(cells, asked.state),
    next,
  };
}

export const signatureCalls: Call[] = [
  call({
    method: 'get',
    path: '/letters/{slug}/signatures',
    summary: 'Who signed, newest first; with `q` by name. As each chose to be shown, or whole for staffers',
    who: 'all',
    params: z.object({ slug: z.string().max(100) }),
    query: z.object({
      ...paging,
      cursor: z.string().max(8000).optional(),
      q: z.string().trim().max(100).default('').meta({
        description: 'The beginning of a first or last name, or of an organization’s, among those shown in full',
      }),
      state: z
        .enum(allStates, `One of: ${allStates.join(', ')}.`)
        .default('confirmed')
        .meta({ description: 'Others than `confirmed` for staffers and organizers' }),
    }),
    answer: listOf(signatureShape),
    async handle({ world, viewer, params, query }) {
      const { db } = world;
      const letter = await requirePublished(db, viewer, params.slug);
      if (mayAs(viewer, letter.campaignId, 'staffer')) return teamList(world, viewer, letter, query);
      const { confirmed } = await requireNumbers(db, viewer, letter);
      if (query.state !== 'confirmed') requireRole(viewer, letter.campaignId, 'staffer');
      if (!maySeeNames(viewer, letter)) return { items: [], total: query.q ? null : confirmed, next: null };
      const { items, next } = await listShown(db, letter, query);
      // Who is shown is not counted apart from who is not.
      return { items: items.map(publicJson), total: null, next };
    },
  }),
  call({
    method: 'post',
    path: '/letters/{slug}/signatures',
    summary:
      'Signs a letter: a mail asks the signer to confirm, and the signature counts from then on. The answer is the same whether or not the address had signed. Where a challenge is asked for, its solution goes into `challenge`.',
    who: 'all',
    params: z.object({ slug: z.string() }),
    body: signRequest,
    status: 202,
    answer: z.object({ status: z.literal('pending') }),
    handle: async ({ world, params, body, req }) => {
      const { challenge = '', ...form } = body;
      await sign(world, params.slug, form, { network: networkOf(req.ip), challenge, trap: '' });
      return { status: 'pending' as const };
    },
  }),
];
