/** Bodies beside Congress: who represents a constituent there, where that is known, and else whom to choose from. */
import type { Db } from '../db/database.ts';
import {
  atLarge,
  HOUSE,
  inDistrict,
  type LegislatorRow,
  listBodies,
  listServing,
  SENATE,
} from '../legislators/legislators.ts';
import type { Letter } from '../letters/letters.ts';
import type { Where } from './where.ts';

export interface OtherBody {
  name: string;
  members: LegislatorRow[];
  /** Whether a street address would tell who represents the constituent there. */
  byAddress: boolean;
  /** What the Census calls their district, where no member fits that name; '' where it is not known. */
  district: string;
}

export interface OtherBodies {
  /** Who represents the constituent: a street address told the district. */
  own: LegislatorRow[];
  /** Where they must pick. */
  bodies: OtherBody[];
}

const chambers = ['upper', 'lower', 'legislature'];

/** Here a second district lies over the first, and the Census tells only one: the other member is still to be picked. */
const OVERLAID = 'nh-house';

/** The bodies beside Congress that a letter is open to, as they stand to somebody of a place. */
export async function otherBodies(db: Db, letter: Letter, where: Where): Promise<OtherBodies> {
  const wanted = letter.openToBodies.filter((body) => body !== SENATE && body !== HOUSE);
  if (wanted.length === 0) return { own: [], bodies: [] };
  const home = where.state?.code ?? null;
  const bodies = (await listBodies(db)).filter(
    ({ key, state }) => wanted.includes(key) && (state === null || home === null || state === home),
  );
  const serving = await listServing(
    db,
    bodies.map((body) => body.key),
  );
  const result: OtherBodies = { own: [], bodies: [] };
  for (const { key, name, state, kind } of bodies) {
    const members = serving.filter((member) => member.body === key);
    const told = state !== null && chambers.includes(kind);
    const district = (told && (kind === 'lower' ? where.chambers?.lower : where.chambers?.upper)) || '';
    const found = inDistrict(members, district);
    if (found.length > 0) {
      result.own.push(...found, ...(kind === 'legislature' ? atLarge(members) : []));
      if (key !== OVERLAID) continue;
    }
    const rest = members.filter((member) => !found.includes(member));
    const byAddress = told && where.chambers === null;
    if (rest.length > 0)
      result.bodies.push({ name, members: rest, byAddress, district: found.length > 0 ? '' : district });
  }
  return result;
}
