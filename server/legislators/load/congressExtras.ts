import { HOUSE, SENATE } from '../bodies.ts';
import { type Located, recordsOf, type SourceFile } from './documents.ts';
import type { ProblemList } from './problems.ts';
import type { Committee, CommitteeMember, Office, RosterPerson } from './roster.ts';
import { isFields, Reader, zipText } from './values.ts';

/** District offices by Bioguide ID. */
export async function readDistrictOffices(file: SourceFile, problems: ProblemList): Promise<Map<string, Office[]>> {
  const offices = new Map<string, Office[]>();
  for await (const record of recordsOf(file)) {
    const complain = problems.within(file, record);
    const entry = new Reader(isFields(record.data) ? record.data : {}, [], complain);
    offices.set(entry.part('id').required('bioguide'), entry.list('offices').map(readOffice));
    if (problems.full) break;
  }
  return offices;
}

function readOffice(office: Reader): Office {
  const lines = [office.text('address'), office.text('suite'), office.text('building')].filter((part) => part !== null);
  return {
    kind: 'district',
    address: lines.join(', ') || null,
    city: office.required('city'),
    state: office.required('state'),
    zip: zipText(office.text('zip')),
    phone: office.text('phone'),
    fax: office.text('fax'),
    hours: office.text('hours'),
  };
}

const committeeBodies: Record<string, string> = { senate: SENATE, house: HOUSE, joint: 'joint' };

/** Committees, each followed by its subcommittees; a subcommittee's key is its parent's and its own put together. */
export async function readCommittees(file: SourceFile, problems: ProblemList): Promise<Committee[]> {
  const committees: Committee[] = [];
  for await (const record of recordsOf(file)) {
    const complain = problems.within(file, record);
    const entry = new Reader(isFields(record.data) ? record.data : {}, [], complain);
    const type = entry.required('type');
    const body = committeeBodies[type];
    if (!body) entry.wrong('type', `type is neither house, senate nor joint: "${type}"`);
    const key = entry.required('thomas_id');
    const common = { body: body ?? '' };
    committees.push({ ...common, key, name: entry.required('name'), parent: null, url: entry.webAddress('url') });
    for (const part of entry.list('subcommittees')) {
      const number = part.required('thomas_id').padStart(2, '0');
      committees.push({
        ...common,
        key: `${key}${number}`,
        name: part.required('name').replace(/^the /, 'The '),
        parent: key,
        url: part.webAddress('url'),
      });
    }
    if (problems.full) break;
  }
  return committees;
}

/**
 * Who sits on which committee. The publisher's files are edited by hand at different moments, so a member or a
 * committee that the other files do not know is left out and noted, not refused.
 */
export function readMembers(
  record: Located,
  file: SourceFile,
  committees: Committee[],
  people: Map<string, RosterPerson>,
  problems: ProblemList,
): CommitteeMember[] {
  if (!isFields(record.data)) {
    problems.add(file.name, 1, 'is not a table of committees with their members');
    return [];
  }
  const known = new Set(committees.map((committee) => committee.key));
  const reader = new Reader(record.data, [], problems.within(file, record));
  const members = new Map<string, CommitteeMember>();
  const unknown = { people: new Set<string>(), committees: new Set<string>() };
  for (const committee of Object.keys(record.data)) {
    if (!known.has(committee)) {
      unknown.committees.add(committee);
      continue;
    }
    for (const row of reader.list(committee)) {
      const legislator = row.required('bioguide');
      if (!people.get(legislator)?.serving) {
        unknown.people.add(legislator);
        continue;
      }
      const side = row.text('party');
      members.set(`${committee} ${legislator}`, {
        committee,
        legislator,
        side: side === 'majority' || side === 'minority' ? side : null,
        rank: row.whole('rank'),
        title: row.text('title'),
      });
    }
  }
  if (unknown.committees.size > 0)
    problems.note(
      `Members of committees that the list of committees lacks were left out: ${some(unknown.committees)}.`,
    );
  if (unknown.people.size > 0)
    problems.note(`Committee members who are not serving in this roster were left out: ${some(unknown.people)}.`);
  return [...members.values()];
}

const some = (items: Set<string>): string =>
  [...items].slice(0, 10).join(', ') + (items.size > 10 ? ` and ${items.size - 10} more` : '');
