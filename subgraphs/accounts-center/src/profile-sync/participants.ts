import type { FamilyApps } from '../apps.ts';
import type { ProfileField } from '../generated/accounts-center.ts';
import { type Participation, type ProfileProblem, type Refused, refuseChange } from '../profile/profile-change.ts';
import type { SyncSetting } from './sync-setting.store.ts';

/** What a change is about. */
export interface Asked {
  readonly kind: 'UPDATE' | 'SYNC';
  readonly sourceAccountId: string;
  readonly fields: readonly ProfileField[];
  /** SYNC: who shall follow the source. */
  readonly followerIds: readonly string[];
}

/**
 * Finds out who takes part in a change: the source, those asked to follow it, and those that the settings bind to it.
 * @param settings of all accounts of the center
 */
export function participantsOf(
  asked: Asked,
  settings: readonly SyncSetting[],
  family: FamilyApps,
): Participation | Refused {
  const problems = asked.kind === 'UPDATE' ? fieldsOfOthers(asked, settings, family) : [];
  if (problems.length > 0) return { ok: false, problems };
  const followers = [...asked.followerIds, ...settings.map(({ accountId }) => accountId)];
  const accountIds = new Set([asked.sourceAccountId, ...followers]);
  const parts = [...accountIds].map(
    (id) => [id, asked.fields.filter((field) => takesPart(asked, settings, id, field))] as const,
  );
  const participation = new Map(parts.filter(([, fields]) => fields.length > 0));
  return participation.size === 1 && asked.kind === 'SYNC'
    ? refuseChange('NOTHING_TO_DO', { inputField: 'accountIds' })
    : participation;
}

/** Whether everybody who takes part follows the source already. */
export function followAlready(
  participation: Participation,
  sourceAccountId: string,
  settings: readonly SyncSetting[],
): boolean {
  return [...participation].every(([accountId, fields]) =>
    fields.every((field) => settingOf(settings, accountId, field)?.sourceAccountId === sourceAccountId),
  );
}

function takesPart(asked: Asked, settings: readonly SyncSetting[], accountId: string, field: ProfileField): boolean {
  if (accountId === asked.sourceAccountId || asked.followerIds.includes(accountId)) return true;
  if (settingOf(settings, accountId, field) === undefined) return false;
  // A field has one source in a center: with a new one, all who followed the old one follow it.
  return asked.kind === 'SYNC' || isSource(settings, asked.sourceAccountId, field);
}

/** The fields of an update that another account owns (PR2). A paused one is not kept the same, so its owner may edit it. */
function fieldsOfOthers(
  { sourceAccountId, fields }: Asked,
  settings: readonly SyncSetting[],
  family: FamilyApps,
): ProfileProblem[] {
  return fields.flatMap((field) => {
    const setting = settingOf(settings, sourceAccountId, field);
    if (setting === undefined || setting.isPaused || isSource(settings, sourceAccountId, field)) return [];
    const app = family.appOf(setting.sourceAccountId ?? '')?.app;
    return [{ code: 'FOLLOWS_SOURCE', about: field, ...(app !== undefined && { app }) }];
  });
}

/** Whether a change of an account's field is taken over by those who are kept the same: any member's, where none is the source. */
function isSource(settings: readonly SyncSetting[], accountId: string, field: ProfileField): boolean {
  const setting = settingOf(settings, accountId, field);
  return setting !== undefined && (setting.sourceAccountId ?? accountId) === accountId;
}

function settingOf(settings: readonly SyncSetting[], accountId: string, field: ProfileField): SyncSetting | undefined {
  return settings.find((setting) => setting.accountId === accountId && setting.field === field);
}
