import { chmodSync, rmSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { join, relative } from 'node:path';
import type { Logger } from 'pino';
import { StartError } from '../core/start-error.ts';

/** What the running server can be told to do. */
export type Command = 'key rotate';

export type Tell = (progress: object) => void;

/** Does it: tells how far it is, and returns what came of it. */
export type Work = (tell: Tell) => Promise<object>;

const LONGEST_REQUEST = 1_024;

/**
 * Opens the operator's socket in the data folder, which its owner alone can open: who can do that can read the
 * database and the key file too. The request is a line that names a command; the answers are lines of JSON.
 * A server without it serves all the same, because some file systems have no sockets.
 *
 * @returns Closes it.
 */
export async function openOperatorSocket(
  dataFolder: string,
  work: Record<Command, Work>,
  log: Logger,
): Promise<() => void> {
  const path = socketPath(dataFolder);
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket)).on('error', () => socket.destroy());
    answer(socket, work).catch(() => socket.destroy());
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

async function answer(socket: Socket, work: Record<Command, Work>): Promise<void> {
  const command = await firstLine(socket);
  const write = (line: object) => socket.writable && socket.write(`${JSON.stringify(line)}\n`);
  try {
    const asked = Object.hasOwn(work, command) ? work[command as Command] : undefined;
    if (!asked) throw new Error('The server does not know this command: it may be an older one.');
    write({ done: await asked((progress) => write({ progress })) });
  } catch (error) {
    write({ error: (error as Error).message });
  }
  socket.end();
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
 * @throws StartError with what the server says, or when it ended meanwhile.
 */
export async function askServer<Done>(
  dataFolder: string,
  command: Command,
  onProgress: (progress: never) => void,
): Promise<Done | undefined> {
  const socket = connect(socketPath(dataFolder));
  const connected = await new Promise<boolean>((resolve) => {
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
  });
  if (!connected) return undefined;
  socket.on('error', () => socket.destroy());
  socket.write(`${command}\n`);
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
  throw new StartError('The server ended before it was done. It goes on with it when it starts.');
}

/** As seen from here where that is shorter: the path of a socket cannot be long. */
function socketPath(dataFolder: string): string {
  const path = join(dataFolder, 'countersign.sock');
  const fromHere = relative('', path);
  return fromHere.length < path.length ? fromHere : path;
}
