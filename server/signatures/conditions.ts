/** What a bulk removal is told by: conditions that all have to fit. */
import { z } from 'zod';
import { domainOf, isWithin } from '../basics/addresses.ts';
import { fold } from '../basics/text.ts';
import { momentAt, momentInShort } from '../basics/time.ts';
import { findState } from '../districts/districts.ts';
import { compile, matchesNetwork, readPattern } from '../protection/patterns.ts';
import { lineField } from '../web/fields.ts';
import type { Looked } from './desk.store.ts';
import { removable } from './removing.ts';
import { stateInWords } from './states.ts';

export type Removable = (typeof removable)[number];

const texts = ['network', 'domain', 'district', 'home', 'from', 'until', 'name', 'organization'] as const;
/** What a form or a link asks by. */
export const conditionNames: readonly string[] = ['state', ...texts];

/** Conditions as they are kept; what is not asked for is left out. Moments are in ISO 8601. */
export type Conditions = Partial<Record<(typeof texts)[number], string>> & { state?: Removable };

/** Moments that both engines know and people write in four digits. */
const [EARLIEST, LATEST] = [new Date('1000-01-01T00:00:00Z'), new Date('+010000-01-01T00:00:00Z')];

/** A moment as a link gives it (ISO 8601), or as a form's field does, on the clock of the letter's time zone. */
const moment = (timeZone: string) =>
  z
    .string()
    .trim()
    .default('')
    .transform((text, ctx) => {
      if (!text) return undefined;
      const at = /(Z|[+-]\d\d:\d\d)$/.test(text) ? new Date(text) : momentAt(text, timeZone);
      if (at && at >= EARLIEST && at < LATEST) return at.toISOString();
      ctx.addIssue({ code: 'custom', message: 'A day and a time, such as 2026-11-22T15:00.' });
      return z.NEVER;
    });

const network = z
  .string()
  .default('')
  .transform((text, ctx) => {
    if (!text.trim()) return undefined;
    // As an allow list has it: no range is too wide to look for.
    const read = readPattern('allow', 'network', text);
    if (read.ok) return read.pattern;
    ctx.addIssue({ code: 'custom', message: read.message });
    return z.NEVER;
  });

const domain = z
  .string()
  .default('')
  .transform((text, ctx) => {
    const bare = domainOf(`x@${text.trim().replace(/^.*@/, '')}`);
    if (!bare) return undefined;
    if (/^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(bare)) return bare;
    ctx.addIssue({ code: 'custom', message: 'What comes after the @, such as mail.example.' });
    return z.NEVER;
  });

const district = z
  .string()
  .default('')
  .transform((text, ctx) => {
    const [, code = '', number = ''] = /^([A-Z]{2})-(\d{1,2})$/.exec(text.trim().toUpperCase()) ?? [];
    if (!text.trim()) return undefined;
    if (findState(code)) return `${code}-${Number(number)}`;
    ctx.addIssue({ code: 'custom', message: 'State and number, such as OH-7, or AK-0 for a state at large.' });
    return z.NEVER;
  });

const home = z
  .string()
  .trim()
  .default('')
  .refine((code) => code === '' || findState(code) !== null, 'A state or territory in two letters, such as OH.');

/** Marks alone are in every name, as nothing is. */
const part = lineField({ most: 100 })
  .default('')
  .refine((text) => text === '' || fold(text) !== '', 'Please give some letters.');

/** The conditions of a bulk removal, as a form or a link gives them. */
export const conditionsForm = (timeZone: string) =>
  z
    .object({
      state: z.enum(['', ...removable]).default(''),
      ...{ network, domain, district, home, name: part, organization: part },
      ...{ from: moment(timeZone), until: moment(timeZone) },
    })
    .transform(
      (form): Conditions => Object.fromEntries(Object.entries(form).filter(([, value]) => value)) as Conditions,
    )
    .refine((given) => Object.keys(given).length > 0, {
      path: ['state'],
      error: 'Please give at least one condition.',
    });

/** The states to look in, and a test of the rows found there. */
export interface Test {
  states: readonly Removable[];
  from: Date | null;
  until: Date | null;
  fits(row: Looked): boolean;
}

const day = (text: string | undefined) => (text ? new Date(text) : null);

export function testOf(given: Conditions): Test {
  const networks = given.network ? compile([{ kind: 'network', pattern: given.network }]) : null;
  const [name, organization] = [fold(given.name ?? ''), fold(given.organization ?? '')];
  const fits = (row: Looked): boolean =>
    (!networks || (row.network !== null && matchesNetwork(networks, row.network))) &&
    (!given.domain || (row.email !== null && isWithin(domainOf(row.email), given.domain))) &&
    (!given.district || `${row.homeState}-${row.homeDistrict}` === given.district) &&
    (!given.home || row.homeState === given.home) &&
    (!name || fold(row.name ?? '').includes(name)) &&
    (!organization || fold(row.organization ?? '').includes(organization));
  return {
    states: given.state ? [given.state] : removable,
    from: day(given.from),
    until: day(given.until),
    fits,
  };
}

/** 'from the network 192.0.2.0/24; given from … on': what is asked for, in words. */
export function conditionsInWords(given: Conditions, timeZone: string): string {
  const when = (text: string) => momentInShort(new Date(text), timeZone);
  const said: [keyof Conditions, (value: string) => string][] = [
    ['state', (state) => stateInWords[state as Removable]],
    ['network', (text) => `from the network ${text}`],
    ['domain', (text) => `with an address at ${text}`],
    ['district', (text) => `in the district ${text}`],
    ['home', (text) => `in ${findState(text)?.name ?? text}`],
    ['from', (text) => `given since ${when(text)}`],
    ['until', (text) => `given before ${when(text)}`],
    ['name', (text) => `with “${text}” in the name`],
    ['organization', (text) => `with “${text}” in the organization’s name`],
  ];
  return said.flatMap(([key, words]) => (given[key] ? [words(given[key])] : [])).join('; ');
}
