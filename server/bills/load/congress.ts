import { plural, tidy } from '../../basics/text.ts';
import { isDay } from '../../basics/time.ts';
import { type BillNumber, billNumber, ordinal, writtenNumber } from '../numbers.ts';
import {
  BadAnswer,
  type BillAnswer,
  type Cosponsor,
  districtIn,
  type NamedMember,
  partsOf,
  partyIn,
} from './answer.ts';

type Fields = Record<string, unknown>;
const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A Congress has 541 members at a time; a list of more is none of cosponsors. */
const MOST_COSPONSORS = 1000;
const LONGEST_TITLE = 2000;

/**
 * Reads answers of Congress.gov's API (version 3): of the bill, of its cosponsors in one or more pages, or both, singly,
 * in a list, or in one record. Throws BadAnswer unless it is about this bill and every count in it agrees with what is
 * listed.
 */
export function readCongress(value: unknown, number: Required<BillNumber>, name: string): BillAnswer {
  const found = answersIn(value);
  if (found.bills.length === 0 && found.pages.length === 0)
    throw new BadAnswer(`${name} is JSON, but no answer of Congress.gov about a bill or its cosponsors.`);
  if (found.bills.length > 1) throw new BadAnswer(`${name} tells of ${found.bills.length} bills; expected one.`);
  const problems: string[] = [];
  const [bill] = found.bills;
  for (const request of found.requests) checkNumber(request, number, name, problems);
  if (bill) checkNumber({ ...bill, billType: bill['type'], billNumber: bill['number'] }, number, name, problems);
  if (problems.length > 0) throw new BadAnswer(...new Set(problems));

  const told = bill ? readBill(bill, name, problems) : null;
  const counts = bill && isFields(bill['cosponsors']) ? countsOf(bill['cosponsors']) : null;
  const cosponsors = found.pages.length > 0 ? readPages(found.pages, counts, name, problems) : null;
  if (problems.length > 0) throw new BadAnswer(...problems);
  const unnamed = cosponsors === null && (counts?.all ?? counts?.active ?? 0);
  const notes = unnamed
    ? [`${name} counts ${plural(unnamed, 'cosponsor')} without naming them: those that are known stay as they are.`]
    : [];
  return { bill: told, cosponsors, notes };
}

interface Answers {
  bills: Fields[];
  /** Answers with a list of cosponsors. */
  pages: Fields[];
  /** What was asked, as the answers repeat it. */
  requests: Fields[];
}

/** Nobody puts answers together deeper than this. */
const MOST_DEPTH = 8;

/** The answers in a value, however they were put together. */
function answersIn(value: unknown, depth = 0): Answers {
  if (Array.isArray(value) && depth < MOST_DEPTH) {
    const all = value.map((one) => answersIn(one, depth + 1));
    return {
      bills: all.flatMap((one) => one.bills),
      pages: all.flatMap((one) => one.pages),
      requests: all.flatMap((one) => one.requests),
    };
  }
  if (!isFields(value) || depth >= MOST_DEPTH) return { bills: [], pages: [], requests: [] };
  const { bill, cosponsors, request } = value;
  // In a record that somebody put together, an answer may lie whole under the name of what it tells.
  const inner = [bill, cosponsors].filter(
    (one) => isFields(one) && (isFields(one['bill']) || Array.isArray(one['cosponsors'])),
  );
  const nested = answersIn(inner, depth + 1);
  return {
    bills: [...(isFields(bill) && !inner.includes(bill) ? [bill] : []), ...nested.bills],
    pages: [...(Array.isArray(cosponsors) ? [value] : []), ...nested.pages],
    requests: [...(isFields(request) ? [request] : []), ...nested.requests],
  };
}

/** Notes what a record says of another bill than the one that is expected; what it does not say is passed over. */
function checkNumber(said: Fields, number: Required<BillNumber>, name: string, problems: string[]): void {
  const [type, digits, congress] = ['billType', 'billNumber', 'congress'].map((field) => text(said[field]));
  const expected = `${writtenNumber(number)} (${ordinal(number.congress)} Congress)`;
  if (type && digits) {
    const own = billNumber(`${type}${digits}`);
    const other = own ? writtenNumber(own) : `${type} ${digits}`;
    if (own?.type !== number.type || own.number !== number.number)
      problems.push(`${name} is about ${other}; expected ${expected}.`);
  }
  if (congress && Number(congress) !== number.congress)
    problems.push(`${name} is of the ${ordinal(Number(congress) || 0)} Congress; expected ${expected}.`);
}

const text = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? tidy(String(value)) : '';

function readBill(bill: Fields, name: string, problems: string[]): NonNullable<BillAnswer['bill']> {
  const title = text(bill['title']);
  if (title.length > LONGEST_TITLE) problems.push(`${name}: the title is longer than ${LONGEST_TITLE} characters.`);
  const introduced = dayIn(bill['introducedDate'], `${name}: introducedDate`, problems);
  const { sponsors = [] } = bill;
  if (!Array.isArray(sponsors)) problems.push(`${name}: sponsors is not a list.`);
  const listed = Array.isArray(sponsors) ? sponsors : [];
  return {
    title: title || null,
    introduced,
    sponsors: listed.map((one, n) => readMember(one, `sponsor ${n + 1}`, problems)),
  };
}

interface Counts {
  /** Those who are on the bill now. */
  active: number | null;
  /** With those who withdrew. */
  all: number | null;
}

function countsOf({ count, countIncludingWithdrawnCosponsors: all }: Fields): Counts {
  const whole = (value: unknown) => (/^\d+$/.test(text(value)) ? Number(value) : null);
  return { active: whole(count), all: whole(all) };
}

