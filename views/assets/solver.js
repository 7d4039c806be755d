// A worker that finds the number a challenge hides: each guess costs rounds of PBKDF2 (the scheme is that of altcha.org).
const bytesOf = (hex) => Uint8Array.from(hex.match(/../g), (pair) => Number.parseInt(pair, 16));
const hexOf = (buffer) => Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, '0')).join('');

/** So many guesses are told at a time. */
const TOLD = 25;

addEventListener('message', async ({ data: { parameters, first, step } }) => {
  const { nonce, salt, cost, keyLength, keyPrefix } = parameters;
  const rounds = { name: 'PBKDF2', hash: 'SHA-256', salt: bytesOf(salt), iterations: cost };
  const password = new Uint8Array([...bytesOf(nonce), 0, 0, 0, 0]);
  const number = new DataView(password.buffer, password.length - 4);
  for (let counter = first, guesses = 1; ; counter += step, guesses += 1) {
    number.setUint32(0, counter);
    const key = await crypto.subtle.importKey('raw', password, 'PBKDF2', false, ['deriveBits']);
    const derivedKey = hexOf(await crypto.subtle.deriveBits(rounds, key, keyLength * 8));
    if (derivedKey.startsWith(keyPrefix)) return postMessage({ solution: { counter, derivedKey } });
    if (guesses % TOLD === 0) postMessage({ guesses: TOLD });
  }
});
