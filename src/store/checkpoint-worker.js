import { DatabaseSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';

// Runs in a thread of its own: see checkpoints.ts.
const connection = new DatabaseSync(workerData);
connection.exec('PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0; PRAGMA cache_size = -256');
const checkpoint = connection.prepare('PRAGMA wal_checkpoint(PASSIVE)');

parentPort.on('message', (wanted) => {
  if (wanted === 'checkpoint') {
    try {
      checkpoint.get();
    } catch {
      // What is in the way is in the way of a commit, too, which says so.
    }
    parentPort.postMessage('done');
  } else {
    connection.close();
    parentPort.close();
  }
});
