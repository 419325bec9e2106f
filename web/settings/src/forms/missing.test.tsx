// @vitest-environment happy-dom
import { screen, within } from '@testing-library/react';
import type { ComponentType } from 'react';
import { describe, expect, it } from 'vitest';
import { CenterProvider } from '../accounts/center-provider.tsx';
import { ContactPointsSection } from '../contact-points/contact-points-section.tsx';
import { ProfileSection } from '../profile/profile-section.tsx';
import { SyncSection } from '../profile/sync-section.tsx';
import { ComposerSection } from '../sharing/composer-section.tsx';
import { SharingSettingsSection } from '../sharing/settings-section.tsx';
import { SharedPosts } from '../sharing/shared-posts.tsx';
import { centerAnswer, profilesAnswer } from '../testing/accounts.ts';
import { PartialAnswer } from '../testing/graph.ts';
import { profileSync } from '../testing/profile-sync.ts';
import { renderPart } from '../testing/render.tsx';
import { sharedPosts, sharingSettings } from '../testing/sharing.ts';

const profiles = profilesAnswer('ada.facebook', 'ada.instagram');
const contactPoints = {
  viewer: { __typename: 'Viewer', user: { __typename: 'FacebookUser', id: 'facebook-1', contactPoints: [] } },
};

const sections: [string, ComponentType, object, string][] = [
  ['ContactPoints', ContactPointsSection, contactPoints, 'None yet.'],
  ['ProfileSync', ProfileSection, profileSync({}), 'Display name'],
  ['ProfileSync', SyncSection, profileSync({}), 'Photo'],
  ['SharingSettings', SharingSettingsSection, sharingSettings(), 'Posts of ada.facebook on Facebook'],
  ['SharingSettings', ComposerSection, sharingSettings(), 'Copies of this post'],
  ['SharedPosts', SharedPosts, sharedPosts(), 'None yet.'],
];

describe.each(sections)('D2: a section without %s', (operation, Section, answer, content) => {
  it('says what is wrong, and is there when somebody tries again', async () => {
    const outage = new PartialAnswer(null, 'accounts-center');
    const inTurn = [() => outage, () => Promise.reject(new TypeError('Failed to fetch'))];
    const answers = {
      AccountsCenter: () => centerAnswer,
      Profiles: () => profiles,
      SharedPosts: () => sharedPosts(),
      [operation]: () => inTurn.shift()?.() ?? answer,
    };
    const part = (
      <CenterProvider>
        <Section />
      </CenterProvider>
    );
    const { user } = renderPart(part, { answers });
    const alert = within(await screen.findByRole('alert'));
    expect(alert.getByText('The Accounts Center does not answer at the moment.')).toBeDefined();
    await user.click(alert.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText('There is no answer. Check your connection and try again.')).toBeDefined();
    expect(document.activeElement?.textContent).toBe('Try again');
    await user.keyboard('{Enter}');
    expect(await screen.findByText(content)).toBeDefined();
    expect(screen.queryByRole('button', { name: 'Try again' })).toBeNull();
  });
});

it('D2: a profile whose app was down is there when somebody tries again', async () => {
  const inTurn = [new PartialAnswer(profilesAnswer(null, null), 'facebook')];
  const answers = {
    AccountsCenter: () => centerAnswer,
    Profiles: () => inTurn.shift() ?? profiles,
    ProfileSync: () => profileSync({}),
  };
  const part = (
    <CenterProvider>
      <ProfileSection />
    </CenterProvider>
  );
  const { user } = renderPart(part, { answers });
  const alert = within(await screen.findByRole('alert'));
  expect(alert.getByText(/^Facebook does not answer at the moment/)).toBeDefined();
  await user.click(alert.getByRole('button', { name: 'Try again' }));
  expect(await screen.findByLabelText('Display name')).toBeDefined();
  expect(screen.queryByText(/does not answer/)).toBeNull();
});
