import { type ImportFormat, readRow, type SourceFile } from './format.ts';
import { type ImportedKey, importedKey, requireTotp } from './imported-key.ts';
import { type JsonObject, objectAt, objectsIn, requireText, textIn } from './json.ts';

const DEVICE = /^otp_(totp|hotp)\.\w+device$/;

/**
 * What `manage.py dumpdata otp_totp auth.user` of Django writes of django-otp (1.7.5, plugins/otp_totp/models.py: the
 * algorithm is always SHA1, the key is in hexadecimal). The user of a device is found among the other objects, whatever
 * their model is called: by primary key, or with `--natural-foreign` by the field that the project signs in with. With
 * `--natural-primary` users have no primary key.
 */
export const djangoOtp: ImportFormat = {
  name: 'django-otp dump',
  recognizes: ({ json }) => objectsIn(json).some(({ model }) => DEVICE.test(String(model))),
  read({ json }: SourceFile) {
    const objects = objectsIn(json);
    const users = objects.filter((object) => 'password' in objectAt(object, 'fields'));
    const byKey = new Map(users.map((object) => [String(object.pk), objectAt(object, 'fields')]));
    const byName = usersByName(users.map((object) => objectAt(object, 'fields')));
    return objects
      .filter(({ model }) => DEVICE.test(String(model)))
      .map((device) => {
        const { user } = objectAt(device, 'fields');
        const name = String(user);
        const owner = Array.isArray(user) ? byName.get(name) : byKey.get(name);
        const account = (owner && (textIn(owner, 'email') ?? textIn(owner, 'username'))) ?? name;
        const at = `device ${device.pk} of ${device.model}`;
        return readRow(at, () => keyOf(device, account, owner?.is_active), account);
      });
  },
};

/** By each of their values, those that people usually sign in with before all others. */
function usersByName(users: readonly JsonObject[]): ReadonlyMap<string, JsonObject> {
  const named = (values: (fields: JsonObject) => unknown[]) =>
    users.flatMap((fields) =>
      values(fields).flatMap((value) => (typeof value === 'string' ? [[value, fields] as const] : [])),
    );
  return new Map([
    ...named((fields) => Object.values(fields)),
    ...named(({ email }) => [email]),
    ...named(({ username }) => [username]),
  ]);
}

function keyOf(device: JsonObject, account: string, isActive: unknown): ImportedKey {
  requireTotp(DEVICE.exec(String(device.model))?.[1]);
  const fields = objectAt(device, 'fields');
  if (isActive === false) throw new RangeError('the user is disabled');
  if (fields.confirmed !== true) throw new RangeError('its enrolment is not complete');
  if (fields.t0 !== 0) throw new RangeError('its time does not begin in 1970');
  const key = requireText(fields, 'key', 'the secret');
  if (!/^(?:[0-9a-f]{2})+$/i.test(key)) throw new RangeError('the secret is not in hexadecimal');
  return importedKey({ account, seed: Buffer.from(key, 'hex'), digits: fields.digits, period: fields.step });
}
