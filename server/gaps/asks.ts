import { listed } from '../basics/text.ts';
import type { Db } from '../db/database.ts';
import { type LegislatorRow, listByKeys, listServing, SENATE } from '../legislators/legislators.ts';
import { groupBy } from '../legislators/lists.ts';
import { maySeeLeads } from '../letters/letters.ts';
import { listChoices, listOnCommittees } from './committees.ts';
import { byName } from './compare.ts';
import { because, pastReason, type Reason, supportReason } from './reasons.ts';
import { type GapRow, isSigner, rowOf, type Scene } from './rows.ts';
import { labelAs, noHolders } from './seats.ts';
import { listSupports } from './supports.ts';
import { letterWork } from './works.ts';

/**
 * Whom to ask next: who serves in a body that the letter is open to and has some reason to sign, without those who
 * signed, declined or withdrew. Whoever has the most reasons comes first, then by last name; nothing is weighed.
 */
export async function nextAsks(db: Db, scene: Scene, committees: string[]): Promise<GapRow[]> {
  const { letter, works } = scene;
  const behind = await listSupports(db, [...works.letters, ...works.bills]);
  const supports = groupBy(behind, (support) => support.legislator);
  const on = await listOnCommittees(db, await listChoices(db, letter), committees);
  const leadReasons = await leadReasonsFor(db, scene);
  const asked = (await listServing(db, letter.openToBodies)).filter(
    ({ key }) => scene.sees(key) && !isSigner(scene.stands.get(key)) && !saidNo(scene, key),
  );
  return asked
    .map((legislator) => {
      const own = supports.get(legislator.key) ?? [];
      const stands = own.filter((one) => !one.withdrew).map((one) => pastReason(one, legislator));
      const reconfirm = scene.stands.get(legislator.key)?.toReconfirm
        ? [because('to-reconfirm', 'signed an older text of this letter')]
        : [];
      const why = [...reconfirm, ...stands, ...leadReasons(legislator), ...(on.get(legislator.key) ?? [])];
      const row = rowOf(scene, noHolders, legislator, { why, last: false });
      return { ...row, cautions: own.filter((support) => support.withdrew).map(supportReason) };
    })
    .filter((row) => row.reasons.length > 0)
    .sort((a, b) => b.reasons.length - a.reasons.length || byName(a.legislator, b.legislator));
}

const saidNo = ({ stands }: Scene, key: string): boolean => {
  const position = stands.get(key)?.position;
  return position === 'declined' || position === 'withdrawn';
};

/** Who serves on the chosen committees and their subcommittees, and where they stand; by last name. */
export async function onCommittees(db: Db, scene: Scene, committees: string[]): Promise<GapRow[]> {
  const on = await listOnCommittees(db, await listChoices(db, scene.letter), committees);
  return rowsWith(db, scene, (legislator) => on.get(legislator.key) ?? []);
}

/** Who is from the state of a lead, and where they stand; by last name. */
export async function sameStates(db: Db, scene: Scene): Promise<GapRow[]> {
  return rowsWith(db, scene, await leadReasonsFor(db, scene));
}

async function rowsWith(db: Db, scene: Scene, whyOf: (legislator: LegislatorRow) => Reason[]): Promise<GapRow[]> {
  const people = (await listServing(db, scene.letter.openToBodies)).filter(({ key }) => scene.sees(key));
  return people.flatMap((legislator) => {
    const why = whyOf(legislator);
    return why.length > 0 ? [rowOf(scene, noHolders, legislator, { why })] : [];
  });
}

/**
 * What ties a member of a body of the whole country to the leads: being one, or their state. Who was asked to lead and
 * has not signed is for those who may know it.
 */
async function leadReasonsFor(db: Db, scene: Scene): Promise<(legislator: LegislatorRow) => Reason[]> {
  const { letter, viewer, bodies } = scene;
  const signers = maySeeLeads(viewer, letter) ? null : await listSupports(db, [letterWork(letter)]);
  const known = letter.leads.filter(
    (key) => !signers || signers.some((one) => one.legislator === key && !one.withdrew),
  );
  const wide = ({ body, state }: LegislatorRow) => state !== null && bodies.get(body)?.state === null;
  const leads = (await listByKeys(db, known)).sort((a, b) => known.indexOf(a.key) - known.indexOf(b.key));
  const byState = groupBy(leads.filter(wide), (lead) => lead.state ?? '');
  return (legislator) => {
    if (known.includes(legislator.key)) return [because('lead', 'named as a lead of this letter')];
    const near = wide(legislator) ? (byState.get(legislator.state ?? '') ?? []) : [];
    if (near.length === 0) return [];
    const names = `lead ${listed(near.map((lead) => labelAs(lead, lead, bodies)))}`;
    const senators = legislator.body === SENATE && near.some((lead) => lead.body === SENATE);
    return [because('lead-state', senators ? `the other senator of the state of ${names}` : `same state as ${names}`)];
  };
}
