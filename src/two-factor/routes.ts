import { type Caller, may } from '../core/caller.ts';
import type { Algorithm } from '../core/otp.ts';
import { type Operation, operation } from '../http/operation.ts';
import { fieldsQuery, ref } from '../http/schema.ts';
import { timestamp, timestampOrNull } from '../http/timestamp.ts';
import { Type } from '../http/type.ts';
import { createCredential } from './create-credential.ts';
import { disableCredential } from './disable-credential.ts';
import { enroll } from './enroll.ts';
import { findCredential } from './find-credential.ts';
import { presentCredential } from './present-credential.ts';
import { recoveryCodesLeft, renewRecoveryCodes, useRecoveryCode } from './recovery-codes.ts';
import { removeCredential } from './remove-credential.ts';
import { resynchronize } from './resynchronize.ts';
import type { Verification } from './verification.ts';
import { verifyCode } from './verify-code.ts';

const query = Type.Object(fieldsQuery);
const path = '/users/{user_id}/credentials_totp';
const recoveryPath = '/users/{user_id}/recovery_codes';

/** Why a code was refused is told to those who may know. */
const presentVerification = (
  { accepted, verified, refusal, retryAtMs, deviceToken }: Verification,
  caller: Caller,
) => ({
  accepted,
  verified,
  ...(refusal &&
    may(caller, 'diagnose_two_factor') && {
      reason: refusal.reason,
      ...(refusal.offsetSeconds !== undefined && { offset_seconds: refusal.offsetSeconds }),
    }),
  ...(retryAtMs !== undefined && { retry_at: timestamp(retryAtMs) }),
  ...(deviceToken !== undefined && { device_token: deviceToken }),
});

