import fc from 'fast-check';

// Whoever checks a change gets the same cases as everybody else; at a desk new ones are tried each time.
if (process.env['CI'] === 'true') fc.configureGlobal({ seed: 20_261_122 });
