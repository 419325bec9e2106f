import { processTree } from './proc.ts';

const LOOK_EVERY_MS = 100;

/** Watches what a process and all that it starts have in memory together. */
export function watchMemory(root: number): { most(): number; stop(): void } {
  let most = 0;
  const look = (): void => {
    most = Math.max(most, residentBytes(root));
  };
  const timer = setInterval(look, LOOK_EVERY_MS);
  return { most: () => most, stop: () => clearInterval(timer) };
}

function residentBytes(root: number): number {
  return processTree(root).reduce((sum, one) => sum + one.residentBytes, 0);
}
