import type { Family, Person, SeededAccount } from '@accounts-center/seeds';

/** Who does what in a benchmark. */
export interface Cast {
  /** Accounts of Facebook that are linked with others. */
  readonly readers: readonly SeededAccount[];
  /** Linked accounts, each with two others that take words alone. */
  readonly publishers: readonly { readonly author: SeededAccount; readonly targets: readonly SeededAccount[] }[];
  /** Accounts whose username others follow. */
  readonly renamers: readonly SeededAccount[];
  /** Two accounts of one person that are not linked yet; nobody comes twice. */
  readonly pairs: readonly (readonly [SeededAccount, SeededAccount])[];
}

export interface CastSize {
  readonly actors: number;
  readonly pairs: number;
}

/** Chooses people from all over the family. @throws when it is too small */
export function chooseCast(family: Family, size: CastSize): Cast {
  const cast: { [Role in keyof Cast]: Cast[Role][number][] } = { readers: [], publishers: [], renamers: [], pairs: [] };
  const wanted = { readers: size.actors, publishers: size.actors, renamers: size.actors, pairs: size.pairs };
  const roles = Object.keys(wanted) as (keyof Cast)[];
  for (const index of everywhere(family.size)) {
    const person = family.person(index);
    if (cast.readers.length < wanted.readers) cast.readers.push(...readerOf(person));
    if (cast.publishers.length < wanted.publishers) cast.publishers.push(...publisherOf(person));
    if (cast.renamers.length < wanted.renamers) cast.renamers.push(...renamerOf(person));
    if (cast.pairs.length < wanted.pairs) cast.pairs.push(...pairOf(person));
    if (roles.every((role) => cast[role].length >= wanted[role])) return cast;
  }
  const missing = roles.filter((role) => cast[role].length < wanted[role]);
  throw new Error(`Among ${family.size} people there are too few for ${missing.join(' and ')}.`);
}

/** All numbers below `size`, far apart from each other: by steps of the golden section. */
function* everywhere(size: number): Generator<number> {
  let step = Math.max(1, Math.floor(size * 0.618));
  while (commonDivisor(step, size) > 1) step += 1;
  for (let count = 0; count < size; count++) yield (count * step) % size;
}

function commonDivisor(a: number, b: number): number {
  return b === 0 ? a : commonDivisor(b, a % b);
}

function readerOf({ link }: Person): Cast['readers'] {
  return link?.lead.app.app === 'FACEBOOK' ? [link.lead] : [];
}

function publisherOf({ link }: Person): Cast['publishers'] {
  const takesWords = ({ app, isPrivate }: SeededAccount): boolean => app.rules.post?.minMedia === 0 && !isPrivate;
  const targets =
    link?.others
      .map(({ account }) => account)
      .filter(takesWords)
      .slice(0, 2) ?? [];
  return link && takesWords(link.lead) && targets.length === 2 ? [{ author: link.lead, targets }] : [];
}

function renamerOf({ link }: Person): Cast['renamers'] {
  return link?.syncedFields.includes('USERNAME') === true ? [link.lead] : [];
}

function pairOf({ accounts, link }: Person): Cast['pairs'] {
  const [one, other] = accounts;
  return link === undefined && one && other ? [[one, other]] : [];
}
