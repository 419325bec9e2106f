import { hasMoreLetters, normalize } from '@accounts-center/subgraph-kit';
import type { DisplayNameRules } from '../rules/rules.ts';

// Control characters, line breaks, half characters, and what has neither a letter's nor a space's shape.
const UNREADABLE = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\p{Noncharacter_Code_Point}\u2800\ufff9-\ufffc]/u;
// What shows nothing by itself, and marks that turn the direction of the text around them.
const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\p{Bidi_Control}]/u;
const READABLE = /[\p{L}\p{N}\p{P}\p{S}]/u;
// Vietnamese takes two on one letter, Burmese and Tibetan up to five.
const STACKED_MARKS = /[\p{Mn}\p{Me}]{6}/u;

const CURSIVE = String.raw`\p{Script=Arabic}\p{Script=Syriac}\p{Script=Nko}\p{Script=Mongolian}\p{Script=Adlam}`;
/** Marks that join consonants, by script: Devanagari, Bengali, Gurmukhi … Sinhala, Burmese, Khmer, Balinese, Sundanese. */
const VIRAMA = String.raw`\u094d\u09cd\u0a4d\u0acd\u0b4d\u0bcd\u0c4d\u0ccd\u0d3b\u0d3c\u0d4d\u0dca\u1039\u103a\u17d2\u1b44\u1baa\u1bab`;

/** Where invisible characters change what is seen, so that writing needs them. */
const NEEDED = new RegExp(
  [
    // Joiners between letters that join (Persian), and at the marks that join consonants (Hindi, Sinhala, Bengali).
    String.raw`(?<=[${CURSIVE}]\p{M}*)[\u200c\u200d](?=[${CURSIVE}])`,
    String.raw`(?<=\p{L}\p{M}*[${VIRAMA}])[\u200c\u200d]`,
    String.raw`(?<=\p{L})[\u200c\u200d](?=[${VIRAMA}])`,
    // Emoji that are made of several, or of a character that is none by itself, and the flags of England, Scotland and Wales.
    String.raw`(?<=\p{Extended_Pictographic}[\p{Emoji_Modifier}\ufe0f]?)\u200d(?=\p{Extended_Pictographic})`,
    String.raw`(?<=\p{Extended_Pictographic})[\ufe0e\ufe0f]`,
    String.raw`(?<=[0-9#*])\ufe0f(?=\u20e3)`,
    String.raw`(?<=\u{1f3f4})\u{e0067}\u{e0062}(?:\u{e0065}\u{e006e}\u{e0067}|\u{e0073}\u{e0063}\u{e0074}|\u{e0077}\u{e006c}\u{e0073})\u{e007f}`,
    // Which form of a letter is meant: Japanese family names, Mongolian.
    String.raw`(?<=\p{Script=Han})[\ufe00-\ufe02\u{e0100}-\u{e01ef}]`,
    String.raw`(?<=\p{Script=Mongolian})[\u180b-\u180f]`,
  ].join('|'),
  'gu',
);

/** Judges a display name (PR4). Returns what is wrong with it, or undefined. */
export function checkDisplayName(
  rules: DisplayNameRules,
  name: string,
): 'TOO_SHORT' | 'TOO_LONG' | 'BAD_CHARACTERS' | undefined {
  // First, as what comes below takes longer the longer a name is.
  if (hasMoreLetters(name, rules.maxLength)) return 'TOO_LONG';
  if (UNREADABLE.test(name)) return 'BAD_CHARACTERS';
  if (!READABLE.test(name)) return 'TOO_SHORT';
  if (STACKED_MARKS.test(normalize(name, 'NFD'))) return 'BAD_CHARACTERS';
  return INVISIBLE.test(name.replace(NEEDED, '')) ? 'BAD_CHARACTERS' : undefined;
}
