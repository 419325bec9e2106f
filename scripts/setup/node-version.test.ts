import { expect, it } from 'vitest';
import { refusalOf } from './node-version.mjs';

it.each(['20.19.0', '20.20.2', '22.0.0', '26.10.0'])('Node %s is taken', (version) => {
  expect(refusalOf(version)).toBeUndefined();
});

it.each(['18.20.8', '20.18.3', '27.0.0'])('Node %s is refused, and the answer says which would be taken', (version) => {
  expect(refusalOf(version)).toContain(`Node 20.19 or later, up to 26, and was started with ${version}`);
});
