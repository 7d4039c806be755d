/**
 * Every table, once, in room order: the shape of all data on one page. A room's back room (`store.ts`) is the only
 * code that queries its tables. Column names become snake_case on both engines.
 */
import { sql } from 'drizzle-orm';
import type { AnyPgColumn } from 'drizzle-orm/pg-core';
import type { Role } from '../basics/viewer.ts';
import { bytewise, words } from './columns.ts';

const { table, text, whole, flag, instant, json, index, uniqueIndex, primaryKey } = words;

// ── db ─────────────────────────────────────────────────────────────────────────────────────────────────────────
/** Facts about this installation: the secret key, which reference data is loaded. */
export const siteFacts = table('site_facts', {
  name: text().primaryKey(),
  value: text().notNull(),
});

// ── web ────────────────────────────────────────────────────────────────────────────────────────────────────────
/** Tries per key ("sign-in:<hash>") in a window; shared by all processes. */
export const tries = table(
  'tries',
  {
    key: text().primaryKey(),
    count: whole().notNull(),
    until: instant().notNull(),
  },
  (t) => [index('tries_until').on(t.until)],
);

// ── history ────────────────────────────────────────────────────────────────────────────────────────────────────
/** Who did what and when; rows are only added. `actor` is the name at the time. */
export const history = table(
  'history',
  {
    id: text().primaryKey(),
    at: instant().notNull(),
    actorId: text(),
    actor: text().notNull(),
    campaignId: text(),
    subject: text().notNull(),
    subjectId: text().notNull(),
    deed: text().notNull(),
    detail: json<Record<string, unknown>>().notNull(),
  },
  (t) => [
    index('history_subject').on(t.subject, t.subjectId, t.id),
    // A letter's moves among thousands of decisions on its signatures.
    index('history_deed').on(t.subject, t.subjectId, t.deed, t.id),
    index('history_campaign').on(t.campaignId, t.id),
  ],
);

// ── mail ───────────────────────────────────────────────────────────────────────────────────────────────────────
/** Mail that somebody waits for, and mail to many, which never stands in its way. */
export type Stream = 'confirmations' | 'updates';

/** Mail waiting or sent. `reason` is unique, so queueing the same mail twice is harmless. `data` is forgotten once sent. */
export const outbox = table(
  'outbox',
  {
    id: text().primaryKey(),
    reason: text().notNull(),
    kind: text().notNull(),
    stream: text().$type<Stream>().notNull().default('confirmations'),
    /** The text that many mails share; null where the mail has its own alone. */
    bodyId: text().references(() => mailBodies.id),
    /** A keyed hash of the receiver's canonical address, which outlives the address: for what comes back. */
    addressKey: text().notNull().default(''),
    /** The domain of the receiver's address; '' once it is forgotten. */
    domain: text().notNull().default(''),
    toAddress: text().notNull(),
    toName: text().notNull(),
    replyAddress: text(),
    replyName: text(),
    data: json<Record<string, unknown>>().notNull(),
    /** 'unsure': it was on its way when its sender or the mail server broke off; it may have arrived, and is not sent again. */
    state: text().$type<'waiting' | 'sending' | 'sent' | 'failed' | 'unsure'>().notNull(),
    attempts: whole().notNull(),
    dueAt: instant().notNull(),
    createdAt: instant().notNull(),
    sentAt: instant(),
    problem: text(),
  },
  (t) => [
    uniqueIndex('outbox_reason').on(t.reason),
    index('outbox_due').on(t.state, t.dueAt),
    index('outbox_stream').on(t.stream, t.state, t.dueAt),
  ],
);

/** A text that many mails share, such as an update to a letter's signers. */
export const mailBodies = table('mail_bodies', {
  id: text().primaryKey(),
  subject: text().notNull(),
  text: text().notNull(),
  html: text().notNull(),
  createdAt: instant().notNull(),
});

/** How mail goes to a receiving domain ('*' for the mail server itself): its pace, and until when it rests. */
export const mailDomains = table('mail_domains', {
  domain: text().primaryKey(),
  /** Mails handed over since `since`. */
  since: instant().notNull(),
  sent: whole().notNull(),
  /** Temporary refusals one after the other. */
  failures: whole().notNull(),
  pausedUntil: instant(),
  problem: text().notNull(),
});

/** What came back of a mail: a bounce or a complaint. It names no address; `addressKey` is a keyed hash of it. */
export const bounces = table(
  'bounces',
  {
    id: text().primaryKey(),
    mailId: text().notNull(),
    addressKey: text().notNull(),
    kind: text().$type<'hard' | 'soft' | 'policy' | 'complaint'>().notNull(),
    /** The status of RFC 3463, such as 5.1.1; '' for a complaint. */
    status: text().notNull(),
    at: instant().notNull(),
  },
  (t) => [index('bounces_address').on(t.addressKey, t.at), uniqueIndex('bounces_once').on(t.mailId, t.kind, t.status)],
);

/** Addresses that get no more mail to many: of one campaign, or of the whole site where `campaignId` is ''. */
export const suppressions = table(
  'suppressions',
  {
    addressKey: text().notNull(),
    campaignId: text().notNull(),
    why: text().$type<'bounced' | 'complained' | 'unsubscribed'>().notNull(),
    at: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.addressKey, t.campaignId] }), index('suppressions_at').on(t.at)],
);

// ── accounts ───────────────────────────────────────────────────────────────────────────────────────────────────

/** Organizers, staffers, volunteers; `admin` runs the site. */
export const accounts = table(
  'accounts',
  {
    id: text().primaryKey(),
    email: text().notNull(),
    name: text().notNull(),
    passwordHash: text().notNull(),
    admin: flag().notNull(),
    createdAt: instant().notNull(),
  },
  (t) => [uniqueIndex('accounts_email').on(t.email)],
);

/**
 * One-time links: the set-up of the first account (one row, with the id 'setup'), invitations. Only the token's hash is
 * kept. `campaign` is the title as it was when the invitation was made.
 */
export const accountLinks = table(
  'account_links',
  {
    id: text().primaryKey(),
    tokenHash: text().notNull(),
    email: text(),
    campaignId: text().references(() => campaigns.id, { onDelete: 'cascade' }),
    campaign: text(),
    role: text().$type<Role | 'admin'>().notNull(),
    invitedBy: text().notNull(),
    createdAt: instant().notNull(),
    expiresAt: instant().notNull(),
  },
  (t) => [
    uniqueIndex('account_links_token').on(t.tokenHash),
    index('account_links_campaign').on(t.campaignId, t.id),
    index('account_links_email').on(t.email),
  ],
);

