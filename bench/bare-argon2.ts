import { argon2, randomBytes } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { parsePhc } from '../src/core/phc.ts';

/**
 * What sign-ins are measured against: argon2id alone, on all cores, at the cost of a stored hash. Prints how many a
 * second.
 */
const [phc = '', seconds = '1'] = process.argv.slice(2);
const { memoryKiB, passes, lanes, hash } = parsePhc(phc);
const parameters = {
  message: 'bench-password',
  nonce: randomBytes(16),
  memory: memoryKiB,
  passes,
  parallelism: lanes,
  tagLength: hash.length,
};
const startMs = performance.now();
const endMs = startMs + Number(seconds) * 1_000;
let done = 0;

const next = () =>
  argon2('argon2id', parameters, (error) => {
    if (error) throw error;
    done++;
    if (performance.now() < endMs) next();
    else if (--running === 0) process.stdout.write(`${(done / (performance.now() - startMs)) * 1_000}\n`);
  });
let running = availableParallelism();
for (let index = running; index > 0; index--) next();
