const words =
  'sturdy light chair that came well packed and looks better than on the pictures my family sits here every day we would buy it again although one leg was loose colour is warm wood smells of oil assembly took ten minutes with help'.split(
    ' ',
  );

/** Numbers from 0 to 1 that look random and are the same in every run. */
export function createRandom(seed: number): () => number {
  let state = (seed * 2_654_435_761 + 1) >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** One of a list. */
export function pick<T>(random: () => number, list: readonly [T, ...T[]]): T {
  return list[Math.floor(random() * list.length)] ?? list[0];
}

/** Words of so many characters together, always the same for a seed. */
export function textOf(seed: number, length: number): string {
  const random = createRandom(seed);
  let text = '';
  while (text.length < length) text += `${words[Math.floor(random() * words.length)]} `;
  return text.slice(0, length);
}
