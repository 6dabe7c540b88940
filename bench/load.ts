import { once } from 'node:events';
import { createConnection, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  CONNECTIONS,
  expectedAnswer,
  type Operation,
  requestsOf,
  stepAt,
  type Users,
  userAt,
} from './requests.ts';

/**
 * The load, in a process of its own: connections, each with one request under way. It speaks HTTP over plain
 * sockets, because a client library would take more time than the server.
 */
export interface Run {
  operation: Operation;
  /** Of servers, which get an equal share of the connections. */
  ports: number[];
  /** Absent: 64. */
  connections?: number;
  token: string;
  users: Users;
  /** Which of them, in the order of use. The bare server gets them over and over, any other each once. */
  from: number;
  count: number;
  /** Whether the thing is done, and not only echoed: then every answer must say so. */
  done: boolean;
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
  const limit = run.done ? requests.length : Number.POSITIVE_INFINITY;
  const [status, wanted] = run.done ? expectedAnswer[run.operation] : [200, ''];
  const statusLine = `HTTP/1.1 ${status} `;
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
    // In chunks, the length of the first comes before it.
    const begins =
      answer.startsWith(wanted, bodyAt) || answer.startsWith(wanted, answer.indexOf('\n', bodyAt) + 1);
    if (!answer.startsWith(statusLine) || !begins) {
      throw new Error(`A wrong answer under load:\n${answer}`);
    }
    answerBytes = answer.length - bodyAt;
    const nowMs = performance.now();
    latencies.push(nowMs - connection.sinceMs);
    if (!run.perSecond && nowMs < endMs && sent < limit) send(connection, nowMs);
    else idle.push(connection);
  };

  const connections = await Promise.all(
    Array.from({ length: run.connections ?? CONNECTIONS }, (_, index) =>
      connect(run.ports[index % run.ports.length] as number, onAnswer),
    ),
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

/** The time step in which a user's code was last used, by data set and user. */
const lastStep = new Map<string, number>();

async function prepareRequests({ operation, token, users, from, count, done }: Run): Promise<string[]> {
  const ids = Array.from({ length: count }, (_, index) => userAt(users, from + index));
  const keys = done && operation === 'verify' ? ids.map((id) => `${users.data} ${id}`) : [];
  while (keys.some((key) => (lastStep.get(key) ?? 0) >= stepAt(Date.now()))) await sleep(200);
  const step = stepAt(Date.now());
  for (const key of keys) lastStep.set(key, step);
  return requestsOf(operation, { ids, token, step, file: users.file });
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
  if (bodyAt < 4) return false;
  const length = /content-length: (\d+)/i.exec(received)?.[1];
  if (length !== undefined) return received.length >= bodyAt + Number(length);
  return !/transfer-encoding: chunked/i.test(received) || received.endsWith('\r\n0\r\n\r\n');
}

process.on('message', async (run: Run) => process.send?.(await measure(run)));
