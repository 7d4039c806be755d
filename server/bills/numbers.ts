/** What a bill or resolution of Congress can be; in lower case, as addresses and slugs have it. */
export type BillType = 'hr' | 's' | 'hjres' | 'sjres' | 'hconres' | 'sconres' | 'hres' | 'sres';

export interface BillNumber {
  type: BillType;
  /** 1 to 99999. */
  number: number;
  /** Only where the text says it: '… (119th Congress)', 'hr1234-119', an address on congress.gov. */
  congress?: number;
}

/** How each kind is written before its number, and what congress.gov calls it in an address. */
const kinds: Record<BillType, { written: string; path: string }> = {
  hr: { written: 'H.R.', path: 'house-bill' },
  s: { written: 'S.', path: 'senate-bill' },
  hjres: { written: 'H.J.Res.', path: 'house-joint-resolution' },
  sjres: { written: 'S.J.Res.', path: 'senate-joint-resolution' },
  hconres: { written: 'H.Con.Res.', path: 'house-concurrent-resolution' },
  sconres: { written: 'S.Con.Res.', path: 'senate-concurrent-resolution' },
  hres: { written: 'H.Res.', path: 'house-resolution' },
  sres: { written: 'S.Res.', path: 'senate-resolution' },
};
const byPath = new Map(Object.entries(kinds).map(([type, { path }]) => [path, type as BillType]));

/** The first Congress met in 1789. A number far ahead is a slip of the pen. */
const isCongress = (congress: number): boolean => congress >= 1 && congress <= 200;

const ADDRESS = /congress\.gov\/bill\/(\d{1,3})(?:st|nd|rd|th)-congress\/([a-z-]+)\/([1-9]\d{0,4})(?![\da-z])/i;
const API_ADDRESS = /\/v3\/bill\/(\d{1,3})\/([a-z]+)\/([1-9]\d{0,4})(?!\d)/i;
const WITH_CONGRESS = /^(.*?\d)[\s,]*(?:[-/@]\s*(\d{1,3})|[(,]?\s*(\d{1,3})(?:st|nd|rd|th)(?:\s*congress)?\s*\)?)$/i;
const PLAIN = /^(hr|s|hjres|sjres|hconres|sconres|hres|sres)([1-9]\d{0,4})$/;

/**
 * The bill that a text names in any usual form ('H.R. 1234', 's12', 'H. Con. Res. 5', 'hr1234-119', an address on
 * congress.gov); null for anything else, forms of states (HB, SB, HF) among it.
 */
export function billNumber(text: string): BillNumber | null {
  const address = ADDRESS.exec(text) ?? API_ADDRESS.exec(text);
  if (address) {
    const [, congress, kind = '', number] = address;
    const type = byPath.get(kind.toLowerCase()) ?? (kind.toLowerCase() as BillType);
    return type in kinds && isCongress(Number(congress))
      ? { type, number: Number(number), congress: Number(congress) }
      : null;
  }
  const trimmed = text.trim();
  const parted = WITH_CONGRESS.exec(trimmed);
  const plain = PLAIN.exec((parted?.[1] ?? trimmed).toLowerCase().replace(/[\s.]/g, ''));
  if (!plain) return null;
  const found = { type: plain[1] as BillType, number: Number(plain[2]) };
  const congress = parted?.[2] ?? parted?.[3];
  if (congress === undefined) return found;
  return isCongress(Number(congress)) ? { ...found, congress: Number(congress) } : null;
}

/** What is wrong with a text that names no bill: that bills of states are not looked after here, or what is expected. */
export function numberTrouble(text: string): string {
  const ofState = /^\s*([hs]\.?\s*[bfr]\.?|a\.?\s*b\.?|l\.?\s*[bd]\.?)\s*\d/i.test(text);
  return ofState
    ? `“${text.trim()}” is how states number bills; here are bills of Congress, such as H.R. 1234 or S. 12.`
    : 'A number such as H.R. 1234, S. 12, H.Res. 240 or S.J.Res. 3.';
}

/** 'H.R. 1234', as Congress writes it. */
export const writtenNumber = ({ type, number }: BillNumber): string => `${kinds[type].written} ${number}`;

/** 'hr1234-119': the same for every way of writing a number. */
export const billSlug = ({ type, number, congress }: Required<BillNumber>): string => `${type}${number}-${congress}`;

/** '119th'. */
export function ordinal(n: number): string {
  const ending = { one: 'st', two: 'nd', few: 'rd' }[rules.select(n) as string] ?? 'th';
  return `${n}${ending}`;
}
const rules = new Intl.PluralRules('en-US', { type: 'ordinal' });

/** What is needed of a bill to name it. */
export interface Numbered {
  number: string | null;
  congress: number | null;
  title: string;
}

/** The number and Congress of a bill, where both are known and a number of Congress's. */
export function numberOf({ number, congress }: Pick<Numbered, 'number' | 'congress'>): Required<BillNumber> | null {
  const found = number === null ? null : billNumber(number);
  return found && congress !== null ? { ...found, congress } : null;
}

/** 'H.R. 1234 (119th Congress)'; the title where no number is known. */
export function billLabel({ number, congress, title }: Numbered): string {
  const name = number ?? title;
  return congress === null ? name : `${name} (${ordinal(congress)} Congress)`;
}

/** Where congress.gov tells of a bill; null where its number or Congress is not known. */
export function billUrl(bill: Pick<Numbered, 'number' | 'congress'>): string | null {
  const found = numberOf(bill);
  if (!found) return null;
  const { type, number, congress } = found;
  return `https://www.congress.gov/bill/${ordinal(congress)}-congress/${kinds[type].path}/${number}`;
}