export const memberships = table(
  'memberships',
  {
    accountId: text()
      .notNull()
      .references(() => accounts.id, { onDelete: 'cascade' }),
    campaignId: text()
      .notNull()
      .references(() => campaigns.id, { onDelete: 'cascade' }),
    role: text().$type<Role>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.accountId, t.campaignId] }), index('memberships_campaign').on(t.campaignId)],
);

export const sessions = table(
  'sessions',
  {
    tokenHash: text().primaryKey(),
    accountId: text()
      .notNull()
      .references(() => accounts.id, { onDelete: 'cascade' }),
    createdAt: instant().notNull(),
    expiresAt: instant().notNull(),
  },
  (t) => [index('sessions_account').on(t.accountId), index('sessions_expires').on(t.expiresAt)],
);

/** API tokens: shown once, kept as a hash. Without a campaign a token has the `admin` role. */
export const apiTokens = table(
  'api_tokens',
  {
    id: text().primaryKey(),
    tokenHash: text().notNull(),
    name: text().notNull(),
    campaignId: text().references(() => campaigns.id, { onDelete: 'cascade' }),
    role: text().$type<Role | 'admin'>().notNull(),
    createdBy: text().notNull(),
    createdAt: instant().notNull(),
    revokedAt: instant(),
  },
  (t) => [uniqueIndex('api_tokens_hash').on(t.tokenHash), index('api_tokens_campaign').on(t.campaignId)],
);

// ── districts ──────────────────────────────────────────────────────────────────────────────────────────────────
/** How somebody's district was found: by street address, by ZIP code, or by their own choice. */
export type Lookup = 'address' | 'zip' | 'chosen';

/** Candidate districts of a ZIP code, from the loaded table. */
export const zipDistricts = table(
  'zip_districts',
  {
    zip: text().notNull(),
    state: text().notNull(),
    district: whole().notNull(),
  },
  (t) => [primaryKey({ columns: [t.zip, t.state, t.district] })],
);

// ── legislators ────────────────────────────────────────────────────────────────────────────────────────────────
/** A chamber or council. Congress is `us-senate` and `us-house`. */
export const bodies = table('bodies', {
  key: text().primaryKey(),
  name: text().notNull(),
  /** 'Senator', 'Representative', 'Council Member' … for salutations; and its short form before a name ('Sen.'). */
  memberTitle: text().notNull(),
  memberShort: text().notNull(),
  /** USPS code; null for a body of the whole country or a place without one. */
  state: text(),
  kind: text().$type<'senate' | 'house' | 'upper' | 'lower' | 'legislature' | 'council'>().notNull(),
});

/** Every seat there is; one without a serving member is vacant. `district` is '' and `class` 0 where a body has none. */
export const seats = table(
  'seats',
  {
    body: text()
      .notNull()
      .references(() => bodies.key, { onDelete: 'cascade' }),
    state: text().notNull(),
    district: text().notNull(),
    class: whole().notNull(),
    /** Members elected from this seat (multi-member districts). */
    members: whole().notNull(),
    voting: flag().notNull(),
  },
  (t) => [primaryKey({ columns: [t.body, t.state, t.district, t.class] })],
);

/**
 * A member of a body, now or once: the person and the latest seat. Who has left keeps the row with `serving` false.
 * `district` is the number as text in Congress ('0' at-large), a name elsewhere, null for a senator.
 */
export const legislators = table(
  'legislators',
  {
    key: text().primaryKey(),
    first: text().notNull(),
    last: text().notNull(),
    full: text().notNull(),
    suffix: text(),
    /** Folded 'last first', for alphabetical lists. */
    sortName: text().notNull(),
    /** Folded forms of every name known, for search by any part. */
    searchText: text().notNull(),
    body: text()
      .notNull()
      .references(() => bodies.key),
    state: text(),
    district: text(),
    class: whole(),
    title: text().notNull(),
    party: text().notNull(),
    caucus: text().notNull(),
    voting: flag().notNull(),
    serving: flag().notNull(),
    /** First day in this body without a break in the record: seniority. */
    since: text().notNull(),
    termStart: text().notNull(),
    termEnd: text(),
    leftOn: text(),
    phone: text(),
    website: text(),
    contactForm: text(),
    email: text(),
    /** The whole record as last read, to tell whether a new roster changes anything. */
    checksum: text().notNull(),
  },
  (t) => [
    index('legislators_body').on(t.body, t.serving, t.sortName),
    index('legislators_caucus').on(t.body, t.serving, t.caucus),
    index('legislators_place').on(t.state, t.district),
    index('legislators_sort').on(t.sortName),
  ],
);

export const terms = table(
  'terms',
  {
    legislator: text()
      .notNull()
      .references(() => legislators.key, { onDelete: 'cascade' }),
    ordinal: whole().notNull(),
    body: text().notNull(),
    state: text(),
    district: text(),
    class: whole(),
    start: text().notNull(),
    end: text(),
    party: text().notNull(),
    caucus: text().notNull(),
    how: text(),
    endType: text(),
  },
  (t) => [primaryKey({ columns: [t.legislator, t.ordinal] })],
);

/** Party and caucus over time, where a source tells of a switch within a term. */
export const affiliations = table(
  'affiliations',
  {
    legislator: text()
      .notNull()
      .references(() => legislators.key, { onDelete: 'cascade' }),
    ordinal: whole().notNull(),
    start: text().notNull(),
    end: text(),
    party: text().notNull(),
    caucus: text().notNull(),
  },
  (t) => [primaryKey({ columns: [t.legislator, t.ordinal] })],
);

export const offices = table(
  'offices',
  {
    legislator: text()
      .notNull()
      .references(() => legislators.key, { onDelete: 'cascade' }),
    ordinal: whole().notNull(),
    kind: text().$type<'capitol' | 'district'>().notNull(),
    address: text(),
    city: text(),
    state: text(),
    zip: text(),
    phone: text(),
    fax: text(),
    hours: text(),
  },
  (t) => [primaryKey({ columns: [t.legislator, t.ordinal] })],
);

export const committees = table('committees', {
  key: text().primaryKey(),
  /** The body whose committee it is; 'joint' for committees of both chambers of Congress. */
  body: text().notNull(),
  name: text().notNull(),
  parent: text(),
  url: text(),
});

export const committeeMembers = table(
  'committee_members',
  {
    committee: text()
      .notNull()
      .references(() => committees.key, { onDelete: 'cascade' }),
    legislator: text()
      .notNull()
      .references(() => legislators.key, { onDelete: 'cascade' }),
    side: text().$type<'majority' | 'minority'>(),
    rank: whole(),
    title: text(),
  },
  (t) => [primaryKey({ columns: [t.committee, t.legislator] }), index('committee_members_legislator').on(t.legislator)],
);

