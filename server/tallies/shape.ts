import { z } from 'zod';

const count = z.number().int().min(0);
const cells = z.array(z.object({ key: z.string(), count }));

/** Sorted by key; the counts add up to the total beside them. `unknown` stands for what is not known. */
export type Counts = z.infer<typeof cells>;

/** What is counted of a letter, as the contract has it. */
export const tallyShape = z
  .object({
    letter: z.string(),
    asOf: z.string(),
    cosigners: z
      .object({
        signed: count,
        leads: count.nullable().meta({ description: 'Leads who signed; they are among `signed`.' }),
        byBody: cells.nullable(),
        byParty: cells.nullable(),
        byCaucus: cells.nullable(),
        byState: cells.nullable(),
        bipartisan: z
          .boolean()
          .nullable()
          .meta({ description: 'A signer of each major caucus; null outside Congress.' }),
        bicameral: z.boolean().nullable().meta({ description: 'A signer of each chamber; null outside Congress.' }),
        reported: z
          .object({ total: count, source: z.string() })
          .nullable()
          .meta({ description: 'A total that a source states without all the names; never added to `signed`.' }),
        byPosition: cells.optional().meta({ description: 'For staffers and organizers.' }),
        toReconfirm: count.optional().meta({ description: 'Signed an older text; for staffers and organizers.' }),
      })
      .nullable()
      .meta({ description: 'Null where the letter keeps its signers private.' }),
    signatures: z
      .object({
        confirmed: count.meta({ description: 'Given to the text as it stands in substance; only these count.' }),
        people: count.nullable(),
        organizations: count.nullable(),
        byState: cells.nullable().meta({ description: 'By USPS code, with `abroad` and `unknown`.' }),
        byDistrict: cells.nullable().meta({ description: 'Such as OH-7, 0 at large; with `abroad` and `unknown`.' }),
        byDay: cells.nullable().meta({ description: 'By the day of confirming, in the letter’s time zone.' }),
        toReconfirm: count.meta({ description: 'Confirmed for an older text and not yet for this one.' }),
        submitted: count.meta({ description: 'All that were ever sent in: the sum of these states.' }),
        unconfirmed: count.meta({ description: 'Not counted yet: not confirmed, or not looked at.' }),
        waiting: count.meta({ description: 'Organizations that confirmed and wait for the campaign’s approval.' }),
        withdrawn: count,
        disowned: count.meta({ description: '“This was not me.”' }),
        expired: count.meta({ description: 'Never confirmed.' }),
        removed: cells.nullable().meta({ description: 'Removed by the campaign, by reason.' }),
        byStatus: cells.optional().meta({ description: 'Every state by itself; for staffers and organizers.' }),
      })
      .nullable()
      .meta({ description: 'Null where the letter keeps its signatures private.' }),
    messages: z.object({ queued: count, sent: count, opened: count, reported: count }),
  })
  .meta({ id: 'Tally' });

export type Tally = z.infer<typeof tallyShape>;
