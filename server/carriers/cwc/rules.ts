/** What the CWC service takes: its words, forms and limits. Shared by what writes a message and what checks one. */

export type Chamber = 'house' | 'senate';
export const CHAMBERS: Chamber[] = ['house', 'senate'];

/** The least characters of the agent's contact name. */
export const CONTACT_NAME = 6;
export const PHONE = /^\d{3}-\d{3}-\d{4}$/;
export const ZIP = /^\d{5}(-\d{4})?$/;
export const EMAIL = /^[^@]+@[^.]+\..+$/;
/** Characters of a subject, and of each of the two texts. */
export const SUBJECT = { least: 6, most: 500 };
export const TEXT = { least: 6, most: 10_000 };
/** The least characters of a line of the address, and of a city. */
export const LINE = 3;

/** The Senate takes these forms of address and no other. */
export const PREFIXES = ['Mr.', 'Mrs.', 'Miss', 'Ms.', 'Dr.'] as const;

/** The states and territories that send members to Congress. The military's AA, AE and AP are none of them. */
export const STATES =
  'AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY DC AS GU MP PR VI'.split(
    ' ',
  );

/** How each chamber writes what a bill is. The Senate's `H.Con.Res` lacks its last dot: that is how its schema has it. */
export const BILL_TYPES: Record<string, Record<Chamber, string>> = {
  hr: { house: 'hr', senate: 'H.R.' },
  s: { house: 's', senate: 'S.' },
  hjres: { house: 'hjres', senate: 'H.J.Res.' },
  sjres: { house: 'sjres', senate: 'S.J.Res.' },
  hconres: { house: 'hconres', senate: 'H.Con.Res' },
  sconres: { house: 'sconres', senate: 'S.Con.Res.' },
  hres: { house: 'hres', senate: 'H.Res.' },
  sres: { house: 'sres', senate: 'S.Res.' },
  hamdt: { house: 'hamdt', senate: 'H.Amdt.' },
  samdt: { house: 'samdt', senate: 'S.Amdt.' },
};

export const OFFICE: Record<Chamber, RegExp> = { house: /^H[A-Z]{2}\d{2}$/, senate: /^S[A-Z]{2}0[1-3]$/ };

/** The chamber of an office, or null for what is no office's code. */
export const chamberOf = (office: string): Chamber | null =>
  OFFICE.house.test(office) ? 'house' : OFFICE.senate.test(office) ? 'senate' : null;