/** Every roster that was applied: from where, of which day, what it changed. */
export const rosterLoads = table('roster_loads', {
  id: text().primaryKey(),
  at: instant().notNull(),
  source: text().notNull(),
  format: text().notNull(),
  /** Those that it spoke for as a whole; none for a few people. */
  bodies: json<string[]>().notNull(),
  added: whole().notNull(),
  changed: whole().notNull(),
  left: whole().notNull(),
  unchanged: whole().notNull(),
});

// ── campaigns ──────────────────────────────────────────────────────────────────────────────────────────────────
/** An organization's effort. Public once `publishedAt` is set, which needs the sponsor's name, address and contact. */
export const campaigns = table(
  'campaigns',
  {
    id: text().primaryKey(),
    slug: text().notNull(),
    title: text().notNull(),
    summary: text().notNull(),
    sponsor: text().notNull(),
    sponsorAddress: text().notNull(),
    sponsorContact: text().notNull(),
    /** What the campaign asks for, Markdown; for its brief. */
    ask: text().notNull().default(''),
    /** What the sponsor adds to the privacy page, Markdown; may be empty. */
    privacy: text().notNull(),
    /** Whether an organizer looks at a public signer's name before it is shown. */
    moderatesNames: flag().notNull().default(false),
    example: flag().notNull(),
    publishedAt: instant(),
    createdAt: instant().notNull(),
  },
  (t) => [uniqueIndex('campaigns_slug').on(t.slug)],
);

/** A table of facts with a source per row. */
export const exhibits = table(
  'exhibits',
  {
    id: text().primaryKey(),
    campaignId: text()
      .notNull()
      .references(() => campaigns.id, { onDelete: 'cascade' }),
    ordinal: whole().notNull(),
    title: text().notNull(),
    note: text().notNull(),
    columns: json<string[]>().notNull(),
    rows: json<{ cells: string[]; source: string }[]>().notNull(),
  },
  (t) => [index('exhibits_campaign').on(t.campaignId, t.ordinal)],
);

/** What the press wrote, for and against. `day` may be a year or a month. */
export const coverage = table(
  'coverage',
  {
    id: text().primaryKey(),
    campaignId: text()
      .notNull()
      .references(() => campaigns.id, { onDelete: 'cascade' }),
    outlet: text().notNull(),
    day: text().notNull(),
    stance: text().$type<'supportive' | 'critical' | 'neutral'>().notNull(),
    summary: text().notNull(),
    url: text(),
  },
  (t) => [index('coverage_campaign').on(t.campaignId, t.day)],
);

/** What happened, with its source. `day` may be a year or a month. */
export const timeline = table(
  'timeline',
  {
    id: text().primaryKey(),
    campaignId: text()
      .notNull()
      .references(() => campaigns.id, { onDelete: 'cascade' }),
    day: text().notNull(),
    text: text().notNull(),
    source: text().notNull(),
  },
  (t) => [index('timeline_campaign').on(t.campaignId, t.day)],
);

/** Organizations that stand behind a campaign. They are told of, and sign nothing by it. */
export const partners = table(
  'partners',
  {
    id: text().primaryKey(),
    campaignId: text()
      .notNull()
      .references(() => campaigns.id, { onDelete: 'cascade' }),
    name: text().notNull(),
    website: text(),
  },
  (t) => [uniqueIndex('partners_name').on(t.campaignId, t.name)],
);

// ── bills ──────────────────────────────────────────────────────────────────────────────────────────────────────
/** A bill or resolution as a source names it; number and Congress where the source gives them. */
export const bills = table('bills', {
  id: text().primaryKey(),
  congress: whole(),
  number: text(),
  title: text().notNull(),
  introduced: text().notNull(),
  summary: text().notNull(),
  source: text().notNull(),
  /** When its sponsors were last read, and from where; null where they were typed. */
  checkedAt: instant(),
  checkedFrom: text(),
});

export const billSponsors = table(
  'bill_sponsors',
  {
    billId: text()
      .notNull()
      .references(() => bills.id, { onDelete: 'cascade' }),
    legislator: text()
      .notNull()
      .references(() => legislators.key),
    ordinal: whole().notNull(),
    role: text().$type<'sponsor' | 'cosponsor'>().notNull(),
    /** The day of joining; null where the source gives none. */
    day: text(),
    /** Whether on the bill from its introduction. */
    original: flag().notNull().default(false),
    /** The day on which the name was taken off again. */
    withdrawnOn: text(),
  },
  (t) => [primaryKey({ columns: [t.billId, t.legislator] }), index('bill_sponsors_legislator').on(t.legislator)],
);

export const campaignBills = table(
  'campaign_bills',
  {
    campaignId: text()
      .notNull()
      .references(() => campaigns.id, { onDelete: 'cascade' }),
    billId: text()
      .notNull()
      .references(() => bills.id, { onDelete: 'cascade' }),
    ordinal: whole().notNull(),
  },
  (t) => [primaryKey({ columns: [t.campaignId, t.billId] }), index('campaign_bills_bill').on(t.billId)],
);

// ── letters ────────────────────────────────────────────────────────────────────────────────────────────────────
export type LetterState = 'draft' | 'circulating' | 'closed' | 'sent' | 'withdrawn';
export type SignerOrder = 'alphabetical' | 'seniority' | 'received' | 'chamber';
export type Shown = 'names' | 'count' | 'private';
export interface Addressee {
  name: string;
  title: string;
  organization: string;
  address: string;
  salutation: string;
}

/**
 * A letter. `text` is the draft until published; afterwards `letter_versions` holds the published texts and
 * `version` the newest number (0 before). `leads` names who was asked to lead, in order.
 */
