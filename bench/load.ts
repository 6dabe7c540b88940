import { once } from 'node:events';
import { createConnection, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { expectedAnswer, type Operation, requestText, stepAt, type Users, userAt } from './requests.ts';

/**
 * The load, in a process of its own: 64 connections, each with one request under way. It speaks HTTP over
 * plain sockets, because a client library would take more time than the server.
 */
const CONNECTIONS = 64;

export interface Run {
  operation: Operation;
  port: number;
  token: string;
  users: Users;
  /** Which of them, in the order of use. Our server gets each once; the bare one gets them over and over. */
  from: number;
  count: number;
  /** Whether it is the server that is measured: then every answer must say that the thing was done. */
  ours: boolean;
  seconds: number;
  /** Requests per second, whatever the server does; absent: as many as it takes. */
  perSecond?: number;
}

export interface Measured {
  answered: number;
  perSecond: number;
  p50Ms: number;
  p99Ms: number;
  answerBytes: number;
  /** The share of its core that the load took: near 1, it was the load that was measured. */
  loadBusy: number;
}

interface Connection {
  socket: Socket;
  /** When the request under way was sent, or was due, in milliseconds. */
  sinceMs: number;
}

async function measure(run: Run): Promise<Measured> {
  const requests = await prepareRequests(run);
  const limit = run.ours ? requests.length : Number.POSITIVE_INFINITY;
  const wanted = run.ours ? expectedAnswer[run.operation] : '';
  const latencies: number[] = [];
  const idle: Connection[] = [];
  let sent = 0;
  let answerBytes = 0;

  const send = (connection: Connection, sinceMs: number) => {
    connection.sinceMs = sinceMs;
    connection.socket.write(requests[sent++ % requests.length] as string, 'latin1');
  };
  const onAnswer = (connection: Connection, answer: string) => {
    const bodyAt = answer.indexOf('\r\n\r\n') + 4;
    if (!answer.startsWith('HTTP/1.1 200 ') || !answer.startsWith(wanted, bodyAt)) {
      throw new Error(`A wrong answer under load:\n${answer}`);
    }
    answerBytes = answer.length - bodyAt;
    const nowMs = performance.now();
    latencies.push(nowMs - connection.sinceMs);
    if (!run.perSecond && nowMs < endMs && sent < limit) send(connection, nowMs);
    else idle.push(connection);
  };

  const connections = await Promise.all(
    Array.from({ length: CONNECTIONS }, () => connect(run.port, onAnswer)),
  );
  const cpuBefore = process.cpuUsage();
  const startMs = performance.now();
  const endMs = startMs + run.seconds * 1_000;
  if (run.perSecond) {
    idle.push(...connections);
    const betweenMs = 1_000 / run.perSecond;
    for (let nowMs = startMs; nowMs < endMs && sent < limit; nowMs = performance.now()) {
      // A request that finds no free connection has waited since it was due.
      for (let dueMs = 0; idle.length && sent < limit; ) {
        dueMs = startMs + sent * betweenMs;
        if (dueMs > nowMs) break;
        send(idle.pop() as Connection, dueMs);
      }
      await new Promise(setImmediate);
    }
  } else {
    for (const connection of connections) send(connection, startMs);
  }
  while (idle.length < connections.length) await sleep(1);
  const tookMs = performance.now() - startMs;
  const cpu = process.cpuUsage(cpuBefore);
  for (const { socket } of connections) socket.destroy();

  latencies.sort((a, b) => a - b);
  return {
    answered: latencies.length,
    perSecond: (latencies.length / tookMs) * 1_000,
    p50Ms: latencies[Math.floor(latencies.length * 0.5)] ?? 0,
    p99Ms: latencies[Math.floor(latencies.length * 0.99)] ?? 0,
    answerBytes,
    loadBusy: (cpu.user + cpu.system) / 1_000 / tookMs,
  };
}

/** The time step in which a user's code was last used. */
const lastStep = new Map<number, number>();

async function prepareRequests({ operation, token, users, from, count, ours }: Run): Promise<string[]> {
  const ids = Array.from({ length: count }, (_, index) => userAt(users, from + index));
  const codesAreUsed = ours && operation === 'verify';
  if (codesAreUsed) {
    while (ids.some((id) => (lastStep.get(id) ?? 0) >= stepAt(Date.now()))) await sleep(200);
  }
  const step = stepAt(Date.now());
  if (codesAreUsed) for (const id of ids) lastStep.set(id, step);
  return ids.map((userId) => requestText(operation, { token, userId, step }));
}

async function connect(
  port: number,
  onAnswer: (connection: Connection, answer: string) => void,
): Promise<Connection> {
  const buffer = Buffer.allocUnsafe(16 * 1024);
  let received = '';
  const onread = {
    buffer,
    callback(bytes: number) {
      received += buffer.toString('latin1', 0, bytes);
      if (isWhole(received)) {
        const answer = received;
        received = '';
        onAnswer(connection, answer);
      }
      return true;
    },
  };
  const socket = createConnection({ port, host: '127.0.0.1', noDelay: true, onread });
  const connection = { socket, sinceMs: 0 };
  await once(socket, 'connect');
  return connection;
}

/** Whether an answer has come to its end. */
function isWhole(received: string): boolean {
  const bodyAt = received.indexOf('\r\n\r\n') + 4;
  const length = /content-length: (\d+)/i.exec(received)?.[1];
  return bodyAt >= 4 && received.length >= bodyAt + Number(length ?? 0);
}

process.on('message', async (run: Run) => process.send?.(await measure(run)));
