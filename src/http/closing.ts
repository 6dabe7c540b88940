import type { FastifyInstance } from 'fastify';

/** Once the server is closing, every answer ends its connection: the close waits for answers, not for clients. */
export function hangUpWhenClosing(app: FastifyInstance): void {
  let closing = false;
  app.addHook('preClose', async () => {
    closing = true;
  });
  app.addHook('onSend', (_request, reply, _payload, done) => {
    if (closing) reply.header('connection', 'close');
    done();
  });
}