export const letters = table(
  'letters',
  {
    id: text().primaryKey(),
    campaignId: text()
      .notNull()
      .references(() => campaigns.id, { onDelete: 'cascade' }),
    slug: text().notNull(),
    title: text().notNull(),
    text: text().notNull(),
    addressees: json<Addressee[]>().notNull(),
    openToBodies: json<string[]>().notNull(),
    openToPublic: flag().notNull(),
    leads: json<string[]>().notNull(),
    bills: json<string[]>().notNull(),
    state: text().$type<LetterState>().notNull(),
    deadline: instant(),
    timeZone: text().notNull(),
    order: text().$type<SignerOrder>().notNull(),
    showCosigners: text().$type<Shown>().notNull(),
    showSignatures: text().$type<Shown>().notNull(),
    version: whole().notNull(),
    /** A total that a source states without the names; shown apart, never added to the counted ones. */
    reportedTotal: whole(),
    reportedSource: text(),
    /** What constituents are offered to say: a subject, and one text per ask (Markdown-free, plain). */
    messageSubject: text().notNull(),
    messageRequest: text().notNull(),
    messageThanks: text().notNull(),
    /** What messages are about, in the words of the offices' own list, and for or against the bill; '' where not said. */
    topic: text().notNull().default(''),
    stance: text().$type<'' | 'pro' | 'con'>().notNull().default(''),
    /** The paragraphs of the Dear Colleague that say why, Markdown. */
    dearColleague: text().notNull().default(''),
    /** What the letter is called in Quill; for staff alone. */
    quillRef: text().notNull().default(''),
    /** The day on the letter once sent: '2026-05-04', or what is known of it ('2023', '2025-04'). */
    sentDay: text(),
    publishedAt: instant(),
    /** When it last closed or was withdrawn: what was signed before may be confirmed for a while after. */
    closedAt: instant(),
    createdAt: instant().notNull(),
  },
  (t) => [
    uniqueIndex('letters_slug').on(t.slug),
    index('letters_campaign').on(t.campaignId, t.id),
    index('letters_state').on(t.state, t.id),
  ],
);

/** An immutable published text. */
export const letterVersions = table(
  'letter_versions',
  {
    letterId: text()
      .notNull()
      .references(() => letters.id, { onDelete: 'cascade' }),
    number: whole().notNull(),
    text: text().notNull(),
    substantive: flag().notNull(),
    reason: text().notNull(),
    publishedAt: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.letterId, t.number] })],
);

// ── tallies ────────────────────────────────────────────────────────────────────────────────────────────────────
/** Kept numbers, moved in the transaction that changes what they count: (subject 'cosigners', dimension 'party', key 'Democrat'). */
export const tallies = table(
  'tallies',
  {
    letterId: text()
      .notNull()
      .references(() => letters.id, { onDelete: 'cascade' }),
    subject: text().notNull(),
    dimension: text().notNull(),
    key: text().notNull(),
    count: whole().notNull(),
  },
  (t) => [primaryKey({ columns: [t.letterId, t.subject, t.dimension, t.key] })],
);

// ── protection ─────────────────────────────────────────────────────────────────────────────────────────────────
/** Addresses and networks that are never, or always, taken at their word. Without a campaign a rule is the whole site's. */
export const protectionRules = table(
  'protection_rules',
  {
    id: text().primaryKey(),
    campaignId: text().references(() => campaigns.id, { onDelete: 'cascade' }),
    list: text().$type<'block' | 'allow'>().notNull(),
    kind: text().$type<'email' | 'network'>().notNull(),
    /** 'ana@mail.example', '*@mail.example', '*.example'; '192.0.2.0/24', '2001:db8::/32'. */
    pattern: text().notNull(),
    note: text().notNull(),
    by: text().notNull(),
    createdAt: instant().notNull(),
  },
  (t) => [index('protection_rules_campaign').on(t.campaignId, t.id)],
);

/** Challenges that were solved and used, so that none is used twice. */
export const usedChallenges = table(
  'used_challenges',
  {
    key: text().primaryKey(),
    until: instant().notNull(),
  },
  (t) => [index('used_challenges_until').on(t.until)],
);

/** Unusually many signatures of a letter within an hour from one network, mail domain or district. */
export const spikes = table(
  'spikes',
  {
    letterId: text()
      .notNull()
      .references(() => letters.id, { onDelete: 'cascade' }),
    kind: text().$type<'network' | 'domain' | 'district'>().notNull(),
    key: text().notNull(),
    /** Start of the hour, ISO 8601. */
    hour: text().notNull(),
    count: whole().notNull(),
    /** Who looked at it, once somebody did. */
    seenBy: text(),
  },
  (t) => [primaryKey({ columns: [t.letterId, t.kind, t.key, t.hour] })],
);

// ── signatures ─────────────────────────────────────────────────────────────────────────────────────────────────
export type SignatureState =
  | 'pending'
  | 'held'
  | 'waiting'
  | 'confirmed'
  | 'withdrawn'
  | 'disowned'
  | 'removed'
  | 'expired';
export type SignerKind = 'person' | 'organization';
export type Display = 'full' | 'initials' | 'anonymous';

/**
 * Confirmed signatures whose name nobody has looked at, where names are looked at before they are shown. A query that
 * is to find them by their index says the same in the same words.
 */
export const unseen = (t: Record<'state' | 'shownAs' | 'reason' | 'display' | 'name', AnyPgColumn>) =>
  sql`${t.state} = 'confirmed' and ${t.shownAs} is null and ${t.reason} is null and ${t.display} <> 'anonymous' and ${t.name} is not null`;

/** Signatures whose signers asked for news and can be reached: few among very many, found in these words. */
export const subscribed = (t: Record<'state' | 'updates' | 'email', AnyPgColumn>) =>
  sql`${t.state} = 'confirmed' and ${t.updates} and ${t.email} is not null`;

/**
 * A name under a letter, given by the public. What was typed stays on the row until it is forgotten; `addressKey` and
 * `nameKey` are HMACs of the canonical address and the folded name, and one pair signs a letter once. A row is never
 * deleted: forgotten, it still counts where it counted.
 */
