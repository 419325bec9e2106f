// @vitest-environment happy-dom
import { screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { renderPart } from '../testing/render.tsx';
import { sharingSettings } from '../testing/sharing.ts';
import { SharingSettingsSection } from './settings-section.tsx';

it('X1: a direction is set by itself, and NEVER tells what it has cancelled', async () => {
  const setting = { __typename: 'SharingSetting', choice: 'NEVER' };
  const answers = {
    SharingSettings: () => sharingSettings('ASK'),
    SetSharing: () => ({
      setSharing: { setting, cancelledDeliveries: [{ __typename: 'Delivery', id: 'dlv_1' }], userErrors: [] },
    }),
  };
  const { user, graph } = renderPart(<SharingSettingsSection />, { answers });
  const direction = await screen.findByLabelText<HTMLSelectElement>('to ada.instagram on Instagram');
  expect(direction.value).toBe('ASK');
  expect(screen.getByLabelText<HTMLSelectElement>('to ada.facebook on Facebook').value).toBe('NEVER');
  await user.selectOptions(direction, 'NEVER');
  expect(graph.inputsOf('SetSharing')).toEqual([
    {
      kind: 'POST',
      fromAccountId: 'facebook-1',
      toAccountId: 'instagram-1',
      choice: 'NEVER',
      idempotencyKey: expect.any(String),
    },
  ]);
  expect(await screen.findByText('Saved. Copies on their way that were cancelled: 1.')).toBeDefined();
});
