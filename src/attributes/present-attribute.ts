import { type Caller, may } from '../core/caller.ts';
import type { AttributeRow } from './queries.ts';
import type { Attribute } from './read-attributes.ts';
import type { GroupValue } from './read-group-values.ts';
import type { UserValue } from './read-user-values.ts';

const isHidden = ({ hidden_at }: { hidden_at: number | null }): boolean => hidden_at !== null;

const showsValue = (attribute: AttributeRow, caller: Caller): boolean =>
  !isHidden(attribute) && (attribute.user_can_view === 1 || may(caller, 'see_users'));

const setsValue = ({ built_in, user_can_edit }: AttributeRow, caller: Caller): boolean =>
  built_in === 0 && (user_can_edit === 1 || may(caller, 'manage_users'));

export function presentAttribute(attribute: Attribute, caller: Caller) {
  const builtIn = attribute.built_in === 1;
  const administers = may(caller, 'administer');
  return {
    can: {
      show: true,
      index: true,
      create: administers,
      show_value: showsValue(attribute, caller),
      update: administers && !builtIn,
      destroy: administers && !builtIn,
      set_value: setsValue(attribute, caller),
    },
    id: String(attribute.id),
    name: attribute.name,
    label: attribute.label,
    type: attribute.type,
    default_value: attribute.default_value,
    is_system: builtIn,
    is_permanent: builtIn,
    value_is_hidden: isHidden(attribute),
    user_can_view: attribute.user_can_view === 1,
    user_can_edit: attribute.user_can_edit === 1,
    hidden_value_domain_whitelist: attribute.hidden_value_domain_whitelist,
  };
}

export function presentGroupValue(held: GroupValue, caller: Caller) {
  const manages = may(caller, 'manage_groups');
  return {
    can: { show: true, index: true, show_value: !isHidden(held), update: manages, destroy: manages },
    id: String(held.id),
    group_id: String(held.group_id),
    user_attribute_id: String(held.attribute_id),
    value_is_hidden: isHidden(held),
    rank: held.group_rank,
    value: held.value,
  };
}

export function presentUserValue({ attribute, userId, value, source, rank }: UserValue, caller: Caller) {
  const manages = may(caller, 'manage_users');
  return {
    can: {
      show: true,
      index: true,
      show_value: showsValue(attribute, caller),
      set_value: userId === caller.userId ? setsValue(attribute, caller) : manages && !attribute.built_in,
    },
    name: attribute.name,
    label: attribute.label,
    rank,
    value,
    user_id: String(userId),
    user_can_edit: attribute.user_can_edit === 1,
    value_is_hidden: isHidden(attribute),
    user_attribute_id: String(attribute.id),
    source,
    hidden_value_domain_whitelist: attribute.hidden_value_domain_whitelist,
  };
}
