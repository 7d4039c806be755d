import { dayInWashington } from '../../basics/time.ts';
import type { World } from '../../basics/world.ts';
import { applyPlan } from './apply.ts';
import { planRoster, type RosterPlan } from './plan.ts';
import { readRoster } from './read.ts';
import { BadSource, emptyRoster, type Format, type Roster } from './roster.ts';
import { readSource, type SourceOptions } from './source.ts';

/** Where the publisher of congress-legislators keeps the newest files. */
export const PUBLISHER = 'https://unitedstates.github.io/congress-legislators/';

export interface ImportOptions {
  /** Found out by looking where it is not said. */
  format?: Format | null;
  body?: string | null;
  dryRun?: boolean;
  acceptDepartures?: boolean;
  progress?: (message: string) => void;
  /** Limits on what is read; the usual ones unless said. */
  limits?: Pick<SourceOptions, 'patience' | 'largest'>;
}

/**
 * Imports a roster from a file, a folder or a web address, and gives what it changes. A plan with problems, or of a
 * dry run, was not applied.
 */
export async function importRoster(world: World, source: string, options: ImportOptions = {}): Promise<RosterPlan> {
  const {
    format = null,
    body = null,
    dryRun = false,
    acceptDepartures = false,
    progress = () => {},
    limits = {},
  } = options;
  const today = dayInWashington(world.now());
  progress('reading');
  const roster = await readFrom(world, source, { format, body, today, progress, limits });
  progress('comparing');
  const plan = await planRoster(world.db, roster, { acceptDepartures, today });
  if (!dryRun && plan.problems.length === 0)
    await applyPlan(world, plan, (done, all) => progress(`writing ${done} of ${all} people`));
  return plan;
}

async function readFrom(
  world: World,
  source: string,
  options: {
    format: Format | null;
    body: string | null;
    today: string;
    progress: (message: string) => void;
    limits: SourceOptions;
  },
): Promise<Roster> {
  const { limits, ...reading } = options;
  try {
    const files = await readSource(world, source, { ...limits, progress: options.progress });
    return await readRoster(files, source, reading);
  } catch (error) {
    if (!(error instanceof BadSource)) throw error;
    return { ...emptyRoster(options.format ?? 'congress-legislators', source), problems: [error.problem] };
  }
}
