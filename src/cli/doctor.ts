import { readConfig } from '../config.ts';
import { requireInstallation, stopwatch, systemClock } from '../context.ts';
import { checkCertificate } from '../doctor/check-certificate.ts';
import { checkClock } from '../doctor/check-clock.ts';
import { checkDatabase } from '../doctor/check-database.ts';
import { checkDisk } from '../doctor/check-disk.ts';
import { checkFiles } from '../doctor/check-files.ts';
import { checkPostgres } from '../doctor/check-postgres.ts';
import { checkSettings } from '../doctor/check-settings.ts';
import type { Finding } from '../doctor/finding.ts';
import { type Options, print } from './print.ts';
import { orSayWhy } from './refusal.ts';

const marks = { good: 'good   ', warning: 'warning', wrong: 'WRONG  ' };

/** `countersign doctor`: exits with 1 when something is wrong. Warnings alone are no reason. */
export function doctor(options: Options): Promise<void> {
  return orSayWhy(async () => {
    process.umask(0o077);
    const config = readConfig(process.env);
    const { dataFolder, databaseUrl } = config;
    await requireInstallation(config);
    const nowMs = systemClock();
    const findings = [
      ...checkClock(dataFolder, nowMs),
      ...checkFiles(dataFolder),
      ...(databaseUrl ? await checkPostgres(config, systemClock) : checkDisk(dataFolder, stopwatch)),
      ...(await checkDatabase(config, nowMs)),
      ...checkSettings(config),
      ...(await checkCertificate(config, nowMs)),
    ];
    const healthy = findings.every(({ state }) => state !== 'wrong');
    print({ healthy, findings }, findings.map(inWords).join('\n'), options);
    if (!healthy) process.exitCode = 1;
  });
}

const inWords = ({ check, state, says, remedy }: Finding): string =>
  `${marks[state]}  ${check}: ${says}${remedy === undefined ? '' : `\n           ${remedy}`}`;
