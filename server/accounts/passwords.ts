import { hash, verify } from '@node-rs/argon2';

/** Argon2id, the library's default kind, with 19 MiB and two passes: OWASP's first recommendation. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** The hash of a password that nobody knows: it keeps the answer to an unknown address as slow as any other. */
const NOBODY = '$argon2id$v=19$m=19456,t=2,p=1$+BAOUBQIFiB/I2146UANww$5apssrr6umhEztjfH77cuUYIz9Wf63QOK5qgaTV/47w';

/** Keyboards write the same letters in different ways. */
const composed = (password: string) => password.normalize('NFKC');

/** Takes tens of milliseconds, on a thread of its own: before a transaction, never inside. */
export const hashPassword = (password: string): Promise<string> => hash(composed(password), COST);

/** Whether the password is the one of the hash. Without a hash the answer is no, after the same work. */
export async function isPassword(passwordHash: string | null, password: string): Promise<boolean> {
  return (await verify(passwordHash ?? NOBODY, composed(password))) && passwordHash !== null;
}
