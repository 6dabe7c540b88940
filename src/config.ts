import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { join, resolve } from 'node:path';
import {
  isOrigin,
  isPostgresUrl,
  isSender,
  isSmtpUrl,
  isWebAddress,
  listenAddress,
} from './core/addresses.ts';
import { type BackupPlan, backupSettings, checkPublicKeys, type S3Access } from './core/backup-settings.ts';
import { Secret } from './core/secret.ts';
import type { KeySource } from './keys/master-keys.ts';
import type { CertificateFiles } from './tls/certificate.ts';

export interface Config {
  host: string;
  port: number;
  publicUrl: string | undefined;
  /** What the server shows and proves by TLS; undefined: it speaks plain HTTP. */
  tls: CertificateFiles | undefined;
  /** What authenticator apps show beside the account. */
  issuer: string;
  dataFolder: string;
  /** Where the PostgreSQL database is; undefined: the database is embedded, in the data folder. */
  databaseUrl: Secret | undefined;
  logLevel: LogLevel;
  masterKey: KeySource;
  /** The highest chance, per credential and year, that a stranger who has the password guesses a code. */
  guessChance: number;
  /** Wrong codes that one API key, and one address, may send in a minute; ten times that at once. */
  wrongCodesPerMinute: number;
  /** Addresses of the proxies whose `X-Forwarded-For` is believed. */
  trustedProxies: string[];
  /** Changes that one API key may make in a minute; undefined: any number. */
  writesPerMinute: number | undefined;
  /** Through which server mails go, and from whom. undefined: none are sent. */
  mail: { server: Secret; from: string } | undefined;
  /** Where metrics are served; undefined: nowhere. */
  metrics: { host: string; port: number } | undefined;
  /** The collector that traces are sent to, without a slash at the end; undefined: nothing is traced. */
  traces: string | undefined;
  /** How often it is said where the audit log stands, and where besides the log. */
  auditHeads: { seconds: number; file: string; webhookUrl: Secret | undefined };
  /** Hosts, some with a port, to which webhooks may send without TLS. */
  webhooks: { httpTo: string[] };
  /** Public keys of age that a person's key may be sealed to, to move them; empty: nobody can be moved. */
  moveTo: string[];
  /** Backups that the server takes by itself; undefined: none. */
  backups: BackupPlan | undefined;
  /** How to get at objects of S3; undefined: not at all. */
  s3: S3Access | undefined;
  /** What the operator chose for the first start. */
  firstStart: {
    adminEmail: string | undefined;
    adminPassword: Secret | undefined;
    clientId: string | undefined;
    clientSecret: Secret | undefined;
  };
}

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

/** All settings that are wrong, a line for each that says which, why and what would be right. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/**
 * Reads the settings. A secret may also come from the file that `NAME_FILE` names.
 *
 * @param environment Usually `process.env`.
 * @throws ConfigError with all faults at once. No fault repeats a secret.
 */