export const signatures = table(
  'signatures',
  {
    id: text().primaryKey(),
    letterId: text()
      .notNull()
      .references(() => letters.id, { onDelete: 'cascade' }),
    addressKey: text(),
    nameKey: text(),
    state: text().$type<SignatureState>().notNull(),
    /** Why it is held or was removed, or that its name is hidden: a word of `signatures/states.ts`. */
    reason: text(),
    kind: text().$type<SignerKind>().notNull(),
    name: text(),
    email: text(),
    /** What signs, for an organization; what a person names for identification only. */
    organization: text(),
    title: text(),
    website: text(),
    comment: text(),
    address: text(),
    city: text(),
    zip: text(),
    /** ISO 3166 code; null or 'US' at home. */
    country: text(),
    homeState: text(),
    homeDistrict: text(),
    lookup: text().$type<Lookup>(),
    display: text().$type<Display>().notNull(),
    /** The two consents, and which wording was agreed to. */
    updates: flag().notNull(),
    share: flag().notNull(),
    consentText: text().notNull(),
    locale: text(),
    /** The version of the letter that the name was given to, or last re-affirmed for. */
    version: whole().notNull(),
    /** What to write to the signer's own legislators once confirmed; null to write to nobody. */
    words: text(),
    /** The visitor's IPv4 address or IPv6 network, until it is forgotten. */
    network: text(),
    /** The line that the public reads; null while the name is not shown. */
    shownAs: text(),
    /** Folded 'first last' and 'last first', for the search among names shown in full. */
    firstLast: text(),
    lastFirst: text(),
    /** The bulk removal that took it away. */
    removalId: text(),
    /** What it was before it was removed, so that it can be put back. */
    removedFrom: json<{ state: SignatureState; reason: string | null; shown: boolean }>(),
    /** Mails that asked to confirm or told of the signature, and when the last one was queued. */
    mails: whole().notNull(),
    mailedAt: instant(),
    createdAt: instant().notNull(),
    changedAt: instant().notNull(),
    confirmedAt: instant(),
    /** The day of confirming in the letter's time zone as it was then: what it is counted by. */
    confirmedDay: text(),
  },
  (t) => [
    uniqueIndex('signatures_once').on(t.addressKey, t.letterId, t.nameKey),
    index('signatures_state').on(t.letterId, t.state, t.createdAt, t.id),
    // By version, because who signed an older text than the last substantive one is not named until asked again.
    index('signatures_shown').on(t.letterId, t.version, t.confirmedAt, t.id).where(sql`${t.shownAs} is not null`),
    index('signatures_first')
      .on(t.letterId, t.version, bytewise(t.firstLast), t.id)
      .where(sql`${t.firstLast} is not null`),
    index('signatures_last')
      .on(t.letterId, t.version, bytewise(t.lastFirst), t.id)
      .where(sql`${t.lastFirst} is not null`),
    // Few among very many: whoever lists the organizations asks for them in these words.
    index('signatures_organizations')
      .on(t.letterId, t.version, t.id)
      .where(sql`${t.shownAs} is not null and ${t.kind} = 'organization'`),
    // The columns that are alike stand first: SQLite takes an index with more of them for the better one.
    index('signatures_unseen').on(t.letterId, t.state, t.reason, t.shownAs, t.createdAt, t.id).where(unseen(t)),
    index('signatures_subscribed').on(t.letterId, t.state, t.confirmedAt, t.id).where(subscribed(t)),
  ],
);

/** Organizations that were asked to sign: an invitation is never a signature. `addressKey` as in `signatures`. */
export const organizationInvitations = table(
  'organization_invitations',
  {
    id: text().primaryKey(),
    letterId: text()
      .notNull()
      .references(() => letters.id, { onDelete: 'cascade' }),
    organization: text().notNull(),
    name: text().notNull(),
    email: text(),
    addressKey: text().notNull(),
    state: text().$type<'invited' | 'signed' | 'declined'>().notNull(),
    invitedBy: text().notNull(),
    createdAt: instant().notNull(),
  },
  (t) => [
    uniqueIndex('organization_invitations_once').on(t.letterId, t.addressKey),
    index('organization_invitations_state').on(t.letterId, t.state, t.id),
    index('organization_invitations_address').on(t.addressKey),
  ],
);

/** A removal of many signatures by conditions: what was asked, why, by whom, and how far it is. */
export const removals = table(
  'removals',
  {
    id: text().primaryKey(),
    letterId: text()
      .notNull()
      .references(() => letters.id, { onDelete: 'cascade' }),
    conditions: json<Record<string, string>>().notNull(),
    reason: text().notNull(),
    note: text().notNull(),
    state: text().$type<'running' | 'done' | 'stopped' | 'undoing' | 'undone'>().notNull(),
    /** How many were found before it began; 0 where they were too many to be counted. */
    expected: whole().notNull(),
    /** How many it has taken away and not put back. */
    done: whole().notNull(),
    by: text().notNull(),
    createdAt: instant().notNull(),
  },
  (t) => [index('removals_letter').on(t.letterId, t.id), index('removals_state').on(t.state, t.id)],
);

// ── cosigners ──────────────────────────────────────────────────────────────────────────────────────────────────
export type Position = 'asked' | 'leaning' | 'committed' | 'signed' | 'declined' | 'withdrawn';

/** Where a legislator stands on a letter now, with the seat as it was when that was recorded. */
export const cosigners = table(
  'cosigners',
  {
    letterId: text()
      .notNull()
      .references(() => letters.id, { onDelete: 'cascade' }),
    legislator: text()
      .notNull()
      .references(() => legislators.key),
    /** null: not contacted (an earlier entry was corrected away). */
    position: text().$type<Position>(),
    /** True while an uncorrected public `signed` stands before a `withdrawn`: the public then sees "withdrew". */
    withdrew: flag().notNull(),
    entryId: text().notNull(),
    /** The entry that made it `signed`; its id orders "as received". Empty otherwise. */
    signedEntryId: text().notNull(),
    version: whole().notNull(),
    day: text().notNull(),
    source: text().notNull(),
    note: text().notNull(),
    body: text().notNull(),
    state: text(),
    district: text(),
    class: whole(),
    title: text().notNull(),
    party: text().notNull(),
    caucus: text().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.letterId, t.legislator] }),
    index('cosigners_position').on(t.letterId, t.position),
    index('cosigners_legislator').on(t.legislator),
  ],
);

/** Every entry ever made; only added to. A correction names the entry it voids. */
export const cosignerEntries = table(
  'cosigner_entries',
  {
    id: text().primaryKey(),
    letterId: text()
      .notNull()
      .references(() => letters.id, { onDelete: 'cascade' }),
    legislator: text()
      .notNull()
      .references(() => legislators.key),
    position: text().$type<Position>(),
    version: whole().notNull(),
    day: text().notNull(),
    source: text().notNull(),
    note: text().notNull(),
    corrects: text(),
    actorId: text(),
    actor: text().notNull(),
    at: instant().notNull(),
  },
  (t) => [
    index('cosigner_entries_of').on(t.letterId, t.legislator, t.id),
    uniqueIndex('cosigner_entries_corrects').on(t.corrects),
  ],
);

/** Which volunteer follows up with which office. */
export const assignments = table(
  'assignments',
  {
    letterId: text()
      .notNull()
      .references(() => letters.id, { onDelete: 'cascade' }),
    legislator: text()
      .notNull()
      .references(() => legislators.key),
    accountId: text()
      .notNull()
      .references(() => accounts.id, { onDelete: 'cascade' }),
  },
  (t) => [
    primaryKey({ columns: [t.letterId, t.legislator, t.accountId] }),
    index('assignments_account').on(t.accountId, t.letterId),
  ],
);

// ── whip ───────────────────────────────────────────────────────────────────────────────────────────────────────
export type ContactWay = 'phone' | 'e-mail' | 'meeting' | 'other';

