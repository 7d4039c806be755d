import type { ZipDistrict } from './store.ts';

/**
 * The ZIP table in its own compact form: comment lines that say where it comes from, then a line per ZIP code with
 * its districts, `30165 AL3 GA14`; 0 is an at-large district.
 */
export function writeZipTable(rows: ZipDistrict[], comments: string[]): string {
  const districts = new Map<string, string[]>();
  const ordered = [...rows].sort(
    (a, b) => compare(a.zip, b.zip) || compare(a.state, b.state) || a.district - b.district,
  );
  for (const { zip, state, district } of ordered) {
    const places = districts.get(zip) ?? [];
    districts.set(zip, places);
    if (!places.includes(`${state}${district}`)) places.push(`${state}${district}`);
  }
  const lines = [...districts].map(([zip, places]) => `${zip} ${places.join(' ')}`);
  return `${[...comments.map((comment) => `# ${comment}`), ...lines].join('\n')}\n`;
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** Reads what `writeZipTable` wrote. Throws on a line of another form, naming it: a broken file must not be loaded. */
export function parseZipTable(text: string): ZipDistrict[] {
  const rows: ZipDistrict[] = [];
  for (const [index, line] of text.trimEnd().split('\n').entries()) {
    if (line.startsWith('#')) continue;
    if (!/^\d{5}( [A-Z]{2}\d{1,2})+$/.test(line)) throw new Error(`The ZIP table is broken in line ${index + 1}.`);
    const zip = line.slice(0, 5);
    for (const place of line.slice(6).split(' '))
      rows.push({ zip, state: place.slice(0, 2), district: Number(place.slice(2)) });
  }
  return rows;
}
