import type { IncomingMessage, ServerResponse } from 'node:http';
import { serving } from './congress.ts';

/** A place as the Census geocoder tells of one. */
export interface Place {
  address?: string;
  zip?: string;
  /** FIPS code of the state. */
  fips: string;
  /** As in GEOID: '07', '00' at large, '98' for a delegate, 'ZZ' for water. */
  code: string;
  congress?: number;
  upper?: string;
  lower?: string;
}

const ordinal = (n: number) => `${n}${n === 121 ? 'st' : n === 122 ? 'nd' : 'th'}`;

/** A match with the fields that the real one has, as far as anybody reads them. */
export function matchOf(place: Place) {
  const { address = '12 ELM ST, WOOSTER, OH, 44691', zip = '44691', fips, code, congress = 119, upper, lower } = place;
  const atLarge = code === '00' || code === '98';
  const chamber = (which: 'Upper' | 'Lower', name: string | undefined) =>
    name === undefined
      ? {}
      : {
          [`2024 State Legislative Districts - ${which}`]: [
            {
              GEOID: `${fips}0${which === 'Upper' ? '22' : '67'}`,
              STATE: fips,
              BASENAME: name,
              NAME: `State District ${name}`,
            },
          ],
        };
  return {
    matchedAddress: address,
    coordinates: { x: -81.93, y: 40.8 },
    tigerLine: { side: 'L', tigerLineId: '1' },
    addressComponents: { zip, city: 'WOOSTER', state: 'OH', streetName: 'ELM', fromAddress: '2', toAddress: '98' },
    geographies: {
      States: [{ GEOID: fips, STATE: fips, BASENAME: 'A State', NAME: 'A State' }],
      [`${ordinal(congress)} Congressional Districts`]: [
        {
          GEOID: `${fips}${code}`,
          STATE: fips,
          CDSESSN: String(congress),
          [`CD${congress}`]: code,
          BASENAME: atLarge ? 'Congressional District (at Large)' : String(Number(code)),
          NAME: atLarge ? 'Congressional District (at Large)' : `Congressional District ${Number(code)}`,
        },
      ],
      ...chamber('Upper', upper),
      ...chamber('Lower', lower),
    },
  };
}

export const answerOf = (...places: Place[]) => ({
  result: { input: { benchmark: {}, vintage: {} }, addressMatches: places.map(matchOf) },
});

/** Where 12 Elm Street is. */
export const elmStreet: Place = { fips: '39', code: '07', upper: '22', lower: '67' };

export interface Geocoder {
  /** What GEOCODER_URL is to be. */
  env: { GEOCODER_URL: string };
  /** What is answered; a test may put another answer here. */
  answer: unknown;
  /** What was asked, with path and query. */
  asked: URL[];
  /** Answers in its place while it is set. */
  badly: ((req: IncomingMessage, res: ServerResponse) => unknown) | null;
}

/** The Census geocoder on this machine. It has closed by the end of the test. */
export async function aGeocoder(...places: Place[]): Promise<Geocoder> {
  const geocoder: Geocoder = { env: { GEOCODER_URL: '' }, answer: answerOf(...places), asked: [], badly: null };
  const address = await serving((req, res) => {
    const url = new URL(req.url ?? '', 'http://here');
    geocoder.asked.push(url);
    if (geocoder.badly) return geocoder.badly(req, res);
    const street = url.searchParams.get('street') ?? url.searchParams.get('address') ?? '';
    const json = (status: number, body: unknown) =>
      res.writeHead(status, { 'Content-Type': 'application/json;charset=UTF-8' }).end(JSON.stringify(body));
    if (!/^\/geocoder\/geographies\/(onelineaddress|address)$/.test(url.pathname)) return json(404, {});
    if (street === '' || street.length > 100)
      return json(400, {
        errors: ['Specify House number and Street name along with City and State and/or ZIP Code'],
        status: '400',
      });
    json(200, geocoder.answer);
  });
  geocoder.env.GEOCODER_URL = `${address}/geocoder`;
  return geocoder;
}
