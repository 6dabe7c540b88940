import { invalidField } from '../core/app-error.ts';
import { auditActions } from '../core/audit-actions.ts';

/** In characters. */
const LONGEST_URL = 2_000;

/** Hosts, some with a port, to which events may go without TLS. */
export type HttpTo = readonly string[];

/** Whether events may be sent there: by https, or to a host of the operator's by http. */
export function mayBeSentTo(url: string, httpTo: HttpTo): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname, host } = new URL(url);
  return (
    protocol === 'https:' || (protocol === 'http:' && httpTo.some((one) => one === hostname || one === host))
  );
}

/** @throws AppError `validation_failed` for an address that events may not be sent to. */
export function requireUrl(url: string, httpTo: HttpTo): void {
  const right = 'such as https://events.example.com/countersign';
  if (!URL.canParse(url) || !/^https?:\/\/\P{Cc}+$/u.test(url) || url.length > LONGEST_URL) {
    throw invalidField('url', `'url' must be a web address, ${right}.`);
  }
  const { username, password } = new URL(url);
  if (username !== '' || password !== '') {
    throw invalidField('url', "'url' must have no user and password in it: the signature shows who sends.");
  }
  if (!mayBeSentTo(url, httpTo)) {
    throw invalidField(
      'url',
      `'url' must begin with https://, ${right}. COUNTERSIGN_WEBHOOKS_HTTP_TO names the hosts to which http:// is allowed.`,
    );
  }
}

/**
 * The stored form of a choice of actions.
 *
 * @returns null: all.
 * @throws AppError `validation_failed` for one that there is not, or for none at all.
 */
export function actionsText(actions: readonly string[] | null): string | null {
  if (actions === null) return null;
  if (actions.length === 0)
    throw invalidField('actions', "'actions' must have one or more, or be null for all.");
  const unknown = actions.find((one) => !(auditActions as readonly string[]).includes(one));
  if (unknown !== undefined) {
    throw invalidField(
      'actions',
      `'${unknown.slice(0, 40)}' is no action of the audit log, such as verify_code.`,
    );
  }
  return [...new Set(actions)].join(' ');
}

/** What `actionsText` returned; undefined: all. */
export const actionsIn = (text: string | null): string[] | undefined => text?.split(' ');
