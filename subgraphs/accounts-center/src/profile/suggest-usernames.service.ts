import { askApp } from '../app-contract/ask-app.ts';
import type { App } from '../apps.ts';
import type { ChangeTools } from './profile.ts';
import type { ChangePlan, ProfileProblem } from './profile-change.ts';
import { usernameCandidates } from './username-candidates.ts';

const MAX_SUGGESTIONS = 5;

type Suggest = (
  problems: readonly ProfileProblem[],
  plan: ChangePlan | undefined,
) => Promise<readonly ProfileProblem[]>;

/**
 * Adds to each refusal of a username others near it that every app taking part would take now (PR3): at most 5, nearest
 * first; none when an app does not answer, or the wish was for a reserved word, as a name beside it would mislead.
 */
export function createSuggestUsernames({
  contract,
  family,
  random,
}: Pick<ChangeTools, 'contract' | 'family' | 'random'>): Suggest {
  async function suggest(wish: string, apps: readonly App[]): Promise<readonly string[]> {
    const rules = await Promise.all(apps.map((app) => askApp(() => contract.rules(app))));
    const limits = rules.flatMap((asked) => (asked.ok ? [asked.answer.username] : []));
    if (limits.length < apps.length) return [];
    const minLength = Math.max(...limits.map((limit) => limit.minLength));
    const maxLength = Math.min(...limits.map((limit) => limit.maxLength));
    const candidates = usernameCandidates(wish, { minLength, maxLength }, random);
    if (candidates.length === 0) return [];

    const answers = await Promise.all(apps.map((app) => askApp(() => contract.availableUsernames(app, candidates))));
    const free = answers.map((asked) => new Set(asked.ok ? asked.answer : []));
    return candidates.filter((candidate) => free.every((names) => names.has(candidate))).slice(0, MAX_SUGGESTIONS);
  }

  return async (problems, plan) => {
    const username = plan?.profile.username;
    if (plan === undefined || username === undefined || !problems.some(isRefusedUsername)) return problems;
    if (problems.some(({ reason }) => reason === 'RESERVED')) return problems;
    const taking = plan.parts.filter(({ part, isPaused }) => !isPaused && part.fields.includes('USERNAME'));
    const apps = [...new Set(taking.map(({ part }) => family.appOfAccount(part.accountId).app))];
    // Two accounts of one app can never have the same username.
    const alternatives = apps.length < taking.length ? [] : await suggest(username, apps);
    return problems.map((problem) => (isRefusedUsername(problem) ? { ...problem, alternatives } : problem));
  };
}

function isRefusedUsername({ code }: ProfileProblem): boolean {
  return code === 'USERNAME_TAKEN' || code === 'USERNAME_NOT_ACCEPTED';
}
