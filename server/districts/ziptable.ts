/** Which ZIP table is in use: the one that comes with the program, or one that the operator brought. */
import type { Viewer } from '../basics/viewer.ts';
import type { World } from '../basics/world.ts';
import type { Db, Tx } from '../db/database.ts';
import { findFact, setFact } from '../db/facts.ts';
import { record } from '../history/history.ts';
import { replaceZipTable } from './districts.ts';
import * as store from './store.ts';
import { readZipCsv, type ZipProblem } from './zipcsv.ts';

const OWN = 'own zip table';
const BUNDLED = 'zip table loaded';

/** A table that the operator brought. */
export interface OwnTable {
  /** Where it comes from, in the operator's words. */
  source: string;
  /** When it was brought in. */
  at: Date;
  rows: number;
  zips: number;
}

/** The operator's own table; null while the one that comes with the program is in use. */
export async function findOwnTable(db: Db): Promise<OwnTable | null> {
  const fact = await findFact(db, OWN);
  if (!fact) return null;
  const { at, ...own } = JSON.parse(fact) as Omit<OwnTable, 'at'> & { at: string };
  return { ...own, at: new Date(at) };
}

export interface ZipImport {
  rows: number;
  zips: number;
  /** Rows of areas that are in no district. */
  skipped: number;
  /** ZIP codes that the table in use lacks, has with other districts, and has while the new one does not. */
  added: number;
  changed: number;
  gone: number;
  /** With any, nothing is changed. */
  problems: ZipProblem[];
  applied: boolean;
}

/** Puts an operator's table (`docs/districts.md` tells of its shapes) in the place of the one in use, whole. */
export async function importZips(
  world: Pick<World, 'db' | 'now' | 'newId'>,
  viewer: Viewer,
  text: string,
  { source, dryRun = false }: { source: string; dryRun?: boolean },
): Promise<ZipImport> {
  const { rows, skipped, problems } = readZipCsv(text);
  const told = { rows: rows.length, skipped, problems };
  if (problems.length > 0) return { ...told, zips: 0, added: 0, changed: 0, gone: 0, applied: false };
  const [before, after] = [byZip(await store.listAll(world.db)), byZip(rows)];
  const added = [...after.keys()].filter((zip) => !before.has(zip)).length;
  const changed = [...after].filter(([zip, places]) => before.has(zip) && before.get(zip) !== places).length;
  const gone = [...before.keys()].filter((zip) => !after.has(zip)).length;
  const result = { ...told, zips: after.size, added, changed, gone };
  if (dryRun) return { ...result, applied: false };
  const own: OwnTable = { source, at: world.now(), rows: rows.length, zips: after.size };
  await world.db.transaction(async (tx) => {
    await store.replaceAll(tx, rows);
    await setFact(tx, OWN, JSON.stringify(own));
    await setFact(tx, BUNDLED, '');
    const detail = { source, rows: own.rows, zips: own.zips, added, changed, gone };
    await record(tx, world, viewer, { subject: 'zip table', subjectId: 'zips', deed: 'imported', detail });
  });
  return { ...result, applied: true };
}

/** Lets go of the operator's table: the one that comes with the program is loaded at the next start, or by the caller. */
export async function forgetOwnTable(tx: Tx, world: Pick<World, 'now' | 'newId'>, viewer: Viewer): Promise<void> {
  await setFact(tx, OWN, '');
  await record(tx, world, viewer, { subject: 'zip table', subjectId: 'zips', deed: 'put back' });
}

/** Loads the table that comes with the program where it is not the one in use, unless the operator has brought another. */
export async function loadBundledZips(
  world: Pick<World, 'db'>,
  { checksum, text }: { checksum: string; text: () => string },
): Promise<void> {
  if ((await findOwnTable(world.db)) || (await findFact(world.db, BUNDLED)) === checksum) return;
  await world.db.transaction(async (tx) => {
    // Somebody may have brought one meanwhile.
    if (await findOwnTable(tx)) return;
    await replaceZipTable(tx, text());
    await setFact(tx, BUNDLED, checksum);
  });
}

/** How many ZIP codes the table in use has, and how many of them lie in several districts. */
export async function countZips(db: Db): Promise<{ zips: number; several: number; rows: number }> {
  const rows = await store.listAll(db);
  const places = [...byZip(rows).values()];
  return { zips: places.length, several: places.filter((one) => one.includes(' ')).length, rows: rows.length };
}

/** The districts of each ZIP code, in one order. */
function byZip(rows: store.ZipDistrict[]): Map<string, string> {
  const places = new Map<string, string[]>();
  for (const { zip, state, district } of rows) {
    const known = places.get(zip);
    if (known) known.push(`${state}${district}`);
    else places.set(zip, [`${state}${district}`]);
  }
  return new Map([...places].map(([zip, of]) => [zip, of.sort().join(' ')]));
}
