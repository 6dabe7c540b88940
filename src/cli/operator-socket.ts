import { chmodSync, rmSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { join, relative } from 'node:path';
import type { Logger } from 'pino';
import { StartError } from '../core/start-error.ts';
import { whyRefused } from './refusal.ts';

/** Whether it was done is not known. */
export class ServerEnded extends StartError {}

export type Tell = (progress: object) => void;

/** A task by its name: does it, tells how far it is, and returns what came of it. */
export type Perform = (task: string, input: object, tell: Tell) => Promise<object>;

/** In characters. */
const LONGEST_REQUEST = 65_536;

/**
 * Opens the operator's socket in the data folder, which its owner alone can open: who can do that can read the
 * database and the key file too. The request is a line of JSON, `{task, input}`; so are the answers. A server
 * without it serves all the same, because some file systems have no sockets.
 *
 * @returns Closes it.
 */
export async function openOperatorSocket(
  dataFolder: string,
  perform: Perform,
  log: Logger,
): Promise<() => void> {
  const path = socketPath(dataFolder);
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket)).on('error', () => socket.destroy());
    answer(socket, perform).catch(() => socket.destroy());
  });
  try {
    // One that was killed leaves its socket behind. The lock on the folder says that it is gone.
    rmSync(path, { force: true });
    await new Promise<void>((resolve, reject) => server.once('error', reject).listen(path, resolve));
    chmodSync(path, 0o600);
  } catch (error) {
    log.warn({ err: error }, 'there is no socket for the operator: commands need the server to be stopped');
  }
  return () => {
    server.close();
    for (const socket of open) socket.end();
  };
}

async function answer(socket: Socket, perform: Perform): Promise<void> {
  const request = await firstLine(socket);
  const write = (line: object) => socket.writable && socket.write(`${JSON.stringify(line)}\n`);
  try {
    const { task, input } = parseRequest(request);
    write({ done: await perform(task, input, (progress) => write({ progress })) });
  } catch (error) {
    write({ error: whyRefused(error) });
  }
  socket.end();
}

function parseRequest(line: string): { task: string; input: object } {
  try {
    const { task, input } = JSON.parse(line);
    return { task: String(task), input: Object(input) };
  } catch {
    throw new StartError('The server does not understand the request.');
  }
}

async function firstLine(socket: Socket): Promise<string> {
  let text = '';
  // Not to be destroyed with the iterator: the answer is still to come.
  for await (const part of socket.setEncoding('utf8').iterator({ destroyOnReturn: false })) {
    text += part;
    if (text.includes('\n')) return text.slice(0, text.indexOf('\n'));
    if (text.length > LONGEST_REQUEST) break;
  }
  throw new Error('no request came');
}

/**
 * Has the server that runs on the data folder do something.
 *
 * @returns undefined: no server listens.
 * @throws StartError with what the server says; ServerEnded when it ended meanwhile.
 */
export async function askServer<Done>(
  dataFolder: string,
  task: string,
  input: object,
  onProgress: (progress: never) => void,
): Promise<Done | undefined> {
  const socket = connect(socketPath(dataFolder));
  const connected = await new Promise<boolean>((resolve) => {
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
  });
  if (!connected) return undefined;
  socket.on('error', () => socket.destroy());
  socket.write(`${JSON.stringify({ task, input })}\n`);
  let text = '';
  for await (const part of socket.setEncoding('utf8')) {
    const lines = (text + part).split('\n');
    text = lines.pop() ?? '';
    for (const line of lines) {
      const { progress, done, error } = JSON.parse(line);
      if (progress) onProgress(progress as never);
      if (done) return done as Done;
      if (error) throw new StartError(error);
    }
  }
  throw new ServerEnded('The server ended before it was done.');
}

/** As seen from here where that is shorter: the path of a socket cannot be long. */
function socketPath(dataFolder: string): string {
  const path = join(dataFolder, 'countersign.sock');
  const fromHere = relative('', path);
  return fromHere.length < path.length ? fromHere : path;
}
