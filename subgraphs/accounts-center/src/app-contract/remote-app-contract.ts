import {
  type ContractClient,
  contractClient,
  type IdentitySigner,
  type ServiceClient,
} from '@accounts-center/subgraph-kit';
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import type { App, FamilyApps } from '../apps.ts';
import * as documents from '../generated/contract-client.ts';
import type { AppContract, CallOptions } from './app-contract.ts';
import type { PostDraft, ProfileRefusal, ProfileValues } from './app-facts.ts';

const TIMEOUT_MS = 10_000;

type Request = <Data, Variables>(
  app: App,
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
  options?: CallOptions,
) => Promise<Data>;

/**
 * The apps behind the service client.
 * @param parts.timeoutMs how long to wait for an answer, where a call does not say it
 */
export function remoteAppContract(parts: {
  client: ServiceClient;
  signer: IdentitySigner;
  family: FamilyApps;
  timeoutMs?: number;
}): AppContract {
  const { client, signer, family, timeoutMs = TIMEOUT_MS } = parts;
  const clients = new Map<App, ContractClient>(
    family.all.map(({ app, service }) => [app, contractClient({ client, signer, service })]),
  );
  const request: Request = async (app, document, variables, options) => {
    const appClient = clients.get(app);
    if (appClient === undefined) throw new Error(`no app is called ${app}`);
    return appClient.request(document, variables, { timeoutMs: options?.timeoutMs ?? timeoutMs });
  };
  return {
    ...questions(request),
    ...commands(request),
    mediaGrant: (app, mediaId) => signer.for(`${family.named(app).service}/media`, { resource: mediaId }),
  };
}

function questions(request: Request) {
  return {
    async rules(app, options) {
      return (await request(app, documents.ReadRulesDocument, {}, options)).rules;
    },
    async accounts(app, ids, options) {
      return (await request(app, documents.ReadAccountsDocument, { ids: [...ids] }, options)).accounts;
    },
    async accountByUsername(app, username, options) {
      return (await request(app, documents.ReadAccountByUsernameDocument, { username }, options)).accountByUsername;
    },
    async availableUsernames(app, candidates, options) {
      const variables = { candidates: [...candidates] };
      return (await request(app, documents.ReadAvailableUsernamesDocument, variables, options)).availableUsernames;
    },
    async media(app, ownerId, ids, options) {
      return (await request(app, documents.ReadMediaDocument, { ownerId, ids: [...ids] }, options)).media;
    },
    async checkPost(app, draft, options) {
      return (await request(app, documents.CheckPostDocument, { draft: toDraft(draft) }, options)).checkPost;
    },
    async post(app, id, options) {
      return (await request(app, documents.ReadPostDocument, { id }, options)).post;
    },
    async publication(app, key, options) {
      return (await request(app, documents.ReadPublicationDocument, { key }, options)).publication;
    },
  } satisfies Partial<AppContract>;
}

function commands(request: Request) {
  return {
    async createAccount(app, key, account, options) {
      const { createAccount } = await request(app, documents.CreateAccountDocument, { key, input: account }, options);
      return { account: createAccount.account, refusals: createAccount.refusals.map(toRefusal) };
    },
    async prepareProfileChange(app, key, values, options) {
      const variables = { key, input: toInput(values) };
      const { prepareProfileChange } = await request(app, documents.PrepareProfileChangeDocument, variables, options);
      return { state: prepareProfileChange.state, refusals: prepareProfileChange.refusals.map(toRefusal) };
    },
    async commitProfileChange(app, key, options) {
      return (await request(app, documents.CommitProfileChangeDocument, { key }, options)).commitProfileChange;
    },
    async abortProfileChange(app, key, options) {
      return (await request(app, documents.AbortProfileChangeDocument, { key }, options)).abortProfileChange;
    },
    async publishPost(app, key, draft, options) {
      const variables = { key, draft: toDraft(draft) };
      return (await request(app, documents.PublishPostDocument, variables, options)).publishPost;
    },
    async withdrawPost(app, key, options) {
      const variables = { key, keepPublished: options?.keepPublished ?? false };
      return (await request(app, documents.WithdrawPostDocument, variables, options)).withdrawPost;
    },
  } satisfies Partial<AppContract>;
}

function toDraft(draft: PostDraft): documents.PostDraft {
  return { ...draft, media: [...draft.media] };
}

function toInput(values: ProfileValues): documents.ProfileChangeInput {
  return { ...values, versions: [...values.versions], expiresAt: values.expiresAt.toISOString() };
}

function toRefusal(refusal: Omit<ProfileRefusal, 'until'> & { until: string | null }): ProfileRefusal {
  return { ...refusal, until: refusal.until === null ? null : new Date(refusal.until) };
}
