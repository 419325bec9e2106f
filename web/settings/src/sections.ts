import type { ComponentType } from 'react';
import { AccountsSection } from './accounts/accounts-section.tsx';
import { ContactPointsSection } from './contact-points/contact-points-section.tsx';
import { AddAccount } from './linking/add-account.tsx';
import { ProfileSection } from './profile/profile-section.tsx';
import { SyncSection } from './profile/sync-section.tsx';
import { ComposerSection } from './sharing/composer-section.tsx';
import { SharingSettingsSection } from './sharing/settings-section.tsx';

/** A part of the page, with its name in addresses. */
export interface Section {
  readonly id: string;
  readonly title: string;
  readonly Content: ComponentType;
}

/** The page from top to bottom. */
export const sections: readonly Section[] = [
  { id: 'accounts', title: 'Accounts', Content: AccountsSection },
  { id: 'add-account', title: 'Add an account', Content: AddAccount },
  { id: 'profile', title: 'Your profile', Content: ProfileSection },
  { id: 'profile-sync', title: 'Keep profiles the same', Content: SyncSection },
  { id: 'sharing', title: 'Sharing', Content: SharingSettingsSection },
  { id: 'post', title: 'Post', Content: ComposerSection },
  { id: 'contact-points', title: 'Mail addresses', Content: ContactPointsSection },
];
