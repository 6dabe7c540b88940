import type { Context } from '../context.ts';
import type { BackupPlan } from '../core/backup-settings.ts';

/** A value to show, or of a secret whether it is there. */
export type Shown = string | number | undefined | { secret: boolean };

/** The settings that a server was started with, as docs/settings.md names them, and of secrets only whether they are set. */
export const settingsOf = (config: Context['config']): [string, Shown][] => [
  ['COUNTERSIGN_HOST', config.host],
  ['COUNTERSIGN_PORT', config.port],
  ['COUNTERSIGN_PUBLIC_URL', config.publicUrl],
  ['COUNTERSIGN_TLS_CERT', config.tls?.cert],
  ['COUNTERSIGN_TLS_KEY', config.tls?.key],
  ['COUNTERSIGN_ISSUER', config.issuer],
  ['COUNTERSIGN_DATA', config.dataFolder],
  ['DATABASE_URL', { secret: config.databaseUrl !== undefined }],
  ['COUNTERSIGN_LOG_LEVEL', config.logLevel],
  ['COUNTERSIGN_MASTER_KEY', { secret: config.masterKey.given !== undefined }],
  ['COUNTERSIGN_MASTER_KEY_COMMAND', { secret: config.masterKey.command !== undefined }],
  ['COUNTERSIGN_WRITES_PER_MINUTE', config.writesPerMinute],
  ['COUNTERSIGN_GUESS_CHANCE', config.guessChance],
  ['COUNTERSIGN_WRONG_CODES_PER_MINUTE', config.wrongCodesPerMinute],
  ['COUNTERSIGN_TRUST_PROXY', config.trustedProxies.join(', ') || undefined],
  ['COUNTERSIGN_METRICS', config.metrics && `${config.metrics.host}:${config.metrics.port}`],
  ['COUNTERSIGN_TRACES', config.traces],
  ['COUNTERSIGN_SMTP_URL', { secret: config.mail !== undefined }],
  ['COUNTERSIGN_MAIL_FROM', config.mail?.from],
  ['COUNTERSIGN_AUDIT_HEADS_SECONDS', config.auditHeads.seconds],
  ['COUNTERSIGN_AUDIT_HEADS_FILE', config.auditHeads.file],
  ['COUNTERSIGN_AUDIT_WEBHOOK_URL', { secret: config.auditHeads.webhookUrl !== undefined }],
  ['COUNTERSIGN_BACKUP_TO', config.backups?.to],
  ['COUNTERSIGN_BACKUP_EVERY', config.backups && config.backups.everyMs / 3_600_000],
  ['COUNTERSIGN_BACKUP_KEEP', keptText(config.backups?.keep)],
  ['COUNTERSIGN_BACKUP_RECIPIENTS', recipientsOf(config.backups)],
  [
    'COUNTERSIGN_BACKUP_PASSWORD',
    { secret: config.backups !== undefined && 'password' in config.backups.sealedTo },
  ],
  ['COUNTERSIGN_BACKUP_WITH_MASTER_KEY', config.backups && (config.backups.withMasterKey ? 'yes' : 'no')],
  ['COUNTERSIGN_S3_ENDPOINT', config.s3?.endpoint],
  ['COUNTERSIGN_S3_REGION', config.s3?.region],
  ['COUNTERSIGN_S3_ACCESS_KEY_ID', config.s3?.accessKeyId],
  ['COUNTERSIGN_S3_SECRET_ACCESS_KEY', { secret: config.s3 !== undefined }],
  ['COUNTERSIGN_WEBHOOKS_HTTP_TO', config.webhooks.httpTo.join(', ') || undefined],
  ['COUNTERSIGN_MOVE_TO', config.moveTo.join(', ') || undefined],
];

function keptText(keep: BackupPlan['keep']): string | undefined {
  if (!keep) return undefined;
  return 'days' in keep ? `${keep.days}d` : String(keep.newest);
}

const recipientsOf = (plan: BackupPlan | undefined): string | undefined =>
  plan && 'recipients' in plan.sealedTo ? plan.sealedTo.recipients.join(', ') : undefined;
