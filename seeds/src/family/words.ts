import type { Chance } from './chance.ts';

const openings = [
  'Finally:',
  'Today',
  'This morning',
  'Still thinking about',
  'A small thing:',
  'Last night',
  'Once more',
  'Somehow',
  'News:',
  'Guess what:',
];
const things = [
  'the slow train north',
  'a kettle that sings',
  'my grandmother’s bread',
  'the first snow',
  'a very old map',
  'the neighbours’ choir',
  'two herons',
  'a broken umbrella',
  'the night market',
  'a letter from far away',
  'our garden',
  'the long way home',
  'a chess game in the park',
  'the sea, again',
];
const endings = [
  'made my day.',
  'and nobody else noticed.',
  '– worth every minute.',
  'took longer than planned.',
  'and then it rained.',
  'with the whole family.',
  'is all I needed.',
  'turned out just fine.',
  'for the third time this week.',
  'and I forgot the camera.',
];
const questions = [
  'Who is in next time?',
  'Has anybody seen this before?',
  'Ideas?',
  'What would you have done?',
  'Same again on Sunday?',
];

/** One to four sentences. */
export function wordsOf(chance: Chance): string {
  const sentence = (): string => `${chance.oneOf(openings)} ${chance.oneOf(things)} ${chance.oneOf(endings)}`;
  const sentences = Array.from({ length: 1 + chance.below(3) }, sentence);
  return [...sentences, ...(chance.happens(0.3) ? [chance.oneOf(questions)] : [])].join(' ');
}

/** What a picture shows, for who can not see it; often nobody has said it. */
export function altTextOf(chance: Chance): string | null {
  return chance.happens(0.4) ? `A picture of ${chance.oneOf(things)}` : null;
}
