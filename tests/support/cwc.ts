import type { IncomingMessage, ServerResponse } from 'node:http';
import { setChamber } from '../../server/carriers/cwc/store.ts';
import { cwcOffices } from '../../server/db/tables.ts';
import { serving } from './congress.ts';
import type { TestWorld } from './world.ts';

/** The keys that the service on this machine takes; the URL has them, and nothing else may. */
export const KEYS = { house: 'house-key-for-tests', senate: 'senate-key-for-tests' };

/** Who sends. */
export const agent = {
  CWC_AGENT: 'Example Agent',
  CWC_ACK_EMAIL: 'ack@agent.example',
  CWC_CONTACT_NAME: 'Dana Ops',
  CWC_CONTACT_EMAIL: 'ops@agent.example',
  CWC_CONTACT_PHONE: '202-555-0100',
};

export interface Asked {
  path: string;
  /** The DeliveryId of a message; '' of anything else. */
  id: string;
  body: string;
  type: string;
  req: IncomingMessage;
  res: ServerResponse;
}

export interface CwcService {
  /** The settings that use it. */
  env: Record<string, string>;
  asked: Asked[];
  /** How often each DeliveryId was taken as new. */
  taken: Map<string, number>;
  /** Answers in its place while it is set; for what it lets pass it gives false. */
  badly: ((asked: Asked) => unknown) | null;
  offices: { house: string; senate: string };
}

/** The services of both chambers on this machine: a message that is known by its name is answered with 409. */
export async function aCwcService(): Promise<CwcService> {
  const service: CwcService = {
    env: {},
    asked: [],
    taken: new Map(),
    badly: null,
    offices: { house: '[]', senate: '[]' },
  };
  const base = await serving(async (req, res) => {
    let body = '';
    for await (const part of req) body += part;
    const { pathname, searchParams } = new URL(req.url ?? '', 'http://here');
    const [, chamber = '', path = ''] = pathname.split('/');
    const id = /<DeliveryId>(\w+)<\/DeliveryId>/.exec(body)?.[1] ?? '';
    const asked = { path, id, body, type: String(req.headers['content-type']), req, res };
    service.asked.push(asked);
    if (service.badly && (await service.badly(asked)) !== false) return;
    if (searchParams.get('apikey') !== KEYS[chamber as 'house' | 'senate']) return res.writeHead(401).end('no');
    if (path === 'offices') return res.writeHead(200).end(service.offices[chamber as 'house' | 'senate']);
    if (path === 'validate') return res.writeHead(200).end('valid');
    if (service.taken.has(id)) return res.writeHead(409).end('<Errors><Error>Duplicate DeliveryId</Error></Errors>');
    service.taken.set(id, 1);
    res.writeHead(200).end('');
  });
  service.env = {
    ...agent,
    ...{ CWC_HOUSE_URL: `${base}/house`, CWC_HOUSE_KEY: KEYS.house },
    ...{ CWC_SENATE_URL: `${base}/senate/`, CWC_SENATE_KEY: KEYS.senate },
  };
  return service;
}

/** Lists offices as if they had just been read. */
export async function withOffices(world: TestWorld, ...offices: string[]): Promise<void> {
  await world.db.transaction(async (tx) => {
    for (const chamber of ['house', 'senate'] as const) {
      const codes = offices.filter((office) => office.startsWith(chamber === 'house' ? 'H' : 'S'));
      await setChamber(tx, chamber, { listedAt: world.now(), triedAt: world.now() });
      if (codes.length > 0) await tx.insert(cwcOffices).values(codes.map((office) => ({ office, chamber })));
    }
  });
}
