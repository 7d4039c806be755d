import { Column, is, noopDecoder, SQL } from 'drizzle-orm';

type Decode = (value: unknown) => unknown;

/** What Drizzle's prepared queries know of a column that they ask for. */
interface Asked {
  path: string[];
  field: Column | SQL | SQL.Aliased;
}

/** How a column's value is made of what the driver gives; null where it is that value. */
function decodeOf(field: Asked['field']): Decode | null {
  const source: unknown = is(field, Column)
    ? field
    : ((is(field, SQL) ? field : field.sql) as { decoder?: unknown }).decoder;
  const { mapFromDriverValue: decode } = source as { mapFromDriverValue: Decode };
  const asItIs = [noopDecoder.mapFromDriverValue, Column.prototype.mapFromDriverValue] as unknown[];
  return asItIs.includes(decode) ? null : (value) => decode.call(source, value);
}

interface Prepared {
  fields?: Asked[];
  customResultMapper?: (rows: unknown[][]) => unknown[];
}

/** Has a prepared query give each row as the list of its values. */
export function makeLists(prepared: object): void {
  const query = prepared as Prepared;
  const decoders = (query.fields ?? []).flatMap(({ field }, at) => {
    const decode = decodeOf(field);
    return decode ? [{ at, decode }] : [];
  });
  query.customResultMapper = (rows) => {
    for (const values of rows)
      for (const { at, decode } of decoders) if (values[at] !== null) values[at] = decode(values[at]);
    return rows;
  };
}

/**
 * Has a prepared query make its rows in a plain loop. Drizzle asks of every value of every row what it is, which costs
 * more than SQLite's reading of it; here that is asked once. Rows within rows, as a join gives them, are left to it.
 */
export function makeRowsQuickly(prepared: object): void {
  const query = prepared as Prepared;
  if (!query.fields?.every(({ path }) => path.length === 1)) return;
  const names = query.fields.map(({ path }) => path[0] as string);
  const decoders = query.fields.map(({ field }) => decodeOf(field));
  query.customResultMapper = (rows) =>
    rows.map((values) => {
      const row: Record<string, unknown> = {};
      for (let n = 0; n < names.length; n += 1) {
        const [value, decode] = [values[n], decoders[n]];
        row[names[n] as string] = value === null || !decode ? value : decode(value);
      }
      return row;
    });
}
