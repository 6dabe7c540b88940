import { can, component, flag, readOnly, text, url } from '../http/schema.ts';
import { Type } from '../http/type.ts';

const totp = {
  can: can(),
  created_at: text('When it was created'),
  is_disabled: flag('Whether codes are refused'),
  type: text('Always `two-factor`'),
  verified: flag('Whether the user has enrolled, by a first code that was right'),
  url: url(),
};

const CODE = { description: 'Exactly as many ASCII digits as the credential has', pattern: '^[0-9]{6,8}$' };

export const twoFactorComponents = [
  component('CredentialsTotp', totp, { nullable: true }),
  component('TwoFactorEnrollment', {
    secret: readOnly(Type.String({ description: 'The seed in base32 (RFC 4648), for typing' })),
    otpauth_url: readOnly(
      Type.String({ description: 'The seed with its parameters, for authenticator apps' }),
    ),
    qr_code: readOnly(Type.String({ description: 'A picture of `otpauth_url`, as a data URL' })),
    algorithm: readOnly(Type.String({ enum: ['SHA1', 'SHA256', 'SHA512'] })),
    digits: readOnly(Type.Integer()),
    period: readOnly(Type.Integer({ description: 'Seconds that a code is shown' })),
    expires_at: readOnly(Type.String({ description: 'Until when the first code must be checked' })),
  }),
  component('TwoFactorParameters', {
    algorithm: Type.Optional(
      Type.String({ enum: ['SHA1', 'SHA256', 'SHA512'], description: 'Hash function' }),
    ),
    digits: Type.Optional(Type.Integer({ minimum: 6, maximum: 8, description: 'Digits of a code' })),
    period: Type.Optional(
      Type.Integer({ minimum: 15, maximum: 120, description: 'Seconds that a code is shown' }),
    ),
  }),
  component('TwoFactorCode', {
    code: Type.String(CODE),
    device_token: Type.Optional(
      Type.String({ maxLength: 128, description: 'Token of a device that proved itself before' }),
    ),
    remember_device: Type.Optional(
      Type.Boolean({ description: 'Whether to trust the device from now on, if the code is right' }),
    ),
  }),
  component('TwoFactorConsecutiveCodes', {
    consecutive_codes: Type.Array(Type.String(CODE), {
      minItems: 2,
      maxItems: 2,
      description: 'Two codes that the authenticator showed one after the other',
    }),
  }),
  component('TwoFactorVerification', {
    accepted: readOnly(Type.Boolean({ description: 'Whether the code was right and had not been used' })),
    verified: readOnly(Type.Boolean({ description: 'Whether the user has enrolled' })),
    reason: readOnly(
      Type.String({ description: 'Why it was refused. Only for callers with `diagnose_two_factor`.' }),
    ),
    offset_seconds: readOnly(
      Type.Integer({
        description:
          'With the reason `clock_drift`: by how much the code was for another time; positive when the clock is ahead.',
      }),
    ),
    device_token: readOnly(
      Type.String({
        description: 'Token of the trusted device, good until its next right code. Only in this answer.',
      }),
    ),
    retry_at: readOnly(Type.String({ description: 'When the next code will be looked at, if not at once' })),
  }),
  component('TwoFactorState', { is_disabled: Type.Boolean({ description: 'Whether codes are refused' }) }),
  component('RecoveryCodesLeft', {
    remaining: readOnly(Type.Integer({ description: 'How many are unused' })),
    created_at: text('When the set was made; null when there is none'),
  }),
  component('RecoveryCodes', {
    codes: readOnly(Type.Array(Type.String(), { description: 'Each works once. Only in this answer.' })),
    created_at: text('When the set was made'),
  }),
  component('RecoveryCode', {
    code: Type.String({ description: 'One of the codes; letter case and dashes are free', maxLength: 64 }),
  }),
  component('RecoveryCodeVerification', {
    accepted: readOnly(Type.Boolean()),
    remaining: readOnly(Type.Integer({ description: 'How many are unused now' })),
  }),
];
