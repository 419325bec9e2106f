import type { AbortSignalLike } from '@accounts-center/subgraph-kit';
import type { OperationDefinitionNode } from 'graphql';
import type { EngineOptions } from '../engine-options.ts';
import { findGuardedFields, type Guarded } from './guarded-fields.ts';
import { type DecidedGrants, type Grants, holds, NOTHING, policiesIn, type Rule } from './rule.ts';

/** Which of an operation's rules a caller meets. */
export interface AccessOutcome {
  /** Equal for callers who may read the same of the operation; empty where they may read all of it. */
  readonly key: string;
  readonly met: ReadonlySet<Rule>;
  readonly isAuthenticated: boolean;
}

/** What an operation asks that not everybody may read. */
export interface Guard {
  /** Each once, in an order of its own. */
  readonly rules: readonly Rule[];
  readonly policies: readonly string[];
}

/** @returns `undefined` for an operation that everybody may read all of */
export function guardOf(operation: OperationDefinitionNode, guarded: Guarded): Guard | undefined {
  const rules = new Set<Rule>();
  findGuardedFields(operation, guarded, (rule) => rules.add(rule));
  if (rules.size === 0) return undefined;
  return { rules: [...rules], policies: [...new Set([...rules].flatMap(policiesIn))] };
}

/** Who asks. */
export interface Asking<Caller> {
  readonly caller: Caller;
  /** Aborted when nobody waits for the answer any more. */
  readonly signal?: AbortSignalLike | undefined;
}

export type AccessParts<Caller> = Pick<EngineOptions<Caller>, 'grantsOf' | 'policies' | 'log'>;

/** The outcome where there is nothing to decide. */
export const UNGUARDED: AccessOutcome = { key: '', met: new Set(), isAuthenticated: false };

/** The outcome for somebody who meets every rule. */
export function allMet({ rules }: Guard): AccessOutcome {
  return { key: '', met: new Set(rules), isAuthenticated: true };
}

/** Decides for one caller. Who fails to say what the caller has, or takes too long to, grants nothing. */
export function decideAccess<Caller>(
  guard: Guard,
  { caller, signal }: Asking<Caller>,
  parts: AccessParts<Caller>,
): AccessOutcome | Promise<AccessOutcome> {
  const grants = grantsFrom(caller, parts);
  if (guard.policies.length === 0 || !parts.policies)
    return outcomeOf(guard, { ...grants, policies: NOTHING.policies });
  return policiesFrom(guard.policies, { caller, signal }, parts).then((policies) =>
    outcomeOf(guard, { ...grants, policies }),
  );
}

function outcomeOf({ rules }: Guard, grants: DecidedGrants): AccessOutcome {
  const met = new Set(rules.filter((rule) => holds(rule, grants)));
  const missing = rules.flatMap((rule, index) => (met.has(rule) ? [] : [index]));
  return { key: missing.join(), met, isAuthenticated: grants.isAuthenticated };
}

/** What a caller has, if it can be told. */
export function grantsFrom<Caller>(caller: Caller, { grantsOf, log }: AccessParts<Caller>): Grants {
  try {
    return grantsOf?.(caller) ?? NOTHING;
  } catch (error) {
    log.error({ err: error }, 'It can not be told what a caller may do');
    return NOTHING;
  }
}

async function policiesFrom<Caller>(
  names: readonly string[],
  { caller, signal }: Asking<Caller>,
  { policies, log }: AccessParts<Caller>,
): Promise<ReadonlySet<string>> {
  try {
    const held = await inTime(policies?.(names, caller), signal);
    return new Set(names.filter((name) => held?.has(name) === true));
  } catch (error) {
    log.error({ err: error, policies: names }, 'Policies can not be decided');
    return NOTHING.policies;
  }
}

/** Nothing, where it takes longer than anybody waits. */
async function inTime<T>(work: T | Promise<T>, signal: AbortSignalLike | undefined): Promise<T | undefined> {
  if (!signal || !(work instanceof Promise)) return work;
  let giveUp = (): void => undefined;
  const isOver = new Promise<undefined>((resolve) => {
    giveUp = () => resolve(undefined);
  });
  signal.addEventListener('abort', giveUp);
  if (signal.aborted) giveUp();
  try {
    return await Promise.race([work, isOver]);
  } finally {
    signal.removeEventListener('abort', giveUp);
  }
}
