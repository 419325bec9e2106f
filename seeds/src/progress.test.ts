import { expect, it } from 'vitest';
import { createProgress } from './progress.ts';

function shown(isTTY: boolean): string[] {
  const texts: string[] = [];
  const progress = createProgress({ isTTY, write: (text) => texts.push(text) });
  for (let done = 0; done <= 100; done++) progress(done / 100);
  return texts;
}

it('is a bar at a terminal, which ends its line when all is done', () => {
  const texts = shown(true);
  expect(texts.at(0)).toMatch(/^\r░{40} +0%$/);
  expect(texts.at(-1)).toBe(`\r${'█'.repeat(40)} 100%\n`);
});

it('is a line for every tenth elsewhere', () => {
  expect(shown(false)).toHaveLength(11);
  expect(shown(false).at(-1)).toBe('100% of the people are written\n');
});
