import { resealValue } from '../attributes/sealed-value.ts';
import { resealAuditSecret } from '../keys/audit-key.ts';
import type { Reseal } from '../keys/reseal.ts';
import { resealReplacedSeed, resealReplacement, resealSeed } from '../two-factor/seed.ts';
import { resealWebhookSecret } from '../webhooks/sealed-secret.ts';
import type { SealedPlace } from './queries.ts';

/** How what is sealed is sealed anew, for every place where something is. */
export const resealRow: Record<SealedPlace, Reseal<never>> = {
  'credentials_totp.sealed_seed': resealSeed,
  'credentials_totp.replaced_seed': resealReplacedSeed,
  'totp_replacements.sealed_seed': resealReplacement,
  'user_attribute_values.sealed_value': resealValue,
  'audit_keys.sealed_secret': resealAuditSecret,
  'webhooks.sealed_secret': resealWebhookSecret,
};
