import { expect, it } from 'vitest';
import type { DeliveryStage } from './delivery-states.ts';
import { sharingStateOf } from './sharing-state.ts';

it.each<[string, DeliveryStage[]]>([
  ['SHARED', ['DELIVERED', 'DELIVERED']],
  ['PARTLY_SHARED', ['DELIVERED', 'FAILED']],
  ['PARTLY_SHARED', ['CANCELLED', 'DELIVERED']],
  ['NOT_SHARED', ['FAILED', 'CANCELLED']],
  ['NOT_SHARED', []],
  ['SHARING', ['DELIVERED', 'QUEUED']],
  ['SHARING', ['FAILED', 'SENDING']],
  ['SHARING', ['CANCELLED', 'RESENDING']],
  ['SHARING', ['DELIVERED', 'UNKNOWN']],
  ['SHARING', ['DELIVERED', 'FAILING']],
  ['SHARING', ['DELIVERED', 'STOPPING']],
])('X7: reads %s when its deliveries are %j', (state, stages) => {
  expect(sharingStateOf(stages.map((stage) => ({ state: stage })))).toBe(state);
});
