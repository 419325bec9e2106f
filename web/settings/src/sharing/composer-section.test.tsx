// @vitest-environment happy-dom
import { screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { renderPart } from '../testing/render.tsx';
import { sharedPosts, sharing, sharingSettings } from '../testing/sharing.ts';
import { ComposerSection } from './composer-section.tsx';

const published = {
  crossPost: { post: { __typename: 'FacebookPost', id: 'fbp_1' }, sharing: sharing('SHARED', {}), userErrors: [] },
};
const photo = new File(['x'], 'mountains.jpg', { type: 'image/jpeg' });

describe('the composer', () => {
  it('X1, X3: publishes once, with a photo, to those whose setting is ALWAYS', async () => {
    const answers = {
      SharingSettings: () => sharingSettings('ALWAYS'),
      SharedPosts: () => sharedPosts(),
      CrossPost: () => published,
    };
    const { user, graph } = renderPart(<ComposerSection />, {
      answers,
      uploadPhoto: async ({ altText }) => `fbm_${altText}`,
    });
    await screen.findByText('(set under Sharing: always)');
    await user.type(screen.getByLabelText('Text'), 'Mountains');
    await user.upload(screen.getByLabelText('Photo'), photo);
    await user.type(screen.getByLabelText('What can be seen on it'), 'dusk');
    await user.selectOptions(screen.getByLabelText('Who may see it'), 'PUBLIC');
    await user.click(screen.getByRole('button', { name: 'Publish' }));

    expect(await screen.findByText('Published. Where its copies stand is told below.')).toBeDefined();
    expect(graph.inputsOf('CrossPost')).toEqual([
      {
        authorId: 'facebook-1',
        text: 'Mountains',
        audience: 'PUBLIC',
        mediaIds: ['fbm_dusk'],
        targetAccountIds: ['instagram-1'],
        idempotencyKey: expect.any(String),
      },
    ]);
    expect(screen.getByLabelText<HTMLTextAreaElement>('Text').value).toBe('');
  });

  it('X2: takes a choice for one post only', async () => {
    const answers = {
      SharingSettings: () => sharingSettings('ALWAYS'),
      SharedPosts: () => sharedPosts(),
      CrossPost: () => published,
    };
    const { user, graph } = renderPart(<ComposerSection />, { answers });
    await screen.findByText('(set under Sharing: always)');
    await user.click(screen.getByRole('checkbox'));
    await user.click(screen.getByRole('button', { name: 'Publish' }));
    expect(graph.inputsOf('CrossPost')).toMatchObject([{ targetAccountIds: [] }]);
    expect(await screen.findByRole('checkbox', { checked: true })).toBeDefined();
  });

  it('shows a refusal beside its field, and keeps what was written', async () => {
    const tooLong = { code: 'TEXT_TOO_LONG', message: 'The text is too long.', field: ['input', 'text'] };
    const answers = {
      SharingSettings: () => sharingSettings(),
      SharedPosts: () => sharedPosts(),
      CrossPost: () => ({ crossPost: { post: null, sharing: null, userErrors: [tooLong] } }),
    };
    const { user } = renderPart(<ComposerSection />, { answers });
    await user.type(await screen.findByLabelText('Text'), 'Mountains');
    await user.click(screen.getByRole('button', { name: 'Publish' }));
    expect(screen.getByText('The text is too long.').closest('.field')).toBe(
      screen.getByLabelText('Text').closest('.field'),
    );
    expect(screen.getByLabelText<HTMLTextAreaElement>('Text').value).toBe('Mountains');
  });
});

describe('posts that were shared', () => {
  it('X6, X7: show each copy with its state and reason', async () => {
    const failed = sharing('NOT_SHARED', {
      state: 'FAILED',
      reason: 'MEDIA_REQUIRED',
      message: 'This app wants a photo.',
    });
    const answers = {
      SharingSettings: () => sharingSettings(),
      SharedPosts: () => sharedPosts({ sharing: failed }, { text: 'Stayed at home', sharing: null }),
    };
    renderPart(<ComposerSection />, { answers });
    expect(
      await screen.findByText(/The copy for ada\.instagram on Instagram failed\. This app wants a photo\./),
    ).toBeDefined();
    expect(screen.queryByText(/Stayed at home/)).toBeNull();
  });

  it('X8: try failed copies again', async () => {
    const answers = {
      SharingSettings: () => sharingSettings(),
      SharedPosts: () => sharedPosts({ sharing: sharing('PARTLY_SHARED', { state: 'FAILED', message: 'No answer.' }) }),
      RetryDeliveries: () => ({ retryDeliveries: { sharing: sharing('SHARED', {}), userErrors: [] } }),
    };
    const { user, graph } = renderPart(<ComposerSection />, { answers });
    await user.click(await screen.findByRole('button', { name: 'Try the failed copies again' }));
    expect(graph.inputsOf('RetryDeliveries')).toEqual([{ postId: 'fbp_0', idempotencyKey: expect.any(String) }]);
    expect(await screen.findByText(/is there\./)).toBeDefined();
  });
});