/** The log of talks with an office about a letter. */
export const contacts = table(
  'contacts',
  {
    id: text().primaryKey(),
    letterId: text()
      .notNull()
      .references(() => letters.id, { onDelete: 'cascade' }),
    legislator: text()
      .notNull()
      .references(() => legislators.key),
    day: text().notNull(),
    way: text().$type<ContactWay>().notNull(),
    /** With whom in the office; may be empty. */
    person: text().notNull(),
    summary: text().notNull(),
    /** What is to be done next, and by which day; '' and null for nothing. */
    next: text().notNull(),
    due: text(),
    doneAt: instant(),
    doneBy: text(),
    actorId: text(),
    actor: text().notNull(),
    at: instant().notNull(),
  },
  (t) => [
    index('contacts_of').on(t.letterId, t.legislator, t.day),
    index('contacts_due').on(t.letterId, t.due).where(sql`${t.doneAt} is null and ${t.next} <> ''`),
  ],
);

/** Who in an office answers for a campaign's letters. */
export const staffContacts = table(
  'staff_contacts',
  {
    id: text().primaryKey(),
    campaignId: text()
      .notNull()
      .references(() => campaigns.id, { onDelete: 'cascade' }),
    legislator: text()
      .notNull()
      .references(() => legislators.key),
    name: text().notNull(),
    title: text().notNull(),
    email: text().notNull(),
    /** That address as its provider reads it; '' where there is none. */
    canonicalEmail: text().notNull(),
    phone: text().notNull(),
    by: text().notNull(),
    createdAt: instant().notNull(),
  },
  (t) => [
    index('staff_contacts_of').on(t.campaignId, t.legislator, t.id),
    index('staff_contacts_by_address').on(t.canonicalEmail).where(sql`${t.canonicalEmail} <> ''`),
  ],
);

// ── intake ─────────────────────────────────────────────────────────────────────────────────────────────────────
/** A list of names that somebody brought in. `purpose`: to record them, or to compare with what Quill has. */
export const nameLists = table(
  'name_lists',
  {
    id: text().primaryKey(),
    letterId: text()
      .notNull()
      .references(() => letters.id, { onDelete: 'cascade' }),
    purpose: text().$type<'record' | 'quill'>().notNull(),
    /** Where the list came from: 'e-mail from the office of …', a file's name. */
    source: text().notNull(),
    position: text().$type<Position>().notNull(),
    day: text().notNull(),
    by: text().notNull(),
    createdAt: instant().notNull(),
  },
  (t) => [index('name_lists_letter').on(t.letterId, t.id)],
);

/** A row of such a list as it came, and what became of it. None is ever dropped. */
export const nameRows = table(
  'name_rows',
  {
    listId: text()
      .notNull()
      .references(() => nameLists.id, { onDelete: 'cascade' }),
    ordinal: whole().notNull(),
    /** The whole row as it was written. */
    text: text().notNull(),
    /** The name that was read out of it, and what stood in columns beside it: state, party, district, body, key. */
    name: text().notNull(),
    beside: json<Record<string, string>>().notNull(),
    /** Whom it means: matched for sure, or chosen by somebody. */
    legislator: text().references(() => legislators.key),
    state: text().$type<'sure' | 'asked' | 'unknown' | 'chosen' | 'set aside' | 'recorded'>().notNull(),
    /** Why a row could not be recorded, or was set aside. */
    note: text().notNull(),
  },
  (t) => [primaryKey({ columns: [t.listId, t.ordinal] })],
);

// ── office ─────────────────────────────────────────────────────────────────────────────────────────────────────
/** Mail domains of a body's offices, where they differ from the usual ones. */
export const officeDomains = table(
  'office_domains',
  {
    body: text()
      .notNull()
      .references(() => bodies.key, { onDelete: 'cascade' }),
    domain: text().notNull(),
  },
  (t) => [primaryKey({ columns: [t.body, t.domain] })],
);

/** A secret way for one office to answer for one version of a letter. The secret is made of the id and never kept. */
export const officeLinks = table(
  'office_links',
  {
    id: text().primaryKey(),
    letterId: text()
      .notNull()
      .references(() => letters.id, { onDelete: 'cascade' }),
    legislator: text()
      .notNull()
      .references(() => legislators.key),
    version: whole().notNull(),
    by: text().notNull(),
    createdAt: instant().notNull(),
    expiresAt: instant().notNull(),
    revokedAt: instant(),
    revokedBy: text(),
  },
  (t) => [
    index('office_links_of').on(t.letterId, t.legislator, t.id),
    uniqueIndex('office_links_one').on(t.letterId, t.legislator, t.version).where(sql`${t.revokedAt} is null`),
  ],
);

/** What an office answered. It counts once `confirmed` by mail at the body's own domain, or `accepted` by an organizer. */
export const officeAnswers = table(
  'office_answers',
  {
    id: text().primaryKey(),
    linkId: text()
      .notNull()
      .references(() => officeLinks.id, { onDelete: 'cascade' }),
    letterId: text()
      .notNull()
      .references(() => letters.id, { onDelete: 'cascade' }),
    legislator: text()
      .notNull()
      .references(() => legislators.key),
    version: whole().notNull(),
    answer: text().$type<'sign' | 'decline' | 'change'>().notNull(),
    /** What is to change, or why not. */
    comment: text().notNull(),
    staffName: text().notNull(),
    staffTitle: text().notNull(),
    staffEmail: text().notNull(),
    /** A keyed hash of that address as its provider reads it; '' once it is forgotten. */
    addressKey: text().notNull(),
    /** Whether that address is at a domain of the body. */
    known: flag().notNull(),
    state: text().$type<'open' | 'confirmed' | 'accepted' | 'refused' | 'replaced'>().notNull(),
    /** How many mails asked for its confirmation. */
    mails: whole().notNull(),
    confirmedAt: instant(),
    /** The organizer who accepted or refused it, and why it was refused. */
    decidedBy: text(),
    decidedAt: instant(),
    reason: text().notNull(),
    /** The position that was recorded for it, before it counted or once it did. */
    entryId: text(),
    createdAt: instant().notNull(),
  },
  (t) => [
    index('office_answers_of').on(t.letterId, t.legislator, t.id),
    index('office_answers_address').on(t.addressKey, t.id),
    uniqueIndex('office_answers_open').on(t.letterId, t.legislator).where(sql`${t.state} = 'open'`),
  ],
);

// ── closing ────────────────────────────────────────────────────────────────────────────────────────────────────
/** To whom a letter was delivered, when and how. */
export const deliveries = table(
  'deliveries',
  {
    id: text().primaryKey(),
    letterId: text()
      .notNull()
      .references(() => letters.id, { onDelete: 'cascade' }),
    day: text().notNull(),
    recipient: text().notNull(),
    how: text().notNull(),
    by: text().notNull(),
    at: instant().notNull(),
  },
  (t) => [uniqueIndex('deliveries_once').on(t.letterId, t.day, t.recipient, t.how)],
);

