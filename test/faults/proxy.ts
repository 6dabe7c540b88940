import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** What the network does between those who connect and the server: nothing, refuse all, or let nothing through. */
export type Weather = 'fine' | 'cut' | 'silent';

/** Stands between a node and its database, as the network does. */
export interface Proxy {
  port: number;
  weather(now: Weather): void;
  /** How long each piece is on its way, in milliseconds. */
  slow(delayMs: number): void;
  /** Where new connections go; those that are open are cut, as they are when an address moves. */
  target(port: number): void;
  close(): void;
}

/** @param target Port of the server. */
export async function startProxy(target: number): Promise<Proxy> {
  const open = new Set<Socket>();
  let now: Weather = 'fine';
  let delayMs = 0;
  const cutAll = () => {
    for (const socket of open) socket.resetAndDestroy();
    open.clear();
  };
  const pass = (from: Socket, to: Socket) => {
    from.on('data', (bytes) => {
      // What is lost in silence never comes: neither side is told.
      if (now === 'silent') return;
      if (delayMs) setTimeout(() => to.write(bytes), delayMs);
      else to.write(bytes);
    });
    from.on('error', () => undefined);
    from.on('close', () => {
      open.delete(from);
      if (now !== 'silent') to.destroy();
    });
  };
  const server = createServer((client) => {
    open.add(client);
    if (now === 'cut') {
      client.on('error', () => undefined);
      client.resetAndDestroy();
      return;
    }
    const upstream = connect(target, '127.0.0.1');
    open.add(upstream);
    pass(client, upstream);
    pass(upstream, client);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as { port: number }).port,
    weather(next) {
      if (next === 'cut' || now === 'silent') cutAll();
      now = next;
    },
    slow(ms) {
      delayMs = ms;
    },
    target(port) {
      target = port;
      cutAll();
    },
    close() {
      cutAll();
      server.close();
    },
  };
}
