import { readFileSync } from 'node:fs';
import { congressBodies } from '../../server/legislators/bodies.ts';
import { readBundled } from '../../server/legislators/load/bundled.ts';
import { recordOf } from '../../server/legislators/load/record.ts';
import { matchNames } from '../../server/legislators/matching.ts';
import type { Row } from './run.ts';
import { median } from './servers.ts';

/** How long a thousand names as offices write them take to be matched to Congress, beside what is allowed. */
export function measureNames({ rounds }: { rounds: number }): Row[] {
  const roster = readBundled(readFileSync('data/legislators.jsonl', 'utf8'), 'data/legislators.jsonl');
  const members = roster.people.map((person) => recordOf(person, null, roster).row);
  const ways = [
    (m: (typeof members)[number]) => `Rep. ${m.last} (${m.party[0]}-${m.state})`,
    (m: (typeof members)[number]) => `${m.last}, ${m.first}`,
    (m: (typeof members)[number]) => m.full,
    (m: (typeof members)[number]) => m.last,
    // A slip of the pen is the dearest: all names are looked through for one that is near.
    (m: (typeof members)[number]) => `${m.first} ${m.last}e`,
  ];
  const rows = Array.from({ length: 1000 }, (_, n) => {
    const member = members[(n * 7) % members.length];
    return { text: member ? (ways[n % ways.length]?.(member) ?? '') : '' };
  });
  const took = Array.from({ length: Math.max(5, rounds) }, () => {
    const started = performance.now();
    matchNames(members, rows, congressBodies);
    return performance.now() - started;
  });
  const ours = median(took);
  const limit = 200;
  return [
    {
      what: '1,000 names matched to 537 members',
      unit: 'ms',
      ours,
      limit,
      limitIs: 'what is allowed',
      ratio: ours / limit,
    },
  ];
}
