import type { Context } from '../context.ts';
import { appendLine } from '../store/line-file.ts';
import { signHead } from './head.ts';
import { HeadWebhook } from './head-webhook.ts';
import { readHeads } from './read-head.ts';

/**
 * From now on says where each audit chain stands whenever it has grown, at most once in the time that the
 * settings name: in the log, in a file and, if there is one, to a webhook. A failure of one keeps nothing from
 * the others, and the server goes on.
 *
 * @returns How to stop it, which says it a last time.
 */
export function publishHeads(context: Context): () => Promise<void> {
  const { config, database, keys, auditKey, clock, log } = context;
  const { seconds, webhookUrl } = config.auditHeads;
  const webhook = webhookUrl && new HeadWebhook(webhookUrl, log);
  /** The hash that was published of each chain. */
  const published = new Map<number, string>();
  const publish = async () => {
    for (const { id, chain, hash } of await readHeads(database)) {
      if (hash === published.get(chain)) continue;
      const head = signHead(auditKey, { instance_id: keys.instanceId, chain, id, hash }, clock());
      log.info({ auditHead: head }, 'audit head');
      webhook?.send(head);
      appendLine(config.auditHeads.file, JSON.stringify(head));
      published.set(chain, hash);
    }
  };
  const publishOrSay = () =>
    publish().catch((error: unknown) => log.error({ err: error }, 'the audit head was not written'));
  void publishOrSay();
  const timer = setInterval(publishOrSay, seconds * 1_000);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await publishOrSay();
    await webhook?.stop();
  };
}
