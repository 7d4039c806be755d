import type { World } from '../../basics/world.ts';
import type { Body } from '../bodies.ts';
import * as store from '../store.ts';
import type { RosterPlan } from './plan.ts';

/** People written in one transaction: few enough that others wait for a moment only. */
const PEOPLE_PER_DEED = 100;

/**
 * Writes what a plan says. The plan must have no problems.
 *
 * It is done in small deeds, so that a site goes on answering meanwhile. Each person is written whole; if the process
 * ends half-way, the same import again does the rest.
 */
export async function applyPlan(
  world: Pick<World, 'db' | 'now' | 'newId'>,
  plan: RosterPlan,
  progress: (done: number, all: number) => void = () => {},
): Promise<void> {
  if (plan.problems.length > 0) throw new Error('A roster with problems was to be applied.');
  const { roster, records, known, seats, committees } = plan;
  await world.db.transaction(async (tx) => {
    const before = new Map((await store.listBodies(tx)).map((body) => [body.key, body]));
    for (const body of roster.bodies)
      if (JSON.stringify(ordered(before.get(body.key))) !== JSON.stringify(ordered(body)))
        await store.putBody(tx, body);
    await store.addSeats(tx, seats.add);
    for (const seat of seats.change) await store.changeSeat(tx, seat);
  });
  for (let at = 0; at < records.length; at += PEOPLE_PER_DEED) {
    progress(at, records.length);
    await world.db.transaction((tx) => store.putWhole(tx, records.slice(at, at + PEOPLE_PER_DEED), known));
  }
  await world.db.transaction(async (tx) => {
    for (const person of plan.left) await store.setLeft(tx, person.key, person.leftOn);
    await store.putCommittees(tx, committees.put, committees.known);
    if (committees.members && committees.moved > 0)
      await store.replaceMembers(tx, roster.committees?.map(({ key }) => key) ?? [], committees.members);
    await store.addLoad(tx, {
      id: world.newId(),
      at: world.now(),
      source: roster.source,
      format: roster.format,
      bodies: plan.claims,
      added: plan.added.length,
      changed: plan.changed.length,
      left: plan.left.length,
      unchanged: plan.unchanged,
    });
  });
}

const ordered = (body: Body | undefined) =>
  body && [body.key, body.name, body.memberTitle, body.memberShort, body.state, body.kind];
