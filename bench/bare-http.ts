import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * What is measured against: the least that `node:http` can do with the same POST. Reads the body and sends it
 * back, padded to as many bytes as our answer has, under the headers that ours has.
 */
const [verifyBytes = 0, createBytes = 0] = process.argv.slice(2).map(Number);

const server = createServer((request, answer) => {
  let body = '';
  request.setEncoding('utf8');
  request.on('data', (text: string) => {
    body += text;
  });
  request.on('end', () => {
    const bytes = request.url?.endsWith('/verify') ? verifyBytes : createBytes;
    answer.writeHead(200, {
      'content-type': 'application/json; charset=utf-8',
      'content-length': bytes,
      'x-content-type-options': 'nosniff',
    });
    answer.end(body.padEnd(bytes));
  });
});
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`listening on http://127.0.0.1:${(server.address() as AddressInfo).port}\n`);
});
