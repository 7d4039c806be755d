/**
 * `npm run bench`: each row is ours beside its limit, measured in turn in the same run. Machines are noisy, so read
 * the ratios. `--json` prints JSON; `--seconds N` and `--rounds N` change how long it measures,
 * `--export N` how many signatures are exported, `--growth N` under how many signing and reading are measured,
 * `--mails N` how many mails go out.
 */
import { parseArgs } from 'node:util';
import { measureAccess } from './access.ts';
import { measureDocuments } from './documents.ts';
import { measureExports } from './exports.ts';
import { measureGrowth } from './growth.ts';
import { measureMail } from './mail.ts';
import { measureNames } from './names.ts';
import { measureImport } from './roster.ts';
import { measureSigning } from './signing.ts';
import { measureSite } from './site.ts';
import { measureWhip } from './whip.ts';

export interface Row {
  what: string;
  unit: string;
  ours: number;
  limit: number;
  limitIs: string;
  /** Ours to the limit; above 1 is better where more is better, worse where less is. */
  ratio: number;
}

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    seconds: { type: 'string', default: '3' },
    rounds: { type: 'string', default: '3' },
    export: { type: 'string', default: '200000' },
    growth: { type: 'string', default: '200000' },
    mails: { type: 'string', default: '10000' },
  },
});
const setup = {
  seconds: Number(values.seconds),
  rounds: Number(values.rounds),
  exported: Number(values.export),
  growth: Number(values.growth),
  mails: Number(values.mails),
};
const rows: Row[] = [
  ...(await measureSigning(setup)),
  ...(await measureSite(setup)),
  ...(await measureWhip(setup)),
  ...(await measureAccess(setup)),
  ...(await measureGrowth(setup)),
  ...(await measureExports(setup)),
  ...(await measureMail(setup)),
  ...(await measureImport(setup)),
  ...measureNames(setup),
  ...(await measureDocuments(setup)),
];

if (values.json) console.log(JSON.stringify(rows, null, 2));
else
  console.table(
    rows.map((row) => ({
      what: row.what,
      ours: `${row.ours.toFixed(row.ours < 100 ? 1 : 0)} ${row.unit}`,
      limit: `${row.limit.toFixed(row.limit < 100 ? 1 : 0)} ${row.unit}`,
      ratio: row.ratio.toFixed(2),
      'the limit is': row.limitIs,
    })),
  );
