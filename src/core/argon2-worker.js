import { argon2Sync } from 'node:crypto';
import { setPriority } from 'node:os';
import { parentPort } from 'node:worker_threads';

// Runs in a thread of its own: see argon2.ts.

// Only on Linux is this for the thread that asks; elsewhere it would be for the whole process.
if (process.platform === 'linux') {
  try {
    setPriority(10);
  } catch {
    // Where a sandbox does not allow it, hashes take turns with requests.
  }
}

parentPort.on('message', (parameters) => {
  try {
    parentPort.postMessage({ tag: argon2Sync('argon2id', parameters) });
  } catch (error) {
    parentPort.postMessage({ error });
  }
});
