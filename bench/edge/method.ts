import type { Stage } from './stage.ts';

/** How it is measured, in words. */
export function method({ rounds, soakMs }: Pick<Stage, 'rounds' | 'soakMs'>): string {
  return `Medians of ${rounds} rounds, with the least and the most in brackets. In each round all that is compared runs on processes that were
just started, side by side, in short turns; a ratio is taken within a round. Memory and processor time are those of the gateway’s
process with all its threads. The soak takes ${soakMs / 1_000} s of abuse a round.`;
}
