/** Which offices take messages: each chamber's service says so, and is asked once a day. */
import { XMLParser } from 'fast-xml-parser';
import type { World } from '../../basics/world.ts';
import { serviceOf } from './answers.ts';
import { type Answered, askService, usualLimits } from './asking.ts';
import { isMaintained } from './carrying.ts';
import { CHAMBERS, type Chamber, OFFICE } from './rules.ts';
import * as store from './store.ts';

const DAY_MS = 86_400_000;
/** After a reading that failed. */
const AGAIN_MS = 3_600_000;

/** What a reading gave: the number of offices, or why there is none, as part of a sentence for whoever runs the site. */
export type Reading = { chamber: Chamber; offices: number } | { chamber: Chamber; problem: string };

/** Reads the lists that are a day old. For the worker. */
export async function readOfficesDue(world: World): Promise<void> {
  const now = world.now();
  for (const chamber of CHAMBERS) {
    if (!world.settings.cwc?.[chamber] || isMaintained(chamber, now)) continue;
    const { listedAt = null, triedAt = null } = (await store.findChamber(world.db, chamber)) ?? {};
    const age = (moment: Date | null) => now.getTime() - (moment?.getTime() ?? Number.NEGATIVE_INFINITY);
    if (age(listedAt) < DAY_MS || age(triedAt) < AGAIN_MS) continue;
    const reading = await readOffices(world, chamber);
    if (reading && 'problem' in reading)
      world.log.warn({ chamber, problem: reading.problem }, 'the list of offices could not be read');
  }
}

/** Reads a chamber's list now, and keeps it in the place of the one before; null where its service is not set. */
export async function readOffices(
  world: World,
  chamber: Chamber,
  patience = usualLimits.patience,
): Promise<Reading | null> {
  const endpoint = world.settings.cwc?.[chamber];
  if (!endpoint) return null;
  const answered = await askService(world, endpoint, 'offices', { patience });
  const offices = officesIn(answered, chamber);
  const before = await store.countOffices(world.db, chamber);
  const problem = problemOf(chamber, answered, offices, before);
  const triedAt = world.now();
  return world.db.transaction(async (tx): Promise<Reading> => {
    if (problem !== null) {
      await store.setChamber(tx, chamber, { triedAt, problem });
      return { chamber, problem };
    }
    await store.replaceOffices(tx, chamber, offices);
    await store.setChamber(tx, chamber, { listedAt: triedAt, triedAt, pausedUntil: null, problem: '' });
    return { chamber, offices: offices.length };
  });
}

function problemOf(chamber: Chamber, { status, code, page }: Answered, offices: string[], before: number) {
  const service = serviceOf(chamber);
  if (status === null) return `${service} could not be reached for its list of offices (${code})`;
  if (status === 401 || status === 403) return `${service} refused the key (${status})`;
  if (page || status !== 200) return `${service} gave no list of offices (it answered ${status})`;
  if (offices.length === 0) return `${service} listed no office that this program knows the form of`;
  // Offices close one at a time: half a list is one that broke off.
  return offices.length * 2 < before
    ? `${service} listed ${offices.length} offices where there were ${before}: the list is not taken`
    : null;
}

/** The codes in a list, JSON or XML, whatever stands around them: the form of the list is not documented. */
function officesIn({ body, page }: Answered, chamber: Chamber): string[] {
  if (page) return [];
  const found = new Set<string>();
  const look = (value: unknown): void => {
    if (typeof value === 'string' && OFFICE[chamber].test(value.trim())) found.add(value.trim());
    else if (typeof value === 'object' && value !== null)
      for (const [name, inner] of Object.entries(value)) [name, inner].forEach(look);
  };
  look(valueIn(body));
  return [...found].sort();
}

function valueIn(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    try {
      return new XMLParser({ ignoreAttributes: false, parseTagValue: false, attributeNamePrefix: '' }).parse(body);
    } catch {
      return null;
    }
  }
}