export function readConfig(environment: Record<string, string | undefined>): Readonly<Config> {
  const faults: string[] = [];
  const fault = (name: string, why: string) => {
    faults.push(`${name} ${why}`);
    return undefined;
  };
  const text = (name: string) => environment[name] || undefined;

  const checked = (name: string, rule: Pick<RegExp, 'test'>, right: string) => {
    const value = text(name);
    return value === undefined || rule.test(value)
      ? value
      : fault(name, `is not right: it must be ${right}.`);
  };

  const secret = (name: string, rule: Pick<RegExp, 'test'>, right: string) => {
    let value = text(name);
    const file = text(`${name}_FILE`);
    if (value !== undefined && file !== undefined)
      return fault(name, `and ${name}_FILE are both set: keep one.`);
    if (file !== undefined) {
      try {
        value = readFileSync(file, 'utf8').replace(/\r?\n$/, '');
      } catch (error) {
        // The code alone: a name that is no file's may be the secret itself.
        const { code } = error as NodeJS.ErrnoException;
        return fault(`${name}_FILE`, `must name a file that can be read (${code}).`);
      }
    }
    if (value === undefined) return undefined;
    return rule.test(value) ? new Secret(value) : fault(name, `is not right: it must be ${right}.`);
  };

  const port = Number(
    checked('COUNTERSIGN_PORT', /^\d{1,5}$/, 'a port number from 0 to 65535, such as 19999') ?? 19999,
  );
  if (port > 65535) fault('COUNTERSIGN_PORT', `is ${port}: it must be from 0 to 65535.`);

  const publicUrl = text('COUNTERSIGN_PUBLIC_URL');
  if (publicUrl !== undefined && !isOrigin(publicUrl)) {
    fault(
      'COUNTERSIGN_PUBLIC_URL',
      'is not right: it must be an address without a path, such as https://id.example.com.',
    );
  }

  const certificate = text('COUNTERSIGN_TLS_CERT');
  const certificateKey = text('COUNTERSIGN_TLS_KEY');
  const tls =
    certificate && certificateKey ? { cert: resolve(certificate), key: resolve(certificateKey) } : undefined;
  if (certificate && !certificateKey)
    fault('COUNTERSIGN_TLS_KEY', 'is missing: name the file of the key of COUNTERSIGN_TLS_CERT.');
  if (certificateKey && !certificate)
    fault('COUNTERSIGN_TLS_CERT', 'is missing: name the file of the certificate of COUNTERSIGN_TLS_KEY.');
  if (tls && publicUrl?.startsWith('http:'))
    fault(
      'COUNTERSIGN_PUBLIC_URL',
      'starts with http, and COUNTERSIGN_TLS_CERT is set: it must be an https address.',
    );

  const writesPerMinute = checked(
    'COUNTERSIGN_WRITES_PER_MINUTE',
    /^[1-9]\d{0,6}$/,
    'a whole number from 1 to 9999999',
  );

  const guessChance = Number(text('COUNTERSIGN_GUESS_CHANCE') ?? 0.001);
  if (!(guessChance >= 0.0001 && guessChance <= 0.1)) {
    fault('COUNTERSIGN_GUESS_CHANCE', 'is not right: it must be a number from 0.0001 to 0.1, such as 0.001.');
  }

  const trustedProxies = listed(text('COUNTERSIGN_TRUST_PROXY'));
  if (!trustedProxies.every(isNetwork)) {
    fault(
      'COUNTERSIGN_TRUST_PROXY',
      'is not right: it must be the addresses or networks of your proxies, such as 10.0.0.7 or 10.0.0.0/24, separated by commas.',
    );
  }

  const httpTo = listed(text('COUNTERSIGN_WEBHOOKS_HTTP_TO')?.toLowerCase());
  if (!httpTo.every((host) => /^(?:[\w.-]+|\[[\da-f:.]+\])(?::\d{1,5})?$/.test(host))) {
    fault(
      'COUNTERSIGN_WEBHOOKS_HTTP_TO',
      'is not right: it must be names or addresses of hosts, with a port or without, such as 127.0.0.1 or siem.internal:8080, separated by commas.',
    );
  }

  const moveTo = listed(text('COUNTERSIGN_MOVE_TO'));
  checkPublicKeys('COUNTERSIGN_MOVE_TO', moveTo, fault);

  const logLevel = text('COUNTERSIGN_LOG_LEVEL') ?? 'info';
  if (!(logLevels as readonly string[]).includes(logLevel)) {
    fault('COUNTERSIGN_LOG_LEVEL', `is not right: it must be one of ${logLevels.join(', ')}.`);
  }

  const mailServer = secret(
    'COUNTERSIGN_SMTP_URL',
    { test: isSmtpUrl },
    'smtp://user:password@host:587 or smtps://…, with special characters in percent form',
  );
  const mailFrom = checked(
    'COUNTERSIGN_MAIL_FROM',
    { test: isSender },
    'an e-mail address, or a name with one: Countersign <id@example.com>',
  );
  if (mailServer) {
    if (!text('COUNTERSIGN_MAIL_FROM'))
      fault('COUNTERSIGN_MAIL_FROM', 'is missing: mails need a sender, such as id@example.com.');
    if (!publicUrl)
      fault('COUNTERSIGN_PUBLIC_URL', 'is missing: links in mails need an address to start with.');
  }

  const dataFolder = resolve(text('COUNTERSIGN_DATA') ?? 'data');
  const keySources = ['', '_FILE', '_COMMAND'].map((end) => `COUNTERSIGN_MASTER_KEY${end}`).filter(text);
  if (keySources.length > 1) fault(keySources.join(' and '), 'are set together: keep one.');
  const headsSeconds = checked(
    'COUNTERSIGN_AUDIT_HEADS_SECONDS',
    /^[1-9]\d{0,4}$/,
    'a whole number of seconds from 1 to 99999',
  );

  const { backups, s3 } = backupSettings({ text, checked, secret, fault });

  const metrics = checked(
    'COUNTERSIGN_METRICS',
    { test: (value) => listenAddress(value) !== undefined },
    'an address and a port, such as 127.0.0.1:9464',
  );

  const traces = checked(
    'COUNTERSIGN_TRACES',
    { test: (value) => isWebAddress(value) && !/[?#]/.test(value) },
    'the http or https address of a collector, such as http://collector:4318',
  );

  const databaseUrl = secret(
    'DATABASE_URL',
    { test: isPostgresUrl },
    'postgres://user:password@host:5432/database, with special characters in percent form',
  );

  const config: Config = {
    host: text('COUNTERSIGN_HOST') ?? '127.0.0.1',
    port,
    publicUrl: publicUrl?.replace(/\/$/, ''),
    tls,
    issuer:
      checked('COUNTERSIGN_ISSUER', /^[^:\p{Cc}]{1,64}$/u, '1 to 64 characters without a colon') ??
      'Countersign',
    dataFolder,
    databaseUrl,
    logLevel: logLevel as LogLevel,
    masterKey: keySource(environment, dataFolder),
    guessChance,
    wrongCodesPerMinute: Number(
      checked('COUNTERSIGN_WRONG_CODES_PER_MINUTE', /^[1-9]\d{0,5}$/, 'a whole number from 1 to 999999') ??
        60,
    ),
    trustedProxies,
    writesPerMinute: writesPerMinute === undefined ? undefined : Number(writesPerMinute),
    mail: mailServer && { server: mailServer, from: mailFrom ?? '' },
    metrics: metrics === undefined ? undefined : listenAddress(metrics),
    traces: traces?.replace(/\/$/, ''),
    auditHeads: {
      seconds: Number(headsSeconds ?? 60),
      file: headsFile(environment, dataFolder),
      webhookUrl: secret(
        'COUNTERSIGN_AUDIT_WEBHOOK_URL',
        { test: isWebAddress },
        'an http or https address, such as https://logs.example.com/countersign',
      ),
    },
    webhooks: { httpTo },
    moveTo,
    backups: backups && { ...backups, to: backups.to.startsWith('s3:') ? backups.to : resolve(backups.to) },
    s3,
    firstStart: {
      adminEmail: checked('COUNTERSIGN_ADMIN_EMAIL', /^[^\s@]+@[^\s@]+$/, 'an e-mail address'),
      adminPassword: secret('COUNTERSIGN_ADMIN_PASSWORD', /^.{8,1024}$/su, '8 to 1,024 characters long'),
      clientId: checked(
        'COUNTERSIGN_CLIENT_ID',
        /^[\w.-]{4,128}$/,
        '4 to 128 letters, digits, dots, dashes or underscores',
      ),
      clientSecret: secret(
        'COUNTERSIGN_CLIENT_SECRET',
        /^[\x21-\x7e]{16,256}$/,
        '16 to 256 visible ASCII characters',
      ),
    },
  };
  if (faults.length) throw new ConfigError(faults.join('\n'));
  return Object.freeze(config);
}

const listed = (text = ''): string[] => text.split(',').flatMap((one) => one.trim() || []);

/** Where the master key comes from: the first of these that there is. */
export function keySource(environment: Record<string, string | undefined>, dataFolder: string): KeySource {
  const { COUNTERSIGN_MASTER_KEY: given, COUNTERSIGN_MASTER_KEY_COMMAND: command } = environment;
  const file = environment.COUNTERSIGN_MASTER_KEY_FILE;
  return {
    given: given ? new Secret(given) : undefined,
    command: command || undefined,
    file: file ? resolve(file) : join(dataFolder, 'countersign.keys'),
    // One that somebody else is to put there is not made: it may only not be there yet.
    mayMakeFile: !file,
  };
}

/** Where the signed heads of the audit log are kept. */
export function headsFile(environment: Record<string, string | undefined>, dataFolder: string): string {
  return resolve(environment.COUNTERSIGN_AUDIT_HEADS_FILE || join(dataFolder, 'countersign.audit-heads'));
}

function isNetwork(text: string): boolean {
  const [address = '', bits, ...more] = text.split('/');
  const version = isIP(address);
  if (!version || more.length) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128));
}
