import { AppError, type FieldFault } from '../core/app-error.ts';
import { canonical } from '../core/canonical.ts';
import type { Reader } from '../store/database.ts';
import { attributeTypes, faultOfValue, isAttributeType } from './check-value.ts';
import { type AttributeRow, type Columns, findAnyValue, findNamesakes } from './queries.ts';

/** What a client can set of a user attribute. What is absent stays as it is. */
export interface AttributeChanges {
  name?: string | null;
  label?: string | null;
  type?: string | null;
  default_value?: string | null;
  value_is_hidden?: boolean;
  user_can_view?: boolean;
  user_can_edit?: boolean;
  hidden_value_domain_whitelist?: string | null;
}

/** The columns of a user attribute after a change; `before` undefined: of a new one. */
export function columnsAfter(
  before: AttributeRow | undefined,
  given: AttributeChanges,
  nowMs: number,
): Columns {
  const after = (field: 'name' | 'label' | 'type'): string =>
    (given[field] === undefined ? before?.[field] : given[field]) ?? '';
  const { hidden_value_domain_whitelist: whitelist } = given;
  return {
    name: after('name'),
    label: after('label'),
    label_key: canonical(after('label')),
    type: after('type'),
    user_can_view: Number(given.user_can_view ?? before?.user_can_view ?? 0),
    user_can_edit: Number(given.user_can_edit ?? before?.user_can_edit ?? 0),
    hidden_at: before?.hidden_at ?? (given.value_is_hidden ? nowMs : null),
    hidden_value_domain_whitelist:
      whitelist === undefined ? (before?.hidden_value_domain_whitelist ?? null) : whitelist,
  };
}

/** Whether a change leaves the default as it is. A hidden one reads as null: sent back as read, it stays. */
export const keepsDefault = (before: AttributeRow, { default_value }: AttributeChanges): boolean =>
  default_value === undefined || (default_value === null && before.hidden_at !== null);

/**
 * @param before undefined: it is a new one.
 * @throws AppError `validation_failed` with everything that is wrong with a change; `already_exists` for a new
 * one with which nothing is wrong but that its name or label is taken.
 */
export async function requireSound(
  reader: Reader,
  before: AttributeRow | undefined,
  given: AttributeChanges,
  after: Columns,
): Promise<void> {
  const faults = [
    ...faultsOfNames(after),
    ...(await faultsOfNamesakes(reader, before?.id ?? 0, after)),
    ...(before ? await faultsOfTypeChange(reader, before, given, after) : []),
    ...faultsOfHiding(before, given, after),
  ];
  const wrong = given.default_value && faultOfValue('default_value', after.type, given.default_value);
  if (wrong) faults.push(wrong);
  if (faults.length === 0) return;
  if (!before && faults.every(({ code }) => code === 'already_exists')) {
    throw new AppError('already_exists', faults.map(({ message }) => message).join(' '));
  }
  throw new AppError('validation_failed', undefined, { faults });
}

const fault = (field: string, message: string, code: FieldFault['code'] = 'invalid'): FieldFault => ({
  field,
  code,
  message,
});

function faultsOfNames({ name, label, type }: Columns): FieldFault[] {
  const faults = Object.entries({ name, label, type })
    .filter(([, text]) => text.trim() === '')
    .map(([field]) => fault(field, `'${field}' is required.`, 'missing_field'));
  if (name.trim() && !/^[a-z][a-z0-9_]*$/.test(name)) {
    faults.push(
      fault('name', "'name' must be lower-case letters, digits and underscores, the first a letter."),
    );
  }
  if (type.trim() && !isAttributeType(type)) {
    faults.push(fault('type', `'type' must be one of ${attributeTypes()}.`));
  }
  return faults;
}

async function faultsOfNamesakes(reader: Reader, id: number, after: Columns): Promise<FieldFault[]> {
  const others = await reader.all<{ name: string; label_key: string }>(
    findNamesakes(after.name, after.label_key, id),
  );
  const taken = (field: 'name' | 'label') =>
    fault(field, `There is a user attribute with the ${field} '${after[field]}'.`, 'already_exists');
  return [
    ...(others.some(({ name }) => name === after.name) ? [taken('name')] : []),
    ...(others.some(({ label_key }) => label_key === after.label_key) ? [taken('label')] : []),
  ];
}

/** Values were checked by the type there was. Opening them to check again would tell of hidden ones. */
async function faultsOfTypeChange(
  reader: Reader,
  before: AttributeRow,
  given: AttributeChanges,
  after: Columns,
): Promise<FieldFault[]> {
  if (after.type === before.type) return [];
  const value = await reader.get(findAnyValue(before.id, keepsDefault(before, given)));
  return value ? [fault('type', "'type' cannot change while there are values of the old type.")] : [];
}

/** A host (with wildcards, but not of wildcards alone), its scheme, port and path where they matter. */
const destination = /^(https?:\/\/)?(?=[^/:]*[a-z0-9])[\w*-]+(\.[\w*-]+)*(:(\d{1,5}|\*))?(\/\S*)?$/i;

/** What was given under the promise that nobody sees it keeps that promise, and goes nowhere else. */
function faultsOfHiding(
  before: AttributeRow | undefined,
  given: AttributeChanges,
  { hidden_value_domain_whitelist: whitelist }: Columns,
): FieldFault[] {
  const field = 'hidden_value_domain_whitelist';
  const faults: FieldFault[] = [];
  const wasHidden = before !== undefined && before.hidden_at !== null;
  if (wasHidden && given.value_is_hidden === false) {
    faults.push(fault('value_is_hidden', "'value_is_hidden' cannot be taken back."));
  }
  if (wasHidden && whitelist !== before.hidden_value_domain_whitelist) {
    faults.push(fault(field, `${field} cannot be changed once the values are hidden.`));
  }
  if (whitelist !== null && !whitelist.split(',').every((url) => destination.test(url.trim()))) {
    faults.push(fault(field, `${field} must be a comma-separated list of urls with optional wildcards`));
  }
  return faults;
}
