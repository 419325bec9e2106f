import { normalize } from '@accounts-center/subgraph-kit';

// Cyrillic and Greek letters that are taken for Latin ones, in lower case.
const confusables: Readonly<Record<string, string>> = {
  а: 'a',
  в: 'b',
  с: 'c',
  ԁ: 'd',
  е: 'e',
  һ: 'h',
  і: 'i',
  ј: 'j',
  к: 'k',
  ӏ: 'l',
  м: 'm',
  н: 'h',
  о: 'o',
  р: 'p',
  ԛ: 'q',
  ѕ: 's',
  т: 't',
  у: 'y',
  ѵ: 'v',
  ԝ: 'w',
  х: 'x',
  з: '3',
  ь: 'b',
  α: 'a',
  β: 'b',
  ε: 'e',
  η: 'n',
  ι: 'i',
  κ: 'k',
  ν: 'v',
  ο: 'o',
  ρ: 'p',
  σ: 'o',
  τ: 't',
  υ: 'u',
  χ: 'x',
  γ: 'y',
  ω: 'w',
  ı: 'i',
  ł: 'l',
  ø: 'o',
  đ: 'd',
};

const MARKS = /\p{M}/gu;

/**
 * What a name looks like in plain Latin letters: compatibility forms resolved, accents and the like taken off, look-alikes
 * of other scripts replaced.
 */
export function skeleton(name: string): string {
  const plain = normalize(normalize(name, 'NFKD').toLowerCase(), 'NFKD').replace(MARKS, '');
  return Array.from(plain, (letter) => confusables[letter] ?? letter).join('');
}