/** What an addressee answered, with where that can be read. */
export const replies = table(
  'replies',
  {
    id: text().primaryKey(),
    letterId: text()
      .notNull()
      .references(() => letters.id, { onDelete: 'cascade' }),
    day: text().notNull(),
    author: text().notNull(),
    summary: text().notNull(),
    source: text().notNull(),
    by: text().notNull(),
    at: instant().notNull(),
  },
  (t) => [uniqueIndex('replies_once').on(t.letterId, t.day, t.author)],
);

// ── documents ──────────────────────────────────────────────────────────────────────────────────────────────────
/** Organizations among a letter's signers that work in the whole country: an appendix names them first. */
export const nationalOrganizations = table(
  'national_organizations',
  {
    letterId: text()
      .notNull()
      .references(() => letters.id, { onDelete: 'cascade' }),
    signatureId: text()
      .notNull()
      .references(() => signatures.id, { onDelete: 'cascade' }),
  },
  (t) => [primaryKey({ columns: [t.letterId, t.signatureId] })],
);

// ── carriers ───────────────────────────────────────────────────────────────────────────────────────────────────
/** The CWC service of a chamber of Congress: when its list of offices was read, and until when nothing is sent to it. */
export const cwcChambers = table('cwc_chambers', {
  chamber: text().$type<'house' | 'senate'>().primaryKey(),
  /** When its offices were last listed, and when that was last tried; null for never. */
  listedAt: instant(),
  triedAt: instant(),
  pausedUntil: instant(),
  /** Why it rests or why its list could not be read; '' while all is well. */
  problem: text().notNull(),
});

/** The offices of Congress that take messages by the CWC service, as the service last listed them: 'HOH07', 'SCA03'. */
export const cwcOffices = table('cwc_offices', {
  office: text().primaryKey(),
  chamber: text().$type<'house' | 'senate'>().notNull(),
});

/** What goes to an office by the CWC service, but for the operator's own name and address. */
export interface CwcContent {
  office: string;
  /** The day in Washington on which it was written: '2026-11-22'. */
  day: string;
  /** Whose campaign it is part of; '' where the name is too short. */
  organization: string;
  /** The same for all who ask for the same, so that an office can group them. */
  campaignId: string;
  constituent: DeliveryDetails & { email: string };
  subject: string;
  topic: string;
  bills: { congress: number; type: string; number: number }[];
  stance: '' | 'pro' | 'con';
  /** The campaign's words, and the constituent's own; one of them may be ''. */
  statement: string;
  own: string;
  responseWanted: boolean;
}

/**
 * A message on its way by the CWC service. The id is the DeliveryId, fixed before anything is sent: the service knows
 * a second try by it. `content` is forgotten once it has ended.
 */
export const cwcDeliveries = table(
  'cwc_deliveries',
  {
    id: text().primaryKey(),
    messageId: text().notNull(),
    chamber: text().$type<'house' | 'senate'>().notNull(),
    office: text().notNull(),
    content: json<CwcContent>(),
    state: text().$type<'waiting' | 'sending' | 'delivered' | 'failed'>().notNull(),
    attempts: whole().notNull(),
    dueAt: instant().notNull(),
    problem: text(),
    createdAt: instant().notNull(),
    endedAt: instant(),
  },
  (t) => [
    uniqueIndex('cwc_deliveries_message').on(t.messageId),
    index('cwc_deliveries_due').on(t.chamber, t.state, t.dueAt),
    index('cwc_deliveries_ended').on(t.endedAt),
  ],
);

// ── variants ───────────────────────────────────────────────────────────────────────────────────────────────────
/** Which legislators a text is for: all of these that are given must fit. */
export interface VariantConditions {
  /** What the public may know of where a legislator stands. */
  standing?: ('signed' | 'withdrew' | 'not signed')[];
  /** Party or the caucus counted with. */
  party?: string[];
  body?: string[];
  state?: string[];
  /** Keys of committees. */
  committee?: string[];
  /** Keys of legislators. */
  legislator?: string[];
}

/** A text that a campaign offers constituents for some legislators; the first that fits is the one. */
export const textVariants = table(
  'text_variants',
  {
    id: text().primaryKey(),
    campaignId: text()
      .notNull()
      .references(() => campaigns.id, { onDelete: 'cascade' }),
    ordinal: whole().notNull(),
    /** For the organizer, such as 'Members of the Appropriations Committee'. */
    name: text().notNull(),
    /** The one letter it is for; null for every letter of the campaign. */
    letterId: text().references(() => letters.id, { onDelete: 'cascade' }),
    ask: text().$type<Ask>().notNull(),
    conditions: json<VariantConditions>().notNull(),
    subject: text().notNull(),
    text: text().notNull(),
    /** What to say on the phone; '' for the usual words. */
    script: text().notNull(),
  },
  (t) => [index('text_variants_campaign').on(t.campaignId, t.ordinal)],
);

// ── messages ───────────────────────────────────────────────────────────────────────────────────────────────────
export type Ask = 'request' | 'thanks';
export type Way = 'form' | 'phone' | 'mailto' | 'copy' | 'email' | 'print' | 'cwc';
export type MessageState = 'confirming' | 'disowned' | 'queued' | 'sent' | 'failed' | 'opened' | 'reported';

/** What an office needs of its constituent for a delivery, and nobody else: forgotten when the delivery has ended. */
export interface DeliveryDetails {
  prefix: string;
  first: string;
  last: string;
  street: string;
  city: string;
  /** USPS code. */
  state: string;
  zip: string;
  /** 'NNN-NNN-NNNN', or ''. */
  phone: string;
}

/**
 * One constituent's text to one legislator, or the record that a way to the office was opened. Only mail that this
 * server carries holds a person and a text; `personKey` is an HMAC of the canonical address.
 */
