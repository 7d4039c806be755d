import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach } from 'vitest';
import type { Row } from './invented/legislature.ts';

/** The key that the server on this machine takes. */
export const KEY = 'a-key-for-tests';

/** A cosponsor as Congress.gov's API writes one. */
export type Told = Record<string, unknown> & { bioguideId: string };

const letters: Record<string, string> = { Democrat: 'D', Republican: 'R', Independent: 'ID' };

/** An invented member as Congress.gov's API tells of a cosponsor. */
export function told(row: Row, day = '2025-03-04', different: Record<string, unknown> = {}): Told {
  const seat = row.district === null ? {} : { district: Number(row.district) };
  const party = letters[row.party] ?? 'I';
  const place = [party, row.state, row.district === '0' ? 'At Large' : row.district].filter(Boolean).join('-');
  return {
    bioguideId: row.key,
    firstName: row.first,
    lastName: row.last,
    fullName: `${row.body === 'us-senate' ? 'Sen.' : 'Rep.'} ${row.last}, ${row.first} [${place}]`,
    party,
    state: row.state,
    ...seat,
    sponsorshipDate: day,
    isOriginalCosponsor: false,
    url: `https://api.congress.gov/v3/member/${row.key}?format=json`,
    ...different,
  };
}

/** The API's answers about H.R. 1234 of the 119th Congress with this sponsor and these cosponsors. */
export function answersOf(sponsor: Row, cosponsors: Told[], different: Record<string, unknown> = {}) {
  const { sponsorshipDate: _, isOriginalCosponsor: __, ...introducer } = told(sponsor);
  const counts = {
    count: cosponsors.filter((one) => !one['sponsorshipWithdrawnDate']).length,
    countIncludingWithdrawnCosponsors: cosponsors.length,
  };
  const request = {
    billNumber: '1234',
    billType: 'hr',
    congress: '119',
    contentType: 'application/json',
    format: 'json',
  };
  return {
    bill: {
      bill: {
        congress: 119,
        type: 'HR',
        number: '1234',
        title: 'Clean Rivers Act',
        introducedDate: '2025-02-11',
        originChamber: 'House',
        originChamberCode: 'H',
        sponsors: [{ ...introducer, isByRequest: 'N' }],
        ...(cosponsors.length > 0 ? { cosponsors: { ...counts, url: 'https://api.congress.gov/…' } } : {}),
        ...different,
      },
      request,
    },
    cosponsors: { cosponsors, pagination: counts, request },
  };
}
export type Answers = ReturnType<typeof answersOf>;

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
});

/** A server on this machine; gives its address without a slash at the end. */
export async function serving(answer: (req: IncomingMessage, res: ServerResponse) => unknown): Promise<string> {
  const server = createServer(answer);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

export interface Congress {
  /** What CONGRESS_API_URL and CONGRESS_API_KEY are to be. */
  env: { CONGRESS_API_URL: string; CONGRESS_API_KEY: string };
  /** The answers; a test may put others here. */
  answers: Answers;
  /** What was asked, with path and query. */
  asked: string[];
  /** Answers in its place while it is set; for what it lets pass it gives false. */
  badly: ((req: IncomingMessage, res: ServerResponse) => unknown) | null;
}

/** Congress.gov's API on this machine: wants its key in the header and format=json, and gives at most 250 at once. */
export async function aCongress(answers: Answers): Promise<Congress> {
  const congress: Congress = { answers, asked: [], badly: null, env: { CONGRESS_API_URL: '', CONGRESS_API_KEY: KEY } };
  const address = await serving((req, res) => {
    congress.asked.push(req.url ?? '');
    if (congress.badly && congress.badly(req, res) !== false) return;
    const { pathname, searchParams } = new URL(req.url ?? '', 'http://here');
    const send = (status: number, body: unknown) =>
      res.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body, null, 2));
    if (req.headers['x-api-key'] !== KEY) return send(403, { error: { code: 'API_KEY_INVALID' } });
    if (searchParams.get('format') !== 'json') return res.writeHead(200).end('<?xml version="1.0"?><api-root/>');
    if (pathname === '/v3/bill/119/hr/1234') return send(200, congress.answers.bill);
    if (pathname !== '/v3/bill/119/hr/1234/cosponsors') return send(404, { error: 'Unknown resource' });
    const [limit, offset] = [Number(searchParams.get('limit') ?? 20), Number(searchParams.get('offset') ?? 0)];
    const { cosponsors, pagination, request } = congress.answers.cosponsors;
    const more = offset + Math.min(limit, 250) < cosponsors.length;
    return send(200, {
      cosponsors: cosponsors.slice(offset, offset + Math.min(limit, 250)),
      pagination: { ...pagination, ...(more ? { next: `${address}${pathname}?offset=${offset + limit}` } : {}) },
      request,
    });
  });
  congress.env.CONGRESS_API_URL = `${address}/v3`;
  return congress;
}
