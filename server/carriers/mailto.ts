/** What the mail programs in use still open, in encoded characters; longer ones cut the text or open nothing. */
const MOST = 1800;

/**
 * A link that opens the visitor's own mail program with a message in it (RFC 6068), or null when the message is too
 * long for such a link and has to be copied instead.
 */
export function mailtoLink(address: string, subject: string, text: string): string | null {
  const body = encode(text.replace(/\r\n?|\n/g, '\r\n'));
  const link = `mailto:${encodeAddress(address)}?subject=${encode(subject.replace(/\s+/g, ' '))}&body=${body}`;
  return link.length <= MOST ? link : null;
}

/** Also what `encodeURIComponent` leaves alone and a reader of the address may not. */
const encode = (text: string): string =>
  encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\uFFFD')).replace(
    /['()!*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );

const encodeAddress = (address: string): string => encode(address).replace('%40', '@');
