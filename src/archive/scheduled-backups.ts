import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type KeptBackup, keptIn, recordDeletion } from '../backups/kept-backups.ts';
import { recordBackup, type Taken } from '../backups/record-backup.ts';
import { outdated } from '../backups/retention.ts';
import type { Context } from '../context.ts';
import type { BackupPlan, S3Access } from '../core/backup-settings.ts';
import { basicTimeText } from '../core/time-text.ts';
import { masterKeyText } from '../keys/master-keys.ts';
import { deleteObject, isS3, putObject } from './s3.ts';
import { unfinishedAt } from './whole-file.ts';
import { writeApart } from './write-apart.ts';

/** In milliseconds. */
const LOOK_EVERY_MS = 60_000;
const RETRY_AFTER_MS = 600_000;

/**
 * Takes backups when they are due, one at a time, and deletes those that are no longer to be kept. Of several servers
 * on one database whichever looks first takes it.
 */
export class ScheduledBackups {
  readonly #context: Context;
  readonly #plan: BackupPlan;
  readonly #stopping = new AbortController();
  /** How it went since the start. */
  readonly results = { done: 0, failed: 0 };
  #running: Promise<void> | undefined;
  #failedAtMs: number | undefined;
  #timer: NodeJS.Timeout | undefined;

  /** Where the copy of the database is meanwhile. Not that of the command, which may be at work, too. */
  readonly #copy: string;
  /** The file on its way to S3. */
  readonly #sealed: string;

  constructor(context: Context, plan: BackupPlan) {
    this.#context = context;
    this.#plan = plan;
    const { dataFolder } = context.config;
    this.#copy = join(dataFolder, 'countersign.backup-due');
    this.#sealed = join(dataFolder, 'countersign.backup-sealed');
  }

  /** From now on looks every minute whether one is due. */
  start(): void {
    // A server that was killed may have left them, and who takes the next one may be another.
    for (const left of [this.#copy, this.#sealed]) rmSync(left, { force: true });
    const look = () => void this.takeIfDue();
    this.#timer = setInterval(look, LOOK_EVERY_MS);
    this.#timer.unref();
    look();
  }

  /** Breaks off what is being written, and leaves nothing of it. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    this.#stopping.abort();
    await this.#running;
  }

  /** Takes one if it is due, or waits for the one that is being taken. A failure is logged, and tried again later. */
  takeIfDue(): Promise<void> {
    this.#running ??= this.#look().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  async #look(): Promise<void> {
    const { database, clock, log } = this.#context;
    let taken = false;
    try {
      if (!(await this.#isDue())) return;
      await database.exclusively(async () => {
        // Another server may have taken it meanwhile.
        if (!(await this.#isDue())) return;
        await this.#take();
        taken = true;
      });
      this.#failedAtMs = undefined;
    } catch (error) {
      if (this.#stopping.signal.aborted) return;
      this.#failedAtMs = clock();
      this.results.failed++;
      log.error({ err: error }, 'a backup was not taken, and is tried again in ten minutes');
      return;
    }
    if (!taken) return;
    this.results.done++;
    await this.#deleteOutdated();
  }

  /** What is recorded says it, so that a restart changes nothing. A time far ahead is of before the clock was set back. */
  async #isDue(): Promise<boolean> {
    const nowMs = this.#context.clock();
    const { to, everyMs } = this.#plan;
    if (this.#failedAtMs !== undefined && Math.abs(nowMs - this.#failedAtMs) < RETRY_AFTER_MS) return false;
    const [newest] = await keptIn(this.#context.database, to);
    return !newest || Math.abs(nowMs - newest.taken_at) >= everyMs;
  }

  async #take(): Promise<void> {
    const { config, clock, keys, log } = this.#context;
    const { to: place, withMasterKey } = this.#plan;
    const nowMs = clock();
    const masterKey = withMasterKey ? await masterKeyText(config.masterKey) : null;
    const ours = `countersign-${keys.instanceId.slice(0, 8)}-`;
    const name = `${ours}${basicTimeText(nowMs)}.age`;
    const wanted = { masterKey, nowMs };
    const taken = isS3(place)
      ? await this.#takeToS3(`${place}/${name}`, wanted)
      : await this.#takeToFolder(place, { name, ours, ...wanted });
    await recordBackup(this.#context, taken, { place, name });
    log.info({ place, name, bytes: taken.bytes }, 'a backup was taken');
  }

  async #takeToFolder(
    folder: string,
    { name, ours, ...wanted }: { name: string; ours: string; masterKey: string | null; nowMs: number },
  ): Promise<Taken> {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    // A server that was killed may have left some.
    const left = readdirSync(folder).filter(
      (one) => one.startsWith(ours) && one.endsWith(unfinishedAt('.age')),
    );
    for (const one of left) await rm(join(folder, one), { force: true });
    return this.#write(join(folder, name), wanted);
  }

  async #takeToS3(url: string, wanted: { masterKey: string | null; nowMs: number }): Promise<Taken> {
    const { config, clock } = this.#context;
    const file = this.#sealed;
    await rm(file, { force: true });
    try {
      const { bytes, sha256, takenAtMs } = await this.#write(file, wanted);
      const { signal } = this.#stopping;
      await putObject(config.s3 as S3Access, url, { file, bytes, sha256, nowMs: clock(), signal });
      return { bytes, sha256, takenAtMs };
    } finally {
      await rm(file, { force: true });
    }
  }

  #write(file: string, wanted: { masterKey: string | null; nowMs: number }): Promise<Taken> {
    return writeApart(this.#context.config, {
      ...{ ...wanted, file, copy: this.#copy },
      ...{ to: this.#plan.sealedTo, signal: this.#stopping.signal },
    });
  }

  async #deleteOutdated(): Promise<void> {
    const { database, clock, log } = this.#context;
    const { to, keep } = this.#plan;
    if (!keep) return;
    for (const backup of outdated(await keptIn(database, to), keep, clock())) {
      try {
        await this.#delete(backup);
        await recordDeletion(this.#context, backup);
        log.info({ place: to, name: backup.name }, 'an old backup was deleted');
      } catch (error) {
        if (this.#stopping.signal.aborted) return;
        log.error({ err: error, place: to, name: backup.name }, 'an old backup could not be deleted');
      }
    }
  }

  async #delete({ place, name }: KeptBackup): Promise<void> {
    const { config, clock } = this.#context;
    if (!isS3(place)) return rm(join(place, name), { force: true });
    const { signal } = this.#stopping;
    await deleteObject(config.s3 as S3Access, `${place}/${name}`, { nowMs: clock(), signal });
  }
}
