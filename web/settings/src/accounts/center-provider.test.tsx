// @vitest-environment happy-dom
import { screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { centerAnswer, profilesAnswer } from '../testing/accounts.ts';
import { PartialAnswer } from '../testing/graph.ts';
import { renderPart } from '../testing/render.tsx';
import { AccountsSection } from './accounts-section.tsx';
import { CenterProvider } from './center-provider.tsx';

const page = (
  <CenterProvider>
    <AccountsSection />
  </CenterProvider>
);

describe('the Accounts Center', () => {
  it('shows the accounts of all apps', async () => {
    const answers = {
      AccountsCenter: () => centerAnswer,
      Profiles: () => profilesAnswer('ada.park', 'ada_insta'),
    };
    renderPart(page, { answers });
    expect(await screen.findByText('ada.park · Facebook')).toBeDefined();
    expect(screen.getByText('ada_insta · Instagram')).toBeDefined();
  });

  it('D2: shows the others while one app is down, and names it', async () => {
    const answers = {
      AccountsCenter: () => centerAnswer,
      Profiles: () => new PartialAnswer(profilesAnswer('ada.park', null), 'instagram'),
    };
    renderPart(page, { answers });
    expect(await screen.findByText('ada.park · Facebook')).toBeDefined();
    expect(screen.getByText('Instagram account')).toBeDefined();
    expect(
      screen.getByText('Instagram does not answer at the moment. What it knows is missing on this page.'),
    ).toBeDefined();
  });

  it('D2: says so when it does not answer itself, and can be asked again', async () => {
    const inTurn: object[] = [new PartialAnswer({ viewer: null }, 'accounts-center')];
    const answers = {
      AccountsCenter: () => inTurn.shift() ?? centerAnswer,
      Profiles: () => profilesAnswer('ada.park', null),
    };
    const { user } = renderPart(page, { answers });
    expect(await screen.findByText('The Accounts Center does not answer at the moment.')).toBeDefined();
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText('ada.park · Facebook')).toBeDefined();
  });
});
