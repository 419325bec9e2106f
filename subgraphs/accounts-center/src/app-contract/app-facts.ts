// What apps and accounts-center tell each other: the types of `schema/app-contract.graphql`, with instants as dates.
import type * as contract from '../generated/contract-client.ts';

export type Audience = contract.Audience;
export type MediaKind = contract.MediaKind;
export type PostKind = contract.PostKind;
export type ProfileChangeState = contract.ProfileChangeState;
export type ProfileField = contract.ProfileField;
export type ProfileRefusalReason = contract.ProfileRefusalReason;

export type AppAccount = Readonly<contract.AppAccountFragment>;
export type MediaFacts = Readonly<contract.AppMediaFragment>;
export type Publication = Readonly<contract.AppPublicationFragment>;
export type AppRules = Readonly<contract.ReadRulesQuery['rules']>;
export type PostCheck = Readonly<contract.CheckPostQuery['checkPost']>;
export type PostFacts = Readonly<NonNullable<contract.ReadPostQuery['post']>>;
export type PostRefusal = PostCheck['refusals'][number];

export interface NewAccount {
  readonly id: string;
  readonly username: string;
  readonly displayName: string;
}

/** A media file: the app's own by `id`, or a sister's with `service` and `grant`. */
export interface MediaSource {
  readonly id: string;
  readonly service?: string | null;
  readonly grant?: string | null;
  readonly kind: MediaKind;
  readonly width: number;
  readonly height: number;
  readonly durationMs?: number | null;
  readonly altText?: string | null;
}

/** New values; what is absent or null stays. */
export interface ProfileValues {
  readonly accountId: string;
  readonly username?: string | null;
  readonly displayName?: string | null;
  readonly photo?: MediaSource | null;
  readonly removePhoto?: boolean;
  /** The version of each value in the change. */
  readonly versions: readonly { readonly field: ProfileField; readonly version: number }[];
  /** When accounts-center will have decided. */
  readonly expiresAt: Date;
}

export interface PostDraft {
  readonly kind: PostKind;
  readonly authorId: string;
  readonly text: string;
  readonly audience: Audience;
  readonly media: readonly MediaSource[];
  readonly isCopy: boolean;
}

export interface ProfileRefusal {
  readonly field: ProfileField;
  readonly reason: ProfileRefusalReason;
  /** When it could be tried again; null when waiting does not help. */
  readonly until: Date | null;
}

export interface CreatedAccount {
  /** Null when it was refused. */
  readonly account: AppAccount | null;
  readonly refusals: readonly ProfileRefusal[];
}

export interface PreparedProfileChange {
  readonly state: ProfileChangeState;
  readonly refusals: readonly ProfileRefusal[];
}