export const messages = table(
  'messages',
  {
    id: text().primaryKey(),
    letterId: text()
      .notNull()
      .references(() => letters.id, { onDelete: 'cascade' }),
    legislator: text()
      .notNull()
      .references(() => legislators.key),
    ask: text().$type<Ask>().notNull(),
    way: text().$type<Way>().notNull(),
    state: text().$type<MessageState>().notNull(),
    /** Null where no person is known ("opened"). */
    personKey: text(),
    name: text(),
    email: text(),
    zip: text(),
    homeState: text(),
    homeDistrict: text(),
    lookup: text().$type<Lookup>(),
    details: json<DeliveryDetails & { responseWanted: boolean }>(),
    subject: text(),
    /** The whole text as it goes to the office; and what it is made of, the writer's own words and the request. */
    text: text(),
    parts: json<{ own: string; request: string }>(),
    edited: flag().notNull(),
    /** How much of the whole text is the campaign's, in hundredths; null where that is not known. */
    similarity: whole(),
    /** The writer's own words, where they agreed that the campaign shows them to the office at a meeting. */
    quote: text(),
    /** How a call ended. */
    outcome: text().$type<'reached' | 'voicemail' | 'no answer'>(),
    /** Why it failed, in words for its writer. */
    problem: text(),
    /** What its writer said two weeks later: whether the office answered. */
    answered: text().$type<'yes' | 'no'>(),
    answeredAt: instant(),
    /** The day from which it counts, in the letter's time zone as it was then; null until it does. */
    day: text(),
    tokenHash: text(),
    mailsSent: whole().notNull(),
    createdAt: instant().notNull(),
    changedAt: instant().notNull(),
  },
  (t) => [
    uniqueIndex('messages_once').on(t.letterId, t.legislator, t.ask, t.personKey),
    uniqueIndex('messages_token').on(t.tokenHash),
    // A person has few messages about a letter with millions of them.
    index('messages_person').on(t.personKey, t.letterId, t.id),
    index('messages_letter').on(t.letterId, t.id),
    index('messages_state').on(t.state, t.changedAt),
    // What is stuck, and the quotes for a meeting: few among many.
    index('messages_failed').on(t.letterId, t.state, t.changedAt).where(sql`${t.state} in ('failed', 'queued')`),
    // Those that still hold a person or a text: few among many that were forgotten.
    index('messages_kept').on(t.changedAt).where(sql`(${t.email} is not null or ${t.text} is not null)`),
    index('messages_quotes').on(t.letterId, t.legislator, t.id).where(sql`${t.quote} is not null`),
  ],
);

/** A person who wrote about a letter, with an address that is proved: who has a page with receipts. */
export const writers = table(
  'writers',
  {
    id: text().primaryKey(),
    letterId: text()
      .notNull()
      .references(() => letters.id, { onDelete: 'cascade' }),
    /** As in `messages`; null once forgotten. */
    personKey: text(),
    /** When to ask whether the offices answered; null once asked, or where nothing was sent. */
    askAt: instant(),
    /** When they were asked: once for each letter. */
    askedAt: instant(),
    createdAt: instant().notNull(),
  },
  (t) => [
    uniqueIndex('writers_once').on(t.letterId, t.personKey),
    index('writers_person').on(t.personKey),
    index('writers_ask').on(t.askAt).where(sql`${t.askAt} is not null`),
  ],
);

// ── affirmations ───────────────────────────────────────────────────────────────────────────────────────────────
/** Who was asked to re-affirm for a new version of a letter, once each. `askedAt` is null for who came unasked. */
export const affirmations = table(
  'affirmations',
  {
    signatureId: text()
      .notNull()
      .references(() => signatures.id, { onDelete: 'cascade' }),
    version: whole().notNull(),
    letterId: text()
      .notNull()
      .references(() => letters.id, { onDelete: 'cascade' }),
    askedAt: instant(),
    affirmedAt: instant(),
  },
  (t) => [primaryKey({ columns: [t.signatureId, t.version] }), index('affirmations_letter').on(t.letterId, t.version)],
);

/** An organizer's wish that the signers of earlier versions be asked, and which of them was the last to be. */
export const affirmationRounds = table(
  'affirmation_rounds',
  {
    letterId: text()
      .notNull()
      .references(() => letters.id, { onDelete: 'cascade' }),
    version: whole().notNull(),
    state: text().$type<'running' | 'done'>().notNull(),
    /** `createdAt` and id of the signature that the round has come to. */
    afterAt: instant().notNull(),
    afterId: text().notNull(),
    by: text().notNull(),
    createdAt: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.letterId, t.version] }), index('affirmation_rounds_state').on(t.state)],
);

// ── updates ────────────────────────────────────────────────────────────────────────────────────────────────────
export type UpdateState = 'draft' | 'scheduled' | 'sending' | 'paused' | 'done' | 'cancelled';

/** A mail to those signers of a letter who asked for news of it. Numbers are kept in `tallies`. */
export const updates = table(
  'updates',
  {
    id: text().primaryKey(),
    letterId: text()
      .notNull()
      .references(() => letters.id, { onDelete: 'cascade' }),
    subject: text().notNull(),
    /** Markdown. */
    text: text().notNull(),
    /** USPS codes of the states whose signers get it; empty for all. */
    states: json<string[]>().notNull(),
    state: text().$type<UpdateState>().notNull(),
    sendAt: instant(),
    /** Listing its recipients: a list of before is cleared first. */
    listing: text().$type<'none' | 'clearing' | 'running' | 'done'>().notNull(),
    /** How far listing has come: `confirmedAt` and id of a signature; and when it was through. */
    afterAt: instant().notNull(),
    afterId: text().notNull(),
    listedAt: instant(),
    /** How many were listed by their home state, as they were then. */
    byState: json<Record<string, number>>().notNull(),
    bodyId: text().references(() => mailBodies.id),
    /** How many mails had ended, and how many of them failed, when it last began to go out: what a pause is judged by. */
    since: json<{ ended: number; failed: number }>().notNull(),
    /** Why it was paused; '' while it is not. */
    pausedFor: text().notNull(),
    by: text().notNull(),
    createdAt: instant().notNull(),
    changedAt: instant().notNull(),
    endedAt: instant(),
  },
  (t) => [
    index('updates_letter').on(t.letterId, t.id),
    index('updates_state').on(t.state, t.sendAt),
    index('updates_listing').on(t.listing),
  ],
);

/**
 * 'skipped': withdrew, or wants no more news, since it was listed. 'suppressed': gets no mail to many. 'returned': went
 * out and came back, or its receiver complained. 'unsure': may have arrived, and is not sent again.
 */
export type RecipientState = 'listed' | 'queued' | 'sent' | 'failed' | 'returned' | 'unsure' | 'suppressed' | 'skipped';

/** Who gets an update, once for each address; what became of it. */
export const updateRecipients = table(
  'update_recipients',
  {
    updateId: text()
      .notNull()
      .references(() => updates.id, { onDelete: 'cascade' }),
    addressKey: text().notNull(),
    signatureId: text().notNull(),
    state: text().$type<RecipientState>().notNull(),
    /** How often its mail was taken back by a pause: the next one has a reason of its own. */
    round: whole().notNull(),
    problem: text(),
    at: instant().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.updateId, t.addressKey] }),
    index('update_recipients_state').on(t.updateId, t.state, t.addressKey),
  ],
);
