import { appOf } from '../apps.ts';
import type { ProfileField } from '../generated/accounts-center.ts';
import { type ChangeRequest, type ProfileProblem, type Refused, refuseChange } from './profile-change.ts';
import type { SyncSetting } from './sync-setting.store.ts';

/** Who takes part in a change, and with which fields; the lead first. */
export type TakingPart = ReadonlyMap<string, readonly ProfileField[]>;

type Asked = Pick<ChangeRequest, 'kind' | 'leadId' | 'fields' | 'followerIds'>;

/**
 * Finds out who takes part in a change: the lead, those asked to follow it, and those that the settings bind to it.
 * @param settings of all accounts of the center
 */
export function findTakingPart(asked: Asked, settings: readonly SyncSetting[]): TakingPart | Refused {
  const problems = asked.kind === 'UPDATE' ? fieldsOfOthers(asked, settings) : [];
  if (problems.length > 0) return { ok: false, problems };
  const followers = [...asked.followerIds, ...settings.map(({ accountId }) => accountId)];
  const accountIds = new Set([asked.leadId, ...followers]);
  const parts = [...accountIds].map(
    (id) => [id, asked.fields.filter((field) => takesPart(asked, settings, id, field))] as const,
  );
  const taking = new Map(parts.filter(([, fields]) => fields.length > 0));
  return taking.size === 1 && asked.kind === 'SYNC'
    ? refuseChange('NOTHING_TO_DO', { inputField: 'accountIds' })
    : taking;
}

/** Whether everybody who takes part follows the lead already. */
export function followAlready(taking: TakingPart, { leadId }: Asked, settings: readonly SyncSetting[]): boolean {
  return [...taking].every(([accountId, fields]) =>
    fields.every((field) => settingOf(settings, accountId, field)?.sourceAccountId === leadId),
  );
}

function takesPart(asked: Asked, settings: readonly SyncSetting[], accountId: string, field: ProfileField): boolean {
  if (accountId === asked.leadId || asked.followerIds.includes(accountId)) return true;
  const setting = settingOf(settings, accountId, field);
  // A field has one source in a center: with a new one, all who followed the old one follow it.
  return setting !== undefined && (asked.kind === 'SYNC' || setting.sourceAccountId === asked.leadId);
}

/** The fields of an update that another account owns (PR2). A paused one is not kept the same, so its owner may edit it. */
function fieldsOfOthers({ leadId, fields }: Asked, settings: readonly SyncSetting[]): ProfileProblem[] {
  return fields.flatMap((field) => {
    const setting = settingOf(settings, leadId, field);
    if (setting === undefined || setting.sourceAccountId === leadId || setting.isPaused) return [];
    const app = appOf(setting.sourceAccountId)?.app;
    return [{ code: 'FOLLOWS_SOURCE', about: field, ...(app !== undefined && { app }) }];
  });
}

function settingOf(settings: readonly SyncSetting[], accountId: string, field: ProfileField): SyncSetting | undefined {
  return settings.find((setting) => setting.accountId === accountId && setting.field === field);
}
