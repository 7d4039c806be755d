import { remembering } from '../basics/memo.ts';
import { grouped, listed, plural } from '../basics/text.ts';
import { findState } from '../districts/districts.ts';
import { type Chamber, caucusInWords, chamberFigure, type Figure } from './chamber.ts';
import type { Counts, Tally } from './shape.ts';
import { mapped, stateMap } from './stateMap.ts';

/** The numbers of a letter ready to print: in words, as pictures, and each picture's numbers as a table. */
export interface TallyBlock {
  facts: { label: string; value: string }[];
  pictures: Figure[];
  tables: { caption: string; heading: string; rows: { label: string; count: string }[] }[];
  /** Says why there is no breakdown; '' otherwise. */
  why: string;
}

/**
 * The numbers ready for `views/tallies/tally.ejs`; null where the letter keeps its signers private. `open`: whether it
 * still takes names. Where a source reports a number and names nobody, there is nothing to draw or to break down.
 */
export function tallyBlock({ cosigners }: Tally, chambers: Chamber[], open: boolean): TallyBlock | null {
  if (!cosigners) return null;
  const { signed, leads, byBody, byParty, byCaucus, byState, bipartisan, bicameral, reported } = cosigners;
  const names = new Map(chambers.map((chamber) => [chamber.key, chamber.name]));
  const nameless = signed === 0 && reported !== null;
  const no = open ? 'not yet' : 'no';
  const whole = byBody && byCaucus && byState && byParty;
  const inCongress = byState?.some(({ key }) => mapped.has(key)) && chambers.some(({ key }) => key.startsWith('us-'));
  return {
    facts: [
      {
        label: 'Signed',
        value: grouped(signed) + leadWords(signed, leads),
      },
      ...(bipartisan === null || nameless ? [] : [{ label: 'Bipartisan', value: bipartisan ? 'yes' : no }]),
      ...(bicameral === null || nameless ? [] : [{ label: 'Bicameral', value: bicameral ? 'yes' : no }]),
      ...(reported
        ? [{ label: 'Reported', value: `${grouped(reported.total)} (${reported.source}); not counted above` }]
        : []),
    ],
    pictures:
      whole && !nameless
        ? [...chambers.filter(({ seats }) => seats > 0).map(chamberFigure), ...(inCongress ? [mapFigure(byState)] : [])]
        : [],
    tables:
      whole && signed > 0
        ? [
            tableOf('Signers by body', 'Body', byBody, (key) => names.get(key) ?? key),
            tableOf('Signers by party', 'Party', byParty, (key) => (key === 'unknown' ? 'None known' : key)),
            tableOf('Signers by caucus', 'Caucus', byCaucus, (key) =>
              key === 'unknown' ? 'None known' : caucusInWords(key),
            ),
            tableOf('Signers by state', 'State', byState, stateName),
          ]
        : [],
    why: whole ? '' : 'The campaign publishes the total only.',
  };
}

function leadWords(signed: number, leads: number | null): string {
  if (!leads) return '';
  if (leads === signed) return leads === 1 ? ', the lead' : ', all of them leads';
  return `, ${leads === 1 ? 'one lead' : `${leads} leads`} among them`;
}

const stateName = (key: string) => (key === 'unknown' ? 'No state' : (findState(key)?.name ?? key));

const tableOf = (caption: string, heading: string, counts: Counts, nameOf: (key: string) => string) => ({
  caption,
  heading,
  rows: counts.map(({ key, count }) => ({ label: nameOf(key), count: grouped(count) })),
});

const mapFigure = remembering(drawMap, (byState) => JSON.stringify(byState));

function drawMap(byState: Counts): Figure {
  const counts = new Map(byState.map(({ key, count }) => [key, count]));
  const most = [...byState]
    .filter(({ key }) => mapped.has(key))
    .sort((a, b) => b.count - a.count || (a.key < b.key ? -1 : 1));
  const caption = `Signers from ${plural(most.length, 'state or territory', 'states and territories')}`;
  return {
    svg: stateMap(counts, {
      id: 'map-states',
      title: 'Signers by state',
      description: `A square for each state and territory with its number of signers: ${listed(
        most.map(({ key, count }) => `${stateName(key)} ${count}`),
      )}. None elsewhere.`,
    }),
    caption,
  };
}
