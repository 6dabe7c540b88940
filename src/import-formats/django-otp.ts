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
    const byKey = Map.groupBy(
      users.filter(({ pk }) => pk !== undefined),
      ({ pk }) => String(pk),
    );
    const devices = objects.filter(({ model }) => DEVICE.test(String(model)));
    const byName = usersByName(users, new Set(devices.map(userOf).filter(Array.isArray).map(String)));
    return devices.map((device) => {
      const user = userOf(device);
      const name = String(user ?? '');
      const [owner, ...others] = (Array.isArray(user) ? byName : byKey).get(name) ?? [];
      const { is_active, ...fields } = owner ? objectAt(owner, 'fields') : {};
      const account = textIn(fields, 'email') ?? textIn(fields, 'username') ?? name;
      const at = `device ${device.pk} of ${device.model}`;
      if (others.length) return { at, key: { fault: `several users in it are “${name}”` } };
      return readRow(at, () => keyOf(device, account, is_active), account);
    });
  },
};

const userOf = (device: JsonObject): unknown => objectAt(device, 'fields').user;

/**
 * By the field in which most of the names are found, which is the one that the project signs in with. Looked for in all
 * fields, a name could be what somebody else has written into theirs.
 */
function usersByName(
  users: readonly JsonObject[],
  names: ReadonlySet<string>,
): ReadonlyMap<string, JsonObject[]> {
  const fields = new Set([
    'username',
    'email',
    ...users.flatMap((user) => Object.keys(objectAt(user, 'fields'))),
  ]);
  let found = new Map<string, JsonObject[]>();
  for (const field of fields) {
    const nameOf = (user: JsonObject) => textIn(objectAt(user, 'fields'), field) ?? '';
    const named = Map.groupBy(
      users.filter((user) => names.has(nameOf(user))),
      nameOf,
    );
    if (named.size > found.size) found = named;
  }
  return found;
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
