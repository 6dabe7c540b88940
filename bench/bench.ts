import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Measured, Run } from './load.ts';
import { CLIENT } from './prepare.ts';
import { type Cores, type Server, spawnOn, startServer } from './processes.ts';

/** Where a program of this folder is. */
export const beside = (name: string): string => new URL(name, import.meta.url).pathname;

export type Sample = Measured & {
  /** Processor time that the server took, in milliseconds. */
  cpuMs: number;
};

/** Processor time of the server for one request, in microseconds. */
export const cpuUs = ({ cpuMs, answered }: Sample): number => (cpuMs / answered) * 1_000;

/** What a measure is handed: a folder for its data, servers and the load. */
export interface Bench {
  quick: boolean;
  /** Makes a folder. It is removed at the end, or by whoever needs it no longer. */
  folder(name: string): string;
  start(args: string[], env?: Record<string, string>, cores?: Cores): Promise<Server>;
  startOurs(folder: string, env?: Record<string, string>, cores?: Cores): Promise<Server>;
  /** Puts load on servers, all alike. */
  measure(servers: Server | Server[], run: Omit<Run, 'ports'>): Promise<Sample>;
  say(line: string): void;
}

/** @param options `serverOptions` are for the Node.js that runs the server, such as --cpu-prof. */
export function openBench(options: { quick: boolean; serverOptions: string[] }): Bench {
  const root = mkdtempSync(join(tmpdir(), 'countersign-bench-'));
  const servers: Server[] = [];
  const load = spawnOn('load', [beside('load.ts')], { ipc: true });
  load.once('exit', (code) => code && process.exit(1));
  process.once('exit', () => {
    load.kill();
    for (const server of servers) server.kill();
    rmSync(root, { recursive: true, force: true });
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

  const start: Bench['start'] = async (args, env, cores) => {
    const server = await startServer(args, env, cores);
    servers.push(server);
    return server;
  };
  return {
    quick: options.quick,
    folder(name) {
      const path = join(root, name);
      mkdirSync(path);
      return path;
    },
    start,
    startOurs: (folder, env, cores) =>
      start(
        [...options.serverOptions, beside('../bin/countersign.js'), 'serve'],
        {
          // As the unit and the image have it.
          MALLOC_ARENA_MAX: '2',
          COUNTERSIGN_DATA: folder,
          COUNTERSIGN_PORT: '0',
          COUNTERSIGN_LOG_LEVEL: 'warn',
          ...env,
        },
        cores,
      ),
    async measure(measured, run) {
      const all = [measured].flat();
      const cpuMs = () => all.reduce((sum, server) => sum + server.cpuMs(), 0);
      const before = cpuMs();
      load.send({ ...run, ports: all.map(({ port }) => port) });
      const [answer] = await once(load, 'message');
      return { ...(answer as Measured), cpuMs: cpuMs() - before };
    },
    say: (line) => void process.stdout.write(`${line}\n`),
  };
}

/** An access token of the API key that `prepare` makes. */
export async function logIn({ port }: Server): Promise<string> {
  const body = new URLSearchParams(CLIENT);
  const answer = await fetch(`http://127.0.0.1:${port}/api/4.0/login`, { method: 'POST', body });
  return ((await answer.json()) as { access_token: string }).access_token;
}

const TMPFS = 0x01021994;

/** Why nothing that is measured here is durable; undefined: it is. */
export const inMemory = (): string | undefined =>
  statfsSync(tmpdir()).type === TMPFS
    ? 'the folder for temporary files is in memory, where a sync takes no time: set TMPDIR to a disk'
    : undefined;
