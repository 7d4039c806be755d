/**
 * A mail server that takes every mail and drops it. It prints its port; whenever a line comes in, it prints how many
 * mails it took since the last one, and over how many milliseconds, the first fifth left out.
 */
import { createInterface } from 'node:readline';
import { SMTPServer } from 'smtp-server';

let times = [];
const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ['AUTH', 'STARTTLS'],
  disableReverseLookup: true,
  logger: false,
  maxClients: 200,
  onData(stream, _session, done) {
    stream.resume();
    stream.on('end', () => {
      times.push(performance.now());
      done();
    });
  },
});
server.on('error', () => {});
server.listen(0, '127.0.0.1', () => console.log(server.server.address().port));

createInterface({ input: process.stdin }).on('line', () => {
  const from = Math.floor(times.length / 5);
  const [first = 0, last = 0] = [times[from], times.at(-1)];
  console.log(JSON.stringify({ taken: times.length, perSecond: (1000 * (times.length - 1 - from)) / (last - first) }));
  times = [];
});