export const twoFactorOperations: Operation[] = [
  operation({
    id: 'user_credentials_totp',
    method: 'GET',
    path,
    tag: 'User',
    summary: 'Get the two-factor credential',
    access: { permission: 'see_users', own: true },
    query,
    answer: ref('CredentialsTotp'),
    answerDescription: 'Two-Factor Credential',
    statuses: [403, 404],
    async handle({ params, origin }, { database }) {
      return presentCredential(await findCredential(database, params.user_id), origin);
    },
  }),
  operation({
    id: 'create_user_credentials_totp',
    method: 'POST',
    path,
    tag: 'User',
    summary: 'Create the two-factor credential',
    description: 'It has no seed until enrolment starts. Everything in the body is read-only, and ignored.',
    access: 'enroll_two_factor',
    query,
    body: ref('CredentialsTotp'),
    answer: ref('CredentialsTotp'),
    answerDescription: 'Two-Factor Credential',
    statuses: [403, 404, 409, 422, 429],
    meanings: {
      409: 'The user already has one. Delete it first to start over.',
      429: "The user's credential or seed was renewed too often in a short time.",
    },
    async handle({ caller, params, origin }, context) {
      return presentCredential(await createCredential(context, caller, params.user_id), origin);
    },
  }),
  operation({
    id: 'delete_user_credentials_totp',
    method: 'DELETE',
    path,
    tag: 'User',
    summary: 'Delete the two-factor credential',
    description: 'Its seed and its recovery codes are gone with it: the user must enrol again.',
    access: 'reset_two_factor',
    statuses: [403, 404, 429],
    meanings: {
      429: "The user's credential or seed was renewed too often in a short time.",
    },
    handle: ({ caller, params }, context) => removeCredential(context, caller, params.user_id),
  }),
  operation({
    id: 'update_user_credentials_totp',
    method: 'PATCH',
    path,
    tag: 'TwoFactor',
    summary: 'Disable or enable the two-factor credential',
    access: 'reset_two_factor',
    query,
    body: Type.Unsafe<{ is_disabled: boolean }>(ref('TwoFactorState')),
    bodyRequired: true,
    answer: ref('CredentialsTotp'),
    answerDescription: 'Two-Factor Credential',
    statuses: [403, 404, 422],
    async handle({ caller, params, body, origin }, context) {
      const row = await disableCredential(context, caller, params.user_id, body.is_disabled);
      return presentCredential(row, origin);
    },
  }),
  operation({
    id: 'enroll_user_credentials_totp',
    method: 'POST',
    path: `${path}/enrollment`,
    tag: 'TwoFactor',
    summary: 'Start enrolment',
    description:
      'Makes a fresh seed and shows it, this once. The first code that is accepted completes enrolment; until then it can be started over.',
    access: 'enroll_two_factor',
    body: Type.Unsafe<{ algorithm?: Algorithm; digits?: number; period?: number }>(
      ref('TwoFactorParameters'),
    ),
    answer: ref('TwoFactorEnrollment'),
    answerDescription: 'What the authenticator app needs',
    statuses: [403, 404, 409, 422, 429],
    meanings: {
      409: 'The user has enrolled already. Delete the credential first to start over.',
      429: "The user's credential or seed was renewed too often in a short time.",
    },
    async handle({ caller, params, body, setHeader }, context) {
      const { algorithm, digits, period } = body;
      const { secret, otpauthUrl, qrCode, parameters, expiresAtMs } = await enroll(
        context,
        caller,
        params.user_id,
        {
          ...(algorithm !== undefined && { algorithm }),
          ...(digits !== undefined && { digits }),
          ...(period !== undefined && { periodSeconds: period }),
        },
      );
      setHeader('cache-control', 'no-store');
      return {
        secret,
        otpauth_url: otpauthUrl,
        qr_code: qrCode,
        algorithm: parameters.algorithm,
        digits: parameters.digits,
        period: parameters.periodSeconds,
        expires_at: timestamp(expiresAtMs),
      };
    },
  }),
  operation({
    id: 'verify_user_credentials_totp',
    method: 'POST',
    path: `${path}/verify`,
    tag: 'TwoFactor',
    summary: 'Check a code',
    description:
      'A code is accepted once. A wrong one is 200 with `accepted: false`; when the guess budget is spent, 429, and the code is not looked at. The first accepted code completes enrolment.',
    access: 'verify_two_factor',
    body: Type.Unsafe<{ code: string; device_token?: string; remember_device?: boolean }>(
      ref('TwoFactorCode'),
    ),
    bodyRequired: true,
    answer: ref('TwoFactorVerification'),
    answerDescription: 'Whether the code was accepted',
    statuses: [403, 404, 422, 429],
    countsAsChange: false,
    meanings: {
      422: 'The code is not exactly as many ASCII digits as the credential has. It cost no attempt.',
      429: 'The attempts are used up for now. The code was not looked at, right or wrong.',
    },
    async handle({ caller, params, body, setHeader }, context) {
      const { code, device_token: deviceToken, remember_device: rememberDevice } = body;
      const attempt = { code, deviceToken, rememberDevice };
      const outcome = await verifyCode(context, caller, params.user_id, attempt);
      if (outcome.deviceToken !== undefined) setHeader('cache-control', 'no-store');
      return presentVerification(outcome, caller);
    },
  }),
  operation({
    id: 'resynchronize_user_credentials_totp',
    method: 'POST',
    path: `${path}/resynchronize`,
    tag: 'TwoFactor',
    summary: 'Resynchronise an authenticator whose clock is off',
    description:
      'For a hardware token that has drifted too far: two codes that it shows one after the other prove where its clock is, and count as one code used. Counts as one guess.',
    access: 'verify_two_factor',
    body: Type.Unsafe<{ consecutive_codes: string[] }>(ref('TwoFactorConsecutiveCodes')),
    bodyRequired: true,
    answer: ref('TwoFactorVerification'),
    answerDescription: 'Whether the codes were accepted',
    statuses: [403, 404, 422, 429],
    countsAsChange: false,
    meanings: {
      422: 'There are not two codes of exactly as many ASCII digits as the credential has. It cost no attempt.',
      429: 'The attempts are used up for now. The codes were not looked at, right or wrong.',
    },
    async handle({ caller, params, body }, context) {
      const outcome = await resynchronize(context, caller, params.user_id, body.consecutive_codes);
      return presentVerification(outcome, caller);
    },
  }),
  operation({
    id: 'user_recovery_codes',
    method: 'GET',
    path: recoveryPath,
    tag: 'TwoFactor',
    summary: 'Count the recovery codes left',
    access: { permission: 'see_users', own: true },
    query,
    answer: ref('RecoveryCodesLeft'),
    answerDescription: 'How many are left',
    statuses: [403, 404],
    async handle({ params }, { database }) {
      const { remaining, created_at } = await recoveryCodesLeft(database, params.user_id);
      return { remaining, created_at: timestampOrNull(created_at) };
    },
  }),
  operation({
    id: 'create_user_recovery_codes',
    method: 'POST',
    path: recoveryPath,
    tag: 'TwoFactor',
    summary: 'Make new recovery codes',
    description:
      'Ten, each of which works once. They are in this answer only, and replace those made before.',
    access: 'enroll_two_factor',
    answer: ref('RecoveryCodes'),
    answerDescription: 'The codes',
    statuses: [403, 404, 409],
    meanings: {
      409: 'The user has not enrolled yet: check a first code, then make recovery codes.',
    },
    async handle({ caller, params, setHeader }, context) {
      const { codes, createdAtMs } = await renewRecoveryCodes(context, caller, params.user_id);
      setHeader('cache-control', 'no-store');
      return { codes, created_at: timestamp(createdAtMs) };
    },
  }),
  operation({
    id: 'verify_user_recovery_code',
    method: 'POST',
    path: `${recoveryPath}/verify`,
    tag: 'TwoFactor',
    summary: 'Use a recovery code',
    access: 'verify_two_factor',
    body: Type.Unsafe<{ code: string }>(ref('RecoveryCode')),
    bodyRequired: true,
    answer: ref('RecoveryCodeVerification'),
    answerDescription: 'Whether the code was accepted',
    statuses: [403, 404, 422, 429],
    meanings: { 429: 'Too many wrong codes came from this API key or address.' },
    countsAsChange: false,
    handle: ({ caller, params, body }, context) =>
      useRecoveryCode(context, caller, params.user_id, body.code),
  }),
];