function readPages(pages: Fields[], ofBill: Counts | null, name: string, problems: string[]): Cosponsor[] {
  const rows = pages.flatMap((page) => page['cosponsors'] as unknown[]);
  const counts = pages.map((page) => countsOf(isFields(page['pagination']) ? page['pagination'] : {}));
  if (counts.every(({ active, all }) => active === null && all === null)) {
    problems.push(`${name} does not say how many cosponsors there are (pagination.count), so some may be missing.`);
    return [];
  }
  const followed = pages.every((page) => isFields(page['pagination']) && page['pagination']['next']);
  if (followed) problems.push(`${name} says that another page follows, which is not here.`);
  if (rows.length > MOST_COSPONSORS) {
    problems.push(`${name} lists ${rows.length} cosponsors; at most ${MOST_COSPONSORS} are read.`);
    return [];
  }
  const read = rows.map((row, n) => readCosponsor(row, `cosponsor ${n + 1}`, problems));
  problems.push(...repeated(read, name));
  const active = read.filter((one) => one.withdrawnOn === null).length;
  for (const said of [...counts, ...(ofBill ? [ofBill] : [])]) {
    const [expected, listed] = said.all === null ? [said.active, active] : [said.all, read.length];
    if (expected !== null && expected !== listed)
      problems.push(`${name} lists ${plural(listed, 'cosponsor')} where it counts ${expected}: it is not whole.`);
    else if (said.active !== null && said.active !== active)
      problems.push(`${name} lists ${active} who did not withdraw where it counts ${said.active}: it is not whole.`);
  }
  return newestOfEach(read);
}

/** The same row twice: a page that came twice, in the place of another. Who withdrew and joined again has two. */
function repeated(rows: Cosponsor[], name: string): string[] {
  const seen = new Set<string>();
  return rows.flatMap((row) => {
    const same = [`${row.key} ${row.day}`, ...(row.withdrawnOn === null ? [`${row.key} now`] : [])];
    const twice = same.some((mark) => seen.has(mark));
    for (const mark of same) seen.add(mark);
    return twice ? [`${name} lists ${row.full} (${row.key}) twice, at ${row.place}.`] : [];
  });
}

/** Of who withdrew and joined again, the later of the two. */
function newestOfEach(rows: Cosponsor[]): Cosponsor[] {
  const newest = new Map<string | null, Cosponsor>();
  for (const row of rows) {
    const before = newest.get(row.key);
    if (!before || row.withdrawnOn === null || (before.withdrawnOn !== null && (row.day ?? '') > (before.day ?? '')))
      newest.set(row.key, row);
  }
  return rows.filter((row) => newest.get(row.key) === row);
}

function readCosponsor(value: unknown, place: string, problems: string[]): Cosponsor {
  const member = readMember(value, place, problems);
  const row = isFields(value) ? value : {};
  const day = dayIn(row['sponsorshipDate'], `${place}, ${member.full}: sponsorshipDate`, problems);
  if (day === null && isFields(value)) problems.push(`${place}, ${member.full}: sponsorshipDate is missing.`);
  const original = truth(row['isOriginalCosponsor']);
  if (original === undefined) problems.push(`${place}, ${member.full}: isOriginalCosponsor is neither true nor false.`);
  const withdrawnOn = dayIn(
    row['sponsorshipWithdrawnDate'],
    `${place}, ${member.full}: sponsorshipWithdrawnDate`,
    problems,
  );
  if (day && withdrawnOn && withdrawnOn < day)
    problems.push(`${place}, ${member.full}: withdrew on ${withdrawnOn}, before joining on ${day}.`);
  return { ...member, day, original: original ?? null, withdrawnOn };
}

function readMember(value: unknown, place: string, problems: string[]): NamedMember {
  if (!isFields(value)) {
    problems.push(`${place} is no record.`);
    return {
      ...{ place, key: null, first: '', last: '', full: '', party: '', caucus: null },
      ...{ state: '', district: null },
    };
  }
  const key = text(value['bioguideId']);
  const written = partsOf(text(value['fullName']));
  const first = text(value['firstName']);
  const last = text(value['lastName']);
  const full = [first, text(value['middleName']), last].filter(Boolean).join(' ') || written.full;
  if (!/^[A-Z]\d{6}$/.test(key))
    problems.push(
      `${place}, ${full || 'without a name'}: bioguideId is ${key ? `“${key}”, which is none` : 'missing'}.`,
    );
  const district = text(value['district']);
  if (district && !/^\d{1,2}$|^at large$/i.test(district))
    problems.push(`${place}, ${full}: district is no number: “${district}”.`);
  return {
    ...{ place, key, first, last, full },
    ...partyIn(text(value['party']) || written.party),
    state: (text(value['state']) || written.state).toUpperCase(),
    district: districtIn(district) ?? written.district,
  };
}

/** The day in a field, of which a time of day is left out; null where there is none. */
function dayIn(value: unknown, what: string, problems: string[]): string | null {
  const day = text(value).replace(/T.*$/, '');
  if (day === '' || isDay(day)) return day || null;
  problems.push(`${what} is not a day such as 2026-03-02: “${day}”.`);
  return null;
}

/** A truth as JSON has it or as text; null where there is none, undefined where it is neither. */
function truth(value: unknown): boolean | null | undefined {
  if (value === undefined || value === null || value === '') return null;
  const word = String(value).toLowerCase();
  return word === 'true' ? true : word === 'false' ? false : undefined;
}
