// @vitest-environment happy-dom
import { UploadError } from '@accounts-center/client';
import { screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { accountOf, centerOf } from '../testing/accounts.ts';
import { applied, profileSync, refusal } from '../testing/profile-sync.ts';
import { renderPart } from '../testing/render.tsx';
import { ProfileSection } from './profile-section.tsx';

const saved = { updateProfile: { results: [applied('facebook-1')], userErrors: [] } };
const photo = new File(['x'], 'ada.jpg', { type: 'image/jpeg' });

describe('the profile', () => {
  it('sends what was changed and nothing else', async () => {
    const answers = { ProfileSync: () => profileSync({}), UpdateProfile: () => saved };
    const { user, graph } = renderPart(<ProfileSection />, { answers });
    const name = await screen.findByLabelText('Display name');
    await user.clear(name);
    await user.type(name, 'Ada P.');
    await user.click(screen.getByRole('button', { name: 'Save' }));
    expect(await screen.findByText('ada.facebook on Facebook is up to date.')).toBeDefined();
    expect(graph.inputsOf('UpdateProfile')).toEqual([
      { accountId: 'facebook-1', displayName: 'Ada P.', idempotencyKey: expect.any(String) },
    ]);
  });

  it('PR4: says beside the field why and until when, and PR3: offers alternatives', async () => {
    const userErrors = [
      refusal({
        code: 'USERNAME_TAKEN',
        message: 'Taken.',
        field: ['input', 'username'],
        alternatives: ['ada.1', 'ada.2'],
      }),
      refusal({ message: 'Not yet.', field: ['input', 'displayName'], until: '2027-01-22T10:00:00.000Z' }),
    ];
    const answers = {
      ProfileSync: () => profileSync({}),
      UpdateProfile: () => ({ updateProfile: { results: [], userErrors } }),
    };
    const { user } = renderPart(<ProfileSection />, { answers });
    await user.click(await screen.findByRole('button', { name: 'Save' }));
    expect(screen.getByText('Taken.').closest('.field')).toBe(screen.getByLabelText('Username').closest('.field'));
    expect(screen.getByText(/Not yet\. Possible again from/).querySelector('time')?.dateTime).toBe(
      '2027-01-22T10:00:00.000Z',
    );
    await user.click(screen.getByRole('button', { name: 'ada.2' }));
    expect(screen.getByLabelText<HTMLInputElement>('Username').value).toBe('ada.2');
  });

  it('uploads a photo once, however often it takes to save it', async () => {
    let uploads = 0;
    const answersInTurn = [() => Promise.reject(new TypeError('Failed to fetch')), () => saved];
    const answers = {
      ProfileSync: () => profileSync({}),
      UpdateProfile: () => (answersInTurn.shift() ?? (() => saved))(),
    };
    const uploadPhoto = async (): Promise<string> => `fbm_${(uploads += 1)}`;
    const { user, graph } = renderPart(<ProfileSection />, { answers, uploadPhoto });
    await user.upload(await screen.findByLabelText('New photo'), photo);
    await user.click(screen.getByRole('button', { name: 'Save' }));
    await user.click(screen.getByRole('button', { name: 'Save' }));
    const [first, second] = graph.inputsOf('UpdateProfile');
    expect(first).toEqual({ accountId: 'facebook-1', photoId: 'fbm_1', idempotencyKey: expect.any(String) });
    expect(second).toEqual(first);
  });

  it('shows why a photo is not taken', async () => {
    const uploadPhoto = async (): Promise<string> => {
      throw new UploadError('TOO_LARGE', 'The file is too large.');
    };
    const { user, graph } = renderPart(<ProfileSection />, {
      answers: { ProfileSync: () => profileSync({}) },
      uploadPhoto,
    });
    await user.upload(await screen.findByLabelText('New photo'), photo);
    await user.click(screen.getByRole('button', { name: 'Save' }));
    expect(screen.getByText('The file is too large.')).toBeDefined();
    expect(graph.inputsOf('UpdateProfile')).toEqual([]);
  });

  it('PR2: leaves a field that follows another account to that account', async () => {
    const answers = { ProfileSync: () => profileSync({ USERNAME: 'CURRENT' }, { USERNAME: 'instagram-1' }) };
    renderPart(<ProfileSection />, { answers });
    const username = await screen.findByLabelText<HTMLInputElement>('Username');
    expect(username.readOnly).toBe(true);
    expect(screen.getByText(/Kept the same as ada\.instagram on Instagram/)).toBeDefined();
  });

  it('D2: waits for an app that does not answer', () => {
    const center = centerOf([accountOf('facebook', { isOwn: true, profile: undefined })]);
    renderPart(<ProfileSection />, { answers: { ProfileSync: () => profileSync({}) }, center });
    expect(screen.getByText(/Facebook does not answer at the moment/)).toBeDefined();
  });
});
