/** Trying the services out: a message of invented content that is checked and never delivered. */
import { dayInWashington } from '../../basics/time.ts';
import type { World } from '../../basics/world.ts';
import type { CwcContent } from '../../db/tables.ts';
import { askService, usualLimits } from './asking.ts';
import { type Reading, readOffices } from './listing.ts';
import { type Agent, campaignIdOf, cwcXml, deliveryIdOf } from './message.ts';
import { CHAMBERS, type Chamber } from './rules.ts';
import * as store from './store.ts';

/** Who sends where the service is not set up: of a reserved domain and number. */
const nobody: Agent = {
  agent: 'Example Agent',
  ackEmail: 'ack@agent.example',
  contact: { name: 'Dana Ops', email: 'ops@agent.example', phone: '202-555-0100' },
};

const bills = [{ congress: 119, type: 'hconres', number: 9001 }];

/** A message of invented content for an office, with everything that one can have. */
export function sampleFor(office: string, agent: Agent | null, now: Date): string {
  const ask = { campaignId: 'example', letterId: 'example', ask: 'request', bills, stance: 'pro' };
  const content: CwcContent = {
    ...{ office, day: dayInWashington(now), organization: 'Rivers Example Committee', campaignId: campaignIdOf(ask) },
    constituent: {
      ...{ prefix: 'Ms.', first: 'Ana', last: 'Rivera', street: '12 Elm Street', city: 'Wooster' },
      ...{ state: office.slice(1, 3) === 'AQ' ? 'AS' : office.slice(1, 3), zip: '44691', phone: '202-555-0101' },
      email: 'ana@mail.example',
    },
    ...{ subject: 'Please cosponsor the river bill', topic: 'Environmental Protection', bills, stance: 'pro' },
    statement: 'I ask you to add your name to the letter on clean rivers & lakes.',
    own: 'My well is downstream of the plant.\nPlease act.',
    responseWanted: true,
  };
  return cwcXml(deliveryIdOf(`sample ${office} ${now.toISOString()}`), content, agent ?? nobody);
}

/** What a chamber's service said: of its offices, and of an invented message that it was asked to check. */
export interface Check {
  chamber: Chamber;
  offices: Reading;
  office: string;
  /** Null where no answer came. */
  status: number | null;
  /** The service's own words on the invented message, or what went wrong on the way. */
  answer: string;
}

/** Reads the offices of each service that is set up, and asks it to check an invented message; delivers nothing. */
export async function checkService(world: World): Promise<Check[]> {
  const { cwc } = world.settings;
  const checks: Check[] = [];
  for (const chamber of CHAMBERS) {
    const endpoint = cwc?.[chamber];
    const offices = endpoint ? await readOffices(world, chamber) : null;
    if (!endpoint || !offices) continue;
    const office = (await store.firstOffice(world.db, chamber)) ?? { house: 'HOH07', senate: 'SOH01' }[chamber];
    const xml = sampleFor(office, cwc, world.now());
    const { patience } = usualLimits;
    const { status, body, code } = await askService(world, endpoint, 'validate', { xml, patience });
    checks.push({
      chamber,
      offices,
      office,
      status,
      answer: (code ?? body).replaceAll(endpoint.key, '…').slice(0, 2000),
    });
  }
  return checks;
}
