import { setTimeout as wait } from 'node:timers/promises';
import { recordEvent } from '../audit/record-event.ts';
import type { Context } from '../context.ts';
import { SealBroken } from '../core/sealing.ts';
import type { Exchange } from '../keys/reseal.ts';
import type { Transaction } from '../store/database.ts';
import {
  countSealedWith,
  deleteUnusedKeys,
  replaceSealed,
  type SealedPlace,
  sealedPlaceNames,
  selectRetiredKeys,
  selectSealedWith,
} from './queries.ts';
import { resealRow } from './reseal-row.ts';

/** Rows that are sealed anew in one transaction, and the pause after it in milliseconds, in which others go on. */
const BATCH = 50;
const PAUSE_MS = 5;

/** How far it is, in values. */
export interface Progress {
  total: number;
  resealed: number;
  /** Those that do not open keep their key, which is kept for them. The log names them. */
  unreadable: number;
}

/**
 * Seals anew, beside all else, everything that retired keys have sealed, and drops the keys that are not needed
 * any more. Nothing but the rows says what is left to do, so whatever ends it, the next time goes on from there.
 */
export class Resealing {
  readonly #context: Context;
  #progress: Progress = { total: 0, resealed: 0, unreadable: 0 };
  #running: Promise<void> | undefined;
  #ending = false;

  constructor(context: Context) {
    this.#context = context;
  }

  get progress(): Readonly<Progress> {
    return this.#progress;
  }

  /**
   * Does all there is to do, or waits for it when it is being done.
   *
   * @returns Whether it came to the end: not when it was told to stop before.
   */
  async run(): Promise<boolean> {
    // A key that was retired while the last keys of a run were looked through is for the next one.
    while (this.#running) await this.#running.catch(() => undefined);
    this.#running = this.#all().finally(() => {
      this.#running = undefined;
    });
    await this.#running;
    return !this.#ending;
  }

  /** Stops after the batch that is being worked on. */
  async end(): Promise<void> {
    this.#ending = true;
    await this.#running?.catch(() => undefined);
  }

  async #all(): Promise<void> {
    const { database } = this.#context;
    const work: { place: SealedPlace; keyId: string }[] = [];
    let total = 0;
    for (const { key_id: keyId } of await database.all<{ key_id: string }>(selectRetiredKeys())) {
      for (const place of sealedPlaceNames) {
        total += (await database.get<{ count: number }>(countSealedWith(place, keyId)))?.count ?? 0;
        work.push({ place, keyId });
      }
    }
    this.#progress = { total, resealed: 0, unreadable: 0 };
    for (const { place, keyId } of work) await this.#place(place, keyId);
    if (!this.#ending) await this.#dropUnusedKeys();
  }

  async #place(place: SealedPlace, keyId: string): Promise<void> {
    let afterId: number | undefined = 0;
    while (afterId !== undefined && !this.#ending) {
      const from: number = afterId;
      const done = await this.#context.database.transaction((tx) => this.#batch(tx, place, keyId, from));
      this.#progress.resealed += done.resealed;
      this.#progress.unreadable += done.unreadable;
      afterId = done.lastId;
      if (afterId !== undefined) await wait(PAUSE_MS);
    }
  }

  /** @returns `lastId` undefined: there was no row. */
  async #batch(
    tx: Transaction,
    place: SealedPlace,
    keyId: string,
    afterId: number,
  ): Promise<{ lastId: number | undefined; resealed: number; unreadable: number }> {
    const { keys, log } = this.#context;
    const rows = await tx.all<{ id: number; sealed: Uint8Array }>(
      selectSealedWith(place, keyId, afterId, BATCH),
    );
    const done = { lastId: rows.at(-1)?.id, resealed: 0, unreadable: 0 };
    if (rows.length === 0) return done;
    const exchange: Exchange = {
      from: await keys.find(tx, keyId),
      to: await keys.current(tx),
      instanceId: keys.instanceId,
    };
    for (const row of rows) {
      const before = row.sealed;
      try {
        const after = await resealRow[place](tx, row as never, before, exchange);
        const key = after && exchange.to.id;
        done.resealed += await tx.run(replaceSealed(place, row.id, { before, after, keyId: key }));
      } catch (error) {
        if (!(error instanceof SealBroken)) throw error;
        done.unreadable++;
        log.error({ place, id: row.id, keyId }, 'a sealed value does not open, and keeps its key');
      }
    }
    return done;
  }

  async #dropUnusedKeys(): Promise<void> {
    const { database, clock } = this.#context;
    await database.transaction(async (tx) => {
      for (const { key_id } of await tx.all<{ key_id: string }>(deleteUnusedKeys())) {
        await recordEvent(tx, clock(), { action: 'drop_key', actor: null, detail: `key ${key_id}` });
      }
    });
  }
}
