import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { cpus } from 'node:os';

/** The server has one core to itself and the load another: the first and the last, which share the least. */
const cores = { server: 0, load: cpus().length - 1 };

/** Why processes cannot be kept to a core; undefined: they can. */
export const notPinned: string | undefined =
  process.platform !== 'linux'
    ? 'processes can be kept to a core on Linux only, so the server may use more than one'
    : cores.load === cores.server
      ? 'there is one core, so the server shares it with the load'
      : undefined;

/** Where a process may run. */
export type Cores = keyof typeof cores | 'all';

/** Starts a Node.js program on its core, or wherever the system likes. */
export function spawnOn(
  core: Cores,
  args: string[],
  { env, ipc = false }: { env?: Record<string, string>; ipc?: boolean } = {},
): ChildProcess {
  const command = [process.execPath, ...args];
  if (!notPinned && core !== 'all') command.unshift('taskset', '--cpu-list', String(cores[core]));
  const child = spawn(command[0] as string, command.slice(1), {
    ...(env && { env: { PATH: process.env.PATH, ...env } }),
    stdio: ['ignore', 'pipe', 'inherit', ...(ipc ? (['ipc'] as const) : [])],
  });
  child.once('error', (error) => {
    process.stderr.write(`${command[0]} cannot be started: ${error.message}\n`);
    process.exit(1);
  });
  return child;
}

export interface Server {
  port: number;
  /** Resident memory, in MB. */
  memory(): number;
  /** Processor time it has taken so far, in milliseconds; 0 where the system does not tell. */
  cpuMs(): number;
  stop(): Promise<void>;
  kill(): void;
}

/** Starts a server and waits for the line that says where it listens. */
export async function startServer(
  args: string[],
  env: Record<string, string> = {},
  on: Cores = 'server',
): Promise<Server> {
  const child = spawnOn(on, args, { env });
  let printed = '';
  const port = await new Promise<number>((resolve, reject) => {
    child.stdout?.on('data', (text) => {
      printed += text;
      const found = /listening on \S+:(\d+)/.exec(printed)?.[1];
      if (found) resolve(Number(found));
    });
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}: ${printed}`)));
  });
  const exited = once(child, 'exit');
  return {
    port,
    memory: () => Number(execFileSync('ps', ['-o', 'rss=', '-p', String(child.pid)])) / 1024,
    cpuMs: () => cpuMs(child.pid as number),
    async stop() {
      child.kill('SIGTERM');
      await exited;
    },
    kill: () => void child.kill('SIGKILL'),
  };
}

/** The processes that one has started. */
export const childrenOf = (pid: number): number[] =>
  readdirSync('/proc')
    .map(Number)
    .filter((child) => {
      try {
        // After the name, which is in brackets and may have anything in it: the state, and who started it.
        return Number(readFileSync(`/proc/${child}/stat`, 'latin1').split(') ').pop()?.split(' ')[1]) === pid;
      } catch {
        return false;
      }
    });

/**
 * What all threads of a process have run in milliseconds: the first field of schedstat has it in nanoseconds.
 *
 * @returns 0 when it has ended, or where the system does not tell.
 */
export function cpuMs(pid: number): number {
  try {
    return readdirSync(`/proc/${pid}/task`).reduce(
      (sum, thread) =>
        sum + Number.parseInt(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'latin1'), 10) / 1e6,
      0,
    );
  } catch {
    return 0;
  }
}
