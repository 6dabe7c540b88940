import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { toNodeHandler } from 'better-auth/node';
import { openAuth } from './auth.ts';

/** Serves better-auth on a database that `prepare.ts` has made. */
const [path = ''] = process.argv.slice(2);
const server = createServer(toNodeHandler(openAuth(path).auth));
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`listening on http://127.0.0.1:${(server.address() as AddressInfo).port}\n`);
});
