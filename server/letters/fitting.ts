import { Invalid, type Problem } from '../basics/errors.ts';
import { listCampaignBills } from '../bills/bills.ts';
import type { Db } from '../db/database.ts';
import { listBodies, listByKeys } from '../legislators/legislators.ts';
import type { SomeOfLetter } from './drafting.ts';

/**
 * Throws Invalid, naming each field, unless the bodies exist, every lead serves in one of them, and the bills are the
 * campaign's. Only what is given is checked; `keptLeads` were checked when they were named, and may have left since.
 */
export async function requireFitting(
  db: Db,
  campaignId: string,
  { openTo, leads = [], bills = [] }: Pick<SomeOfLetter, 'openTo' | 'leads' | 'bills'>,
  { bodies = openTo?.legislators ?? [], keptLeads = [] }: { bodies?: string[]; keptLeads?: string[] } = {},
): Promise<void> {
  const problems: Problem[] = [];
  if (openTo) {
    const known = new Set((await listBodies(db)).map((body) => body.key));
    openTo.legislators.forEach((body, n) => {
      if (!known.has(body)) problems.push({ path: `openTo.legislators.${n}`, message: `There is no body "${body}".` });
    });
  }
  const members = new Map((await listByKeys(db, leads)).map((legislator) => [legislator.key, legislator]));
  leads.forEach((key, n) => {
    const path = `leads.${n}`;
    const member = members.get(key);
    if (!member) problems.push({ path, message: `There is no legislator with the key "${key}".` });
    else if (leads.indexOf(key) < n) problems.push({ path, message: `${member.full} is named twice.` });
    else if (!bodies.includes(member.body))
      problems.push({ path, message: `${member.full} belongs to a body that this letter is not open to.` });
    else if (!member.serving && !keptLeads.includes(key))
      problems.push({ path, message: `${member.full} does not serve any more.` });
  });
  const own = new Set(bills.length > 0 ? (await listCampaignBills(db, campaignId)).map((bill) => bill.id) : []);
  bills.forEach((id, n) => {
    if (!own.has(id)) problems.push({ path: `bills.${n}`, message: 'This is not one of the campaign’s bills.' });
  });
  if (problems.length > 0) throw new Invalid(problems);
}

/** Those of the leads who serve in one of these bodies now. */
export async function servingLeads(db: Db, leads: string[], bodies: string[]): Promise<string[]> {
  const members = await listByKeys(db, leads);
  const serving = new Set(
    members.filter((member) => member.serving && bodies.includes(member.body)).map((member) => member.key),
  );
  return leads.filter((key) => serving.has(key));
}
