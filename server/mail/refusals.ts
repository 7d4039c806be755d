/** What a mail server's answer means for a mail that it did not take. */

/** As nodemailer tells of a failure. */
interface Failure {
  code?: string;
  /** The SMTP command that failed, or 'CONN', 'API' … */
  command?: string;
  responseCode?: number;
  response?: string;
}

/**
 * 'never': this mail or its recipient is refused for good. 'unsure': the mail was handed over and no answer came, so it
 * may have arrived. 'later': everything else, a wrong password among it.
 */
export type Meaning = 'never' | 'later' | 'unsure';

/**
 * Whose matter it is: this one mail's or mailbox's, the receiving domain's, or that of the mail server, whom all mail
 * goes through.
 */
export type Matter = 'mail' | 'domain' | 'server';

/** A mail was not taken. Nothing of a server's own words is kept but its codes, for they can hold an address. */
export class NotTaken extends Error {
  readonly meaning: Meaning;
  readonly matter: Matter;
  /** No such mailbox: nothing that is sent there ever arrives. */
  readonly noMailbox: boolean;
  /** In plain words, with the codes. */
  readonly problem: string;
  readonly code: string | undefined;
  readonly responseCode: number | undefined;

  constructor(error: unknown, handedOver: boolean) {
    super('The mail server did not take a mail.');
    this.name = 'NotTaken';
    const failure = error as Failure;
    this.code = failure.code;
    this.responseCode = failure.responseCode;
    const { meaning, matter, noMailbox, problem } = read(failure, handedOver);
    this.meaning = meaning;
    this.matter = matter;
    this.noMailbox = noMailbox;
    this.problem = problem;
  }
}

type Told = Pick<NotTaken, 'meaning' | 'matter' | 'noMailbox' | 'problem'>;

function read({ code, command, responseCode, response }: Failure, handedOver: boolean): Told {
  const plain = { noMailbox: false };
  if (responseCode === undefined) {
    if (handedOver)
      return {
        ...plain,
        meaning: 'unsure',
        matter: 'server',
        problem: 'the mail server did not answer; it may have arrived',
      };
    // The address itself was not even tried: it is none that mail can be sent to.
    if (code === 'EENVELOPE' || code === 'EMESSAGE')
      return { ...plain, meaning: 'never', matter: 'mail', problem: 'the address cannot be written to' };
    return { ...plain, meaning: 'later', matter: 'server', problem: `the mail server was not reached${coded(code)}` };
  }
  // A mail server that answers by more lines than one, or to a command before, is still read by its last code.
  const status = /^\d{3}[ -]([245]\.\d{1,3}\.\d{1,3})\b/.exec(response ?? '')?.[1] ?? '';
  const codes = coded(String(responseCode), status);
  const aboutThisMail = command === 'RCPT TO' || command === 'DATA';
  if (!aboutThisMail || responseCode === 421 || responseCode === 503)
    return { ...plain, meaning: 'later', matter: 'server', problem: `the mail server refused to take mail${codes}` };
  const [, subject = '', detail = ''] = status.split('.');
  // A full mailbox, by the rules a matter of this moment, whatever the first digit says.
  if (responseCode === 452 || responseCode === 552 || (subject === '2' && detail === '2'))
    return { ...plain, meaning: 'later', matter: 'mail', problem: `the mailbox is full${codes}` };
  if (responseCode < 500) {
    const ofMailbox = subject === '2' && detail !== '';
    return { ...plain, meaning: 'later', matter: ofMailbox ? 'mail' : 'domain', problem: `not taken for now${codes}` };
  }
  if (subject === '7')
    return { ...plain, meaning: 'never', matter: 'mail', problem: `refused by the receiver's rules${codes}` };
  // 5.1.x is a wrong address; 550, 551 and 553 to a recipient mean the same where nothing finer is said.
  const noMailbox =
    command === 'RCPT TO' &&
    (subject === '1' ? detail !== '7' && detail !== '8' : !status && [550, 551, 553].includes(responseCode));
  return {
    meaning: 'never',
    matter: 'mail',
    noMailbox,
    problem: `${noMailbox ? 'no such mailbox' : 'refused for good'}${codes}`,
  };
}

const coded = (...codes: (string | undefined)[]): string => {
  const known = codes.filter(Boolean);
  return known.length > 0 ? ` (${known.join(' ')})` : '';
};
