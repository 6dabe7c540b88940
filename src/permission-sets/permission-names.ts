import { invalidField } from '../core/app-error.ts';
import { permissions } from '../core/permissions.ts';

/**
 * What Looker has and this server does not (releases 23.6 to 26.12). Scripts put these into permission sets
 * and expect them back. They allow nothing, and must not begin to: a permission of ours never takes one of
 * these names, because whoever has a set with it would have it at once.
 */
export const withoutEffect: ReadonlySet<string> = new Set(
  `access_data admin_agents can_copy_print can_create_forecast can_override_vis_config chat_with_agent
  chat_with_explore clear_cache_refresh create_alerts create_custom_fields create_prefetches
  create_public_looks create_table_calculations deploy develop download_with_limit download_without_limit
  embed_browse_spaces embed_save_shared_space explore follow_alerts gemini_in_looker login_special_email
  manage_ci manage_embed_settings manage_homepage manage_models manage_modelsets_restricted
  manage_privatelabel manage_project_connections manage_project_connections_restricted
  manage_project_models manage_schedules manage_spaces manage_stereo manage_themes manage_user_attributes
  mobile_app_access save_agents save_content save_dashboards save_looks save_sql_runner_content
  schedule_external_look_emails schedule_look_emails schedule_without_limit see_admin see_alerts see_ci
  see_datagroups see_drill_overlay see_logs see_lookml see_lookml_dashboards see_looks see_pdts
  see_queries see_schedules see_sql see_sql_runner_content see_system_activity see_user_dashboards
  send_outgoing_webhook send_to_integration send_to_s3 send_to_sftp sudo support_access_toggle
  update_datagroups use_global_connections use_sql_runner`.split(/\s+/),
);

/**
 * The stored form of a list of permissions: see core/permissions.ts.
 *
 * @throws AppError `validation_failed` naming what is no permission.
 */
export function storedForm(names: readonly string[]): string {
  const unknown = names.find((name) => !Object.hasOwn(permissions, name) && !withoutEffect.has(name));
  if (unknown !== undefined) {
    throw invalidField(
      'permissions',
      `'${unknown}' is not a permission. GET /permissions lists those there are.`,
    );
  }
  return [...new Set(names)].join(' ');
}

/** The names in a stored form, also those without effect. */
export function namesIn(stored: string): string[] {
  if (stored === '*') return Object.keys(permissions);
  return stored === '' ? [] : stored.split(' ');
}
