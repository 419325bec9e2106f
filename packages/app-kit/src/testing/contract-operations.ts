import type { Rules } from '../rules/rules.ts';
import type { TestApp } from './test-app.ts';

/** A file in a draft or a profile change. */
export interface Source {
  readonly id: string;
  readonly service?: string;
  readonly grant?: string;
  readonly kind: 'PHOTO' | 'VIDEO';
  readonly width: number;
  readonly height: number;
  readonly durationMs?: number | null;
}

export interface Draft {
  readonly kind: 'POST';
  readonly authorId: string;
  readonly text: string;
  readonly audience: 'PUBLIC' | 'FOLLOWERS';
  readonly media: readonly Source[];
  readonly isCopy: boolean;
}

export interface Refusal {
  readonly field?: string;
  readonly reason: string;
  readonly until?: string | null;
}

export interface Account {
  readonly id: string;
  readonly username: string;
  readonly displayName: string;
  readonly photo: { readonly id: string } | null;
  readonly state: string;
}

interface Publication {
  readonly state: string;
  readonly postId: string | null;
  readonly refusals: readonly Refusal[];
}

interface Answers {
  readonly rules: Rules;
  readonly accounts: readonly (Account | null)[];
  readonly accountByUsername: Account | null;
  readonly availableUsernames: readonly string[];
  readonly media: readonly ({ readonly id: string } | null)[];
  readonly createAccount: { readonly account: Account | null; readonly refusals: readonly Refusal[] };
  readonly profileChange: string;
  readonly prepareProfileChange: { readonly state: string; readonly refusals: readonly Refusal[] };
  readonly commitProfileChange: Account;
  readonly abortProfileChange: string;
  readonly checkPost: { readonly audience: string; readonly refusals: readonly Refusal[] };
  readonly post: { readonly audience: string } | null;
  readonly publication: Publication;
  readonly publishPost: Publication;
  readonly withdrawPost: Publication;
  readonly holdMedia: { readonly state: string; readonly missing: readonly string[] };
  readonly releaseMedia: string;
}

const account = '{ id username displayName state photo { id } }';
const refusals = 'refusals { field reason until }';
const publication = '{ state postId refusals { reason } }';

const operations: Readonly<Record<keyof Answers, string>> = {
  rules: `query { answer: rules {
    username { minLength maxLength pattern coolDown { times days } }
    displayName { maxLength coolDown { times days } }
    post { maxTextLength minMedia maxMedia mediaKinds maxVideoDurationMs minAspectRatio maxAspectRatio audience }
  } }`,
  accounts: `query ($ids: [ID!]!) { answer: accounts(ids: $ids) ${account} }`,
  accountByUsername: `query ($username: String!) { answer: accountByUsername(username: $username) ${account} }`,
  availableUsernames: 'query ($candidates: [String!]!) { answer: availableUsernames(candidates: $candidates) }',
  media: 'query ($ownerId: ID!, $ids: [ID!]!) { answer: media(ownerId: $ownerId, ids: $ids) { id } }',
  createAccount: `mutation ($key: ID!, $input: CreateAccountInput!) {
    answer: createAccount(key: $key, input: $input) { account ${account} ${refusals} }
  }`,
  profileChange: 'query ($key: ID!) { answer: profileChange(key: $key) }',
  prepareProfileChange: `mutation ($key: ID!, $input: ProfileChangeInput!) {
    answer: prepareProfileChange(key: $key, input: $input) { state ${refusals} }
  }`,
  commitProfileChange: `mutation ($key: ID!) { answer: commitProfileChange(key: $key) ${account} }`,
  abortProfileChange: 'mutation ($key: ID!) { answer: abortProfileChange(key: $key) }',
  checkPost: 'query ($draft: PostDraft!) { answer: checkPost(draft: $draft) { audience refusals { reason } } }',
  post: 'query ($id: ID!) { answer: post(id: $id) { audience } }',
  publication: `query ($key: ID!) { answer: publication(key: $key) ${publication} }`,
  publishPost: `mutation ($key: ID!, $draft: PostDraft!) {
    answer: publishPost(key: $key, draft: $draft) ${publication}
  }`,
  withdrawPost: `mutation ($key: ID!, $keepPublished: Boolean! = false) {
    answer: withdrawPost(key: $key, keepPublished: $keepPublished) ${publication}
  }`,
  holdMedia: `mutation ($key: ID!, $ownerId: ID!, $ids: [ID!]!) {
    answer: holdMedia(key: $key, ownerId: $ownerId, ids: $ids) { state missing }
  }`,
  releaseMedia: 'mutation ($key: ID!) { answer: releaseMedia(key: $key) }',
};

/**
 * Gives every value of a profile change the same version: one for each key, newer than that of the key before.
 * @returns completes the input of `prepareProfileChange`
 */
export function versioned(): <I extends object>(key: string, input: I) => I & { readonly versions: readonly object[] } {
  const versions = new Map<string, number>();
  return (key, input) => {
    const version = versions.get(key) ?? versions.size + 1;
    versions.set(key, version);
    const fields = ['USERNAME', 'DISPLAY_NAME', 'PHOTO'] as const;
    return { versions: fields.map((field) => ({ field, version })), ...input };
  };
}

/** The contract answered with an error. */
class ContractError extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/**
 * Asks the contract as accounts-center does.
 * @throws ContractError when the answer is an error
 */
export async function ask<N extends keyof Answers>(app: TestApp, name: N, variables: object = {}): Promise<Answers[N]> {
  const { data, errors } = await app.contract<{ answer: Answers[N] }>(operations[name], { ...variables });
  const [error] = errors ?? [];
  if (error !== undefined) throw new ContractError(error.extensions.code, error.message);
  return data.answer;
}
