import { remembering } from './memo.ts';

/** Days are text ('2026-11-03'); moments are Dates. A day belongs to a time zone, so nothing here guesses one. */

const made = new Map<string, Intl.DateTimeFormat>();

/** A format, made once for each time zone: making one costs far more than using it. */
function formatOf(name: string, locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${name} ${options.timeZone}`;
  let format = made.get(key);
  if (!format) made.set(key, (format = new Intl.DateTimeFormat(locale, options)));
  return format;
}

/** Whether the IANA name ('America/New_York') is one this program can reckon with. */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** The day of a moment in a time zone: '2026-11-03'. */
export const dayIn = (moment: Date, timeZone: string): string =>
  formatOf('day', 'en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(moment);

/** The day in Washington, where terms of office begin and end. */
export const dayInWashington = (moment: Date): string => dayIn(moment, 'America/New_York');

/** Whether the text is a day that the calendar has: '2026-02-30' is not. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const moment = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(text);
}

const wholeDay = new Intl.DateTimeFormat('en-US', { timeZone: 'UTC', dateStyle: 'long' });
const monthAlone = new Intl.DateTimeFormat('en-US', { timeZone: 'UTC', year: 'numeric', month: 'long' });

/** 'November 3, 2026': the day of a moment in a time zone. */
export const momentsDay = (moment: Date, timeZone: string): string =>
  formatOf('long day', 'en-US', { timeZone, dateStyle: 'long' }).format(moment);

/** As `remembering`, for a moment in a time zone. */
const rememberingMoments = (inWords: (moment: Date, timeZone: string) => string) => {
  const words = remembering(
    ([moment, timeZone]: [Date, string]) => inWords(moment, timeZone),
    ([moment, timeZone]) => `${moment.getTime()} ${timeZone}`,
  );
  return (moment: Date, timeZone: string): string => words([moment, timeZone]);
};

/** 'November 3, 2026'; a month or a year alone ('2025-04', '2023') is written as far as it is known. */
export const dayInWords = remembering(
  (day: string): string => {
    const [year = '', month, date] = day.split('-');
    if (!month) return year;
    const moment = new Date(Date.UTC(Number(year), Number(month) - 1, Number(date ?? 1)));
    return (date ? wholeDay : monthAlone).format(moment);
  },
  (day) => day,
  1000,
);

/** 'Friday, December 4, 2026 at 5:00 PM EST': a moment as people of that time zone say it. */
export const momentInWords = rememberingMoments((moment, timeZone) =>
  formatOf('in words', 'en-US', {
    timeZone,
    weekday: 'long',
    year: 'numeric',
    month: 'long',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    timeZoneName: 'short',
  })
    .format(moment)
    .replace(/\u202f/g, ' '),
);

/** 'Nov 3, 2026, 5:00 PM EST': short, for lists. */
export const momentInShort = (moment: Date, timeZone: string): string =>
  formatOf('in short', 'en-US', {
    timeZone,
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    timeZoneName: 'short',
  })
    .format(moment)
    .replace(/\u202f/g, ' ');

/**
 * The moment of a local time ('2026-12-04T17:00', as a form's date field gives it) in a time zone; null when it is
 * no time. An hour that daylight saving skips is taken as the hour after; one that it repeats, as the first.
 */
export function momentAt(local: string, timeZone: string): Date | null {
  const parts = /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2})(?::\d{2})?$/.exec(local);
  if (!parts?.[1] || !isDay(parts[1]) || Number(parts[2]) > 23 || Number(parts[3]) > 59) return null;
  const asUtc = new Date(`${parts[1]}T${parts[2]}:${parts[3]}:00Z`);
  const offsets = [asUtc.getTime() - 86_400_000, asUtc.getTime() + 86_400_000].map((t) =>
    offsetAt(new Date(t), timeZone),
  );
  const candidates = offsets.map((offset) => new Date(asUtc.getTime() - offset));
  const right = candidates.filter((moment) => localAt(moment, timeZone) === `${parts[1]}T${parts[2]}:${parts[3]}`);
  return right[0] ?? candidates[0] ?? null;
}

/** The local time of a moment as a form's date field wants it: '2026-12-04T17:00'. */
export function localAt(moment: Date, timeZone: string): string {
  return new Date(moment.getTime() + offsetAt(moment, timeZone)).toISOString().slice(0, 16);
}

/** Milliseconds that a time zone is ahead of UTC at a moment. */
function offsetAt(moment: Date, timeZone: string): number {
  const parts = Object.fromEntries(
    formatOf('parts', 'en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
      .formatToParts(moment)
      .map((part) => [part.type, Number(part.value)]),
  ) as Record<'year' | 'month' | 'day' | 'hour' | 'minute' | 'second', number>;
  const local = Date.UTC(parts.year, parts.month - 1, parts.day, parts.hour, parts.minute, parts.second);
  return local - Math.floor(moment.getTime() / 1000) * 1000;
}
