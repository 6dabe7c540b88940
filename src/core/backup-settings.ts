import { isOrigin } from './addresses.ts';
import type { Secret } from './secret.ts';

/** Backups that the server takes by itself. */
export interface BackupPlan {
  /** A folder, or `s3://bucket/prefix`. */
  to: string;
  everyMs: number;
  /** How many, or for how many days; undefined: all. */
  keep: { newest: number } | { days: number } | undefined;
  /** Public keys of age, or a password. */
  sealedTo: { recipients: string[] } | { password: Secret };
  withMasterKey: boolean;
}

/** How to get at objects of S3, or of what speaks like it. */
export interface S3Access {
  endpoint: string;
  region: string;
  accessKeyId: string;
  secretAccessKey: Secret;
}

type Rule = Pick<RegExp, 'test'>;

/** How config.ts reads a setting, and says what is wrong with one. */
export interface Settings {
  text(name: string): string | undefined;
  checked(name: string, rule: Rule, right: string): string | undefined;
  secret(name: string, rule: Rule, right: string): Secret | undefined;
  fault(name: string, why: string): void;
}

const HOUR_MS = 3_600_000;
const USUAL_HOURS = 24;
const BUCKET = /^s3:\/\/[a-z0-9][a-z0-9.-]+(?:\/[\w.-]+)*\/?$/;

/** Reads where backups go, how often, and how they are sealed. Folders are not resolved. */
export function backupSettings(settings: Settings): {
  backups: BackupPlan | undefined;
  s3: S3Access | undefined;
} {
  const { text, checked, fault } = settings;
  const s3 = s3Access(settings);
  const to = text('COUNTERSIGN_BACKUP_TO');
  if (to?.startsWith('s3:')) {
    if (!BUCKET.test(to)) {
      fault('COUNTERSIGN_BACKUP_TO', 'is not right: it must be a folder, or a bucket: s3://bucket/prefix.');
    }
    if (!s3) fault('COUNTERSIGN_S3_ACCESS_KEY_ID', 'is missing: COUNTERSIGN_BACKUP_TO names a bucket.');
  }
  const sealedTo = backupsSealedTo(settings, to !== undefined);
  const everyHours = checked(
    'COUNTERSIGN_BACKUP_EVERY',
    /^[1-9]\d{0,3}$/,
    'a number of hours from 1 to 9999',
  );
  const keep = checked(
    'COUNTERSIGN_BACKUP_KEEP',
    /^[1-9]\d{0,3}d?$/,
    'a number of backups, such as 14, or of days, such as 30d',
  );
  const withMasterKey = checked('COUNTERSIGN_BACKUP_WITH_MASTER_KEY', /^(?:yes|no)$/, 'yes or no') === 'yes';
  if (to === undefined) return { backups: undefined, s3 };
  return {
    backups: {
      to: to.startsWith('s3:') ? to.replace(/\/$/, '') : to,
      everyMs: Number(everyHours ?? USUAL_HOURS) * HOUR_MS,
      keep: keep === undefined ? undefined : kept(keep),
      sealedTo,
      withMasterKey,
    },
    s3,
  };
}

const kept = (text: string): NonNullable<BackupPlan['keep']> =>
  text.endsWith('d') ? { days: Number.parseInt(text, 10) } : { newest: Number(text) };

/** A setting of public keys of age. That each is whole is seen when it is used. */
export function checkPublicKeys(name: string, given: readonly string[], fault: Settings['fault']): void {
  if (given.every((one) => /^age1[a-z0-9]+$/.test(one))) return;
  fault(name, 'is not right: it must be public keys (age1…), separated by commas.');
}

function backupsSealedTo({ text, secret, fault }: Settings, needed: boolean): BackupPlan['sealedTo'] {
  const recipients = (text('COUNTERSIGN_BACKUP_RECIPIENTS') ?? '').split(/[\s,]+/).filter(Boolean);
  checkPublicKeys('COUNTERSIGN_BACKUP_RECIPIENTS', recipients, fault);
  const password = secret('COUNTERSIGN_BACKUP_PASSWORD', /^.{12,1024}$/su, '12 to 1,024 characters long');
  const either = text('COUNTERSIGN_BACKUP_PASSWORD') ?? text('COUNTERSIGN_BACKUP_PASSWORD_FILE');
  if (needed && recipients.length > 0 === (either !== undefined)) {
    fault(
      'COUNTERSIGN_BACKUP_RECIPIENTS',
      'or COUNTERSIGN_BACKUP_PASSWORD must be set, and not both: backups are sealed.',
    );
  }
  if (!needed && (recipients.length > 0 || either !== undefined)) {
    fault('COUNTERSIGN_BACKUP_TO', 'is missing: say where backups go.');
  }
  return password ? { password } : { recipients };
}

function s3Access({ text, checked, secret, fault }: Settings): S3Access | undefined {
  const accessKeyId = checked(
    'COUNTERSIGN_S3_ACCESS_KEY_ID',
    /^[\x21-\x7e]{1,128}$/,
    'the id of an access key',
  );
  const secretAccessKey = secret(
    'COUNTERSIGN_S3_SECRET_ACCESS_KEY',
    /^[\x21-\x7e]{1,256}$/,
    'the secret of an access key',
  );
  const region = checked('COUNTERSIGN_S3_REGION', /^[\w-]+$/, 'a region, such as eu-south-2') ?? 'us-east-1';
  const right = 'an address without a path, such as https://s3.example.com';
  const endpoint = checked('COUNTERSIGN_S3_ENDPOINT', { test: isOrigin }, right);
  const isSet = (name: string) => text(name) !== undefined || text(`${name}_FILE`) !== undefined;
  if (isSet('COUNTERSIGN_S3_ACCESS_KEY_ID') !== isSet('COUNTERSIGN_S3_SECRET_ACCESS_KEY')) {
    fault('COUNTERSIGN_S3_ACCESS_KEY_ID', 'and COUNTERSIGN_S3_SECRET_ACCESS_KEY belong together: set both.');
  }
  if (accessKeyId === undefined || !secretAccessKey) return undefined;
  return {
    endpoint: endpoint?.replace(/\/$/, '') ?? `https://s3.${region}.amazonaws.com`,
    region,
    accessKeyId,
    secretAccessKey,
  };
}
