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
    signatures: z.object({
      confirmed: count,
      people: count,
      organizations: count,
      byState: cells,
      byDistrict: cells,
      byDay: cells,
    }),
    messages: z.object({ queued: count, sent: count, opened: count, reported: count }),
  })
  .meta({ id: 'Tally' });

export type Tally = z.infer<typeof tallyShape>;
