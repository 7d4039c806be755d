import { BadSource } from './roster.ts';

/** A file of a source: its name for messages, and its text. */
export interface SourceFile {
  name: string;
  text: string;
}

/** One record of a file: its data, and the way back to where a part of it stands. */
export interface Located {
  data: unknown;
  /** The line of a part in a YAML text, or the number of the record in a JSON list. */
  rowOf(path: (string | number)[]): number | null;
}

/** A YAML text that is no plain list is read in one piece, which takes memory many times its size. */
const LARGEST_PIECE = 8 * 1024 * 1024;

const isJson = ({ name, text }: SourceFile): boolean =>
  /\.json$/i.test(name) || (!/\.ya?ml$/i.test(name) && /^\s*[[{]/.test(text));

/**
 * The records of a YAML or JSON text: the items of a list, or the one thing that it holds. Throws BadSource for a text
 * that is neither, with the line where it breaks.
 *
 * A YAML list is read item by item, which keeps memory small; one that is indented, or that names parts of itself with
 * anchors, in one piece.
 */
export async function* recordsOf(file: SourceFile): AsyncGenerator<Located> {
  const { name, text } = file;
  if (isJson(file)) {
    const data = readJson(file);
    if (Array.isArray(data)) for (const [index, item] of data.entries()) yield { data: item, rowOf: () => index + 1 };
    else yield { data, rowOf: () => null };
    return;
  }
  if (/^\s*<(!doctype|html|\?xml)/i.test(text)) throw new BadSource(name, 1, 'holds a web page, not a roster');
  const items = ANCHOR.test(text) ? null : listItems(text);
  if (items) {
    for (const item of items) yield partOf(await readYaml(name, item.text, item.line), 0);
    return;
  }
  if (text.length > LARGEST_PIECE)
    throw new BadSource(name, null, 'is too large for a YAML file that is no plain list; give a list or JSON');
  const whole = await readYaml(name, text, 1);
  if (Array.isArray(whole.data)) for (const index of whole.data.keys()) yield partOf(whole, index);
  else yield whole;
}

/** A name that other parts of the text may refer to: `terms: &a1`. */
const ANCHOR = /(^\s*|[:-] +)&\w/m;

/** One item of a list. */
const partOf = ({ data, rowOf }: Located, index: number): Located => ({
  data: (data as unknown[])[index],
  rowOf: (path) => rowOf([index, ...path]),
});

/** The only record of a text, such as a file of one person or a table by key. */
export async function onlyRecord(file: SourceFile): Promise<Located> {
  if (isJson(file)) return { data: readJson(file), rowOf: () => null };
  const records = [];
  for await (const record of recordsOf(file)) records.push(record);
  const [first] = records;
  if (!first || records.length > 1) throw new BadSource(file.name, 1, 'holds a list where one record was expected');
  return first;
}

function readJson({ name, text }: SourceFile): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const message = (error as Error).message;
    const line = /line (\d+)/.exec(message)?.[1];
    const position = /position (\d+)/.exec(message)?.[1];
    const row = line ? Number(line) : position ? text.slice(0, Number(position)).split('\n').length : null;
    throw new BadSource(name, row ?? text.split('\n').length, `is not JSON: ${message.split(' in JSON')[0]}`);
  }
}

/** The items of a YAML list with their lines, or null when the text is no list. Its items begin at the line's start. */
function listItems(text: string): { text: string; line: number }[] | null {
  const lines = text.split('\n');
  const start = lines.findIndex((line) => !/^(\s*(#.*)?|---\s*|%.*)$/.test(line));
  if (start < 0 || !/^-(\s|$)/.test(lines[start] ?? '')) return null;
  const items: { text: string; line: number }[] = [];
  let from = start;
  for (let at = start + 1; at <= lines.length; at += 1) {
    if (at < lines.length && !/^-(\s|$)/.test(lines[at] ?? '')) continue;
    items.push({ text: lines.slice(from, at).join('\n'), line: from + 1 });
    from = at;
  }
  return items;
}

async function readYaml(name: string, text: string, firstLine: number): Promise<Located> {
  // Loaded on first use: a server that imports nothing starts faster without it.
  const { LineCounter, parse, parseDocument, YAMLParseError } = await import('yaml');
  try {
    const data: unknown = parse(text);
    const lines = new LineCounter();
    let document: ReturnType<typeof parseDocument> | undefined;
    const rowOf = (path: (string | number)[]): number | null => {
      document ??= parseDocument(text, { lineCounter: lines });
      // The deepest part that is there: a missing key is reported where its record begins.
      for (let depth = path.length; depth >= 0; depth -= 1) {
        const node = document.getIn(path.slice(0, depth), true) as { range?: [number, number, number] } | undefined;
        if (node?.range) return lines.linePos(node.range[0]).line + firstLine - 1;
      }
      return firstLine;
    };
    return { data, rowOf };
  } catch (error) {
    if (error instanceof YAMLParseError) {
      const [reason = ''] = error.message.split(' at line ');
      throw new BadSource(name, firstLine + (error.linePos?.[0].line ?? 1) - 1, `is not YAML: ${reason}`);
    }
    // An alias that names nothing, or aliases that multiply without end.
    throw new BadSource(name, firstLine, `is not YAML that can be read: ${(error as Error).message}`);
  }
}
