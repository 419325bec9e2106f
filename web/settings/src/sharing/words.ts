import type { Audience, DeliveryState, SharingChoice, SharingState } from '../../generated/operations.ts';

export const choices: Readonly<Record<SharingChoice, string>> = {
  ALWAYS: 'Always',
  ASK: 'Ask with each post',
  NEVER: 'Never',
};

export const audiences: Readonly<Record<Audience, string>> = {
  FOLLOWERS: 'Friends or followers',
  PUBLIC: 'Everybody',
};

/** All deliveries of a post in one sentence. */
export const sharingStates: Readonly<Record<SharingState, string>> = {
  SHARING: 'Some copies are still on their way.',
  SHARED: 'All copies are there.',
  PARTLY_SHARED: 'Some copies are there, the others are not.',
  NOT_SHARED: 'No copy is there.',
};

export const deliveryStates: Readonly<Record<DeliveryState, string>> = {
  QUEUED: 'waits to be sent',
  SENDING: 'is being sent',
  DELIVERED: 'is there',
  FAILED: 'failed',
  UNKNOWN: 'may be there: the app is being asked',
  CANCELLED: 'was cancelled',
};
