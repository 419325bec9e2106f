import { normalize } from '@accounts-center/subgraph-kit';

/** How long usernames may be, everywhere. */
interface LengthLimits {
  readonly minLength: number;
  readonly maxLength: number;
}

const MAX_CANDIDATES = 60;
// No username is longer: what else a wish holds is not looked at.
const MAX_WISH_LENGTH = 200;

/**
 * Usernames near a wish, nearest first: the wish in plainer letters, then with a number. At most 60; none when nothing of
 * the wish can be kept.
 * @param random from 0 up to 1: numbers that not everybody is offered
 */
export function usernameCandidates(
  wish: string,
  { minLength, maxLength }: LengthLimits,
  random: () => number,
): string[] {
  const wished = wish.slice(0, MAX_WISH_LENGTH).toLowerCase();
  const spellings = spellingsOf(wished);
  const candidates = suffixes(random).flatMap((suffix) =>
    spellings.map((spelling) => trimDots(spelling.slice(0, maxLength - suffix.length)) + suffix),
  );
  const isUsable = (candidate: string): boolean => candidate.length >= minLength && candidate !== wished;
  return [...new Set(candidates)].filter(isUsable).slice(0, MAX_CANDIDATES);
}

/** As written, without underscores, with letters and digits only: apps differ in what they take. */
function spellingsOf(wish: string): string[] {
  const plain = normalize(wish, 'NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9._]/g, '');
  const spellings = [plain, plain.replaceAll('_', '.'), plain.replace(/[._]/g, '')];
  return [...new Set(spellings.map(trimDots))].filter((spelling) => spelling !== '');
}

function suffixes(random: () => number): string[] {
  const numbers = [10, 10, 100, 100, 100, 1_000, 1_000, 1_000, 1_000, 10_000].map((from) =>
    Math.floor(from * (1 + 9 * random())),
  );
  return ['', '1', '2', '3', '7', ...numbers.map(String)];
}

function trimDots(text: string): string {
  return text.replace(/\.{2,}/g, '.').replace(/^\.|\.$/g, '');
}
