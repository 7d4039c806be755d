/** What a bounce means for the address: whether it is the address's fault, and for good. */
import { type Recipient, statusIn } from './reports.ts';

export interface Verdict {
  /** 'hard': there is no such mailbox. 'policy': the receiver does not want this mail. 'soft': all else. */
  kind: 'hard' | 'soft' | 'policy';
  /** As RFC 3463 has it, '5.0.0' where nothing was said. */
  status: string;
}

/** No such mailbox, no such domain, no address at all, moved away, takes no mail (RFC 3463, RFC 7505). */
const gone = new Set(['5.1.1', '5.1.2', '5.1.3', '5.1.6', '5.1.10']);
/** These blame the sender's address, whatever their first two numbers say. */
const ours = new Set(['5.1.7', '5.1.8']);

/** How servers say it that give no number for it. */
const unknown =
  /\bunknown (user|recipient|mailbox|local part)|\bno such (user|recipient|mailbox|person|account|address)|\b(user|recipient|mailbox|account)( \S+)? (is )?(unknown|not found|does ?n[o']t exist)|\bno mailbox (here )?by that name|\binvalid (recipient|mailbox)\b/i;

/** The gravest that a report says of a mail's own receiver; null where nothing failed for good. */
export function verdictOf(recipients: Recipient[], isReceiver: (address: string) => boolean): Verdict | null {
  const own = recipients.filter(({ addresses }) => addresses.some(isReceiver));
  const told = own.length > 0 ? own : recipients;
  // Forwarded to several, of whom one has it: it arrived.
  if (told.some(({ action }) => arrived.has(action))) return null;
  const verdicts = told.map(verdictOn).filter((one) => one !== null);
  return (
    (['hard', 'policy', 'soft'] as const).flatMap((kind) => verdicts.filter((one) => one.kind === kind))[0] ?? null
  );
}

const arrived = new Set(['delivered', 'relayed', 'expanded']);

function verdictOn({ action, status: given, diagnostic }: Recipient): Verdict | null {
  const failed = action === 'failed' || (action === '' && given.startsWith('5'));
  if (!failed || given.startsWith('2')) return null;
  const said = statusIn(diagnostic);
  // What the receiving server said is nearer to the matter than a number that means "something".
  const status = said && (given === '' || given.endsWith('.0.0') || isPolicy(said)) ? said : given || '5.0.0';
  if (isPolicy(status)) return { kind: 'policy', status };
  if (gone.has(status)) return { kind: 'hard', status };
  if (status === '5.0.0' && unknown.test(diagnostic)) return { kind: 'hard', status: '5.1.1' };
  return { kind: 'soft', status };
}

const isPolicy = (status: string): boolean => status.startsWith('5.7.') || ours.has(status);
