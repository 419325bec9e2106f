import { expect, it } from 'vitest';
import { checkDisplayName } from './check-display-name.ts';

const rules = { maxLength: 10, coolDown: null };
const long = { maxLength: 75, coolDown: null };

it.each([
  ['Ana López', undefined],
  ['1234567890', undefined],
  ['e\u0301'.repeat(10), undefined],
  ['12345678901', 'TOO_LONG'],
  ['', 'TOO_SHORT'],
  ['   ', 'TOO_SHORT'],
  ['\u200d', 'TOO_SHORT'],
  ['\u0301\u0302', 'TOO_SHORT'],
  [`a${'\u0301'.repeat(15_000)}`, 'TOO_LONG'],
  [`ا${'\u0903'.repeat(500_000)}`, 'TOO_LONG'],
])('PR4: the length of display name %j: %s', (name, fault) => {
  expect(checkDisplayName(rules, name)).toBe(fault);
});

it.each([
  ['Arabic', 'محمد عبد الله'],
  ['Arabic with vowel signs', 'مُحَمَّدٌ'],
  ['Persian with a non-joiner', 'علی‌رضا نیک‌نام'],
  ['Hebrew with points', 'שָׁלוֹם בֵּן־דָּוִד'],
  ['Hindi', 'श्रीमती लक्ष्मी'],
  ['Hindi with a joiner and a non-joiner', 'क्\u200dया क्\u200cया'],
  ['Bengali with a joiner before its virama', 'র\u200d্যাচেল'],
  ['Sinhala with joiners', 'ශ්\u200dරී ප්\u200dරියා'],
  ['Malayalam', 'അവന്\u200d'],
  ['Tamil', 'லக்ஷ்மி'],
  ['Vietnamese, composed', 'Nguyễn Thị Ngọc Huệ'],
  ['Vietnamese, decomposed', 'Nguyễn Thị Ngọc Huệ'.normalize('NFD')],
  ['Yoruba, decomposed', 'Ọlọ́run Ṣọlá'.normalize('NFD')],
  ['Thai', 'น้ำผึ้ง'],
  ['Burmese', 'အောင်ဆန်းလွှို့'],
  ['Tibetan', 'བསྟན་འཛིན་རྒྱ་མཚོ'],
  ['Khmer', 'ស្រីស្ត្រី'],
  ['Mongolian with a selector', 'ᠮᠣᠩᠭᠣᠯ\u180b'],
  ['Chinese', '习近平'],
  ['Japanese with a selector', '渡邉\u{e0101} 葛\u{e0100}城'],
  ['Korean', '김민준'],
  ['Korean, decomposed', '김민준'.normalize('NFD')],
  ['Georgian, Armenian, Greek, Cyrillic', 'ნინო Արամ Ελένη Юлія'],
  ['an apostrophe, a hyphen, a stop', 'Conan O’Brien-Smith Jr.'],
  ['an emoji', '🌞'],
  ['a family', '👨‍👩‍👧‍👦'],
  ['an emoji of four with a selector', '👩‍❤️‍💋‍👨'],
  ['skin tones', '👩🏽‍🚀 🤝🏿 🧑🏻‍🤝‍🧑🏿'],
  ['a heart and a rainbow flag', 'Ana ❤️ 🏳️‍🌈'],
  ['a heart as text', 'Ana ❤︎'],
  ['keycaps', 'Agent 0️⃣0️⃣7️⃣'],
  ['flags', '🇺🇦 🏴󠁧󠁢󠁳󠁣󠁴󠁿'],
])('PR4: %s passes: %s', (_, name) => {
  expect(checkDisplayName(long, name)).toBeUndefined();
});

it.each([
  ['a line break', 'Ana\n'],
  ['a NUL', 'Ana\0'],
  ['half a character', 'Ana\ud800'],
  ['no character', 'Ana\uffff'],
  ['a blank of Braille', '\u2800'],
  ['an object', 'Ana\ufffc'],
  ['a zero width space', 'An\u200ba'],
  ['a soft hyphen', 'An\u00ada'],
  ['a Hangul filler', '\u3164'],
  ['a Hangul filler in a name', 'Ana\u3164'],
  ['a halfwidth Hangul filler', 'Ana\uffa0'],
  ['a word joiner', 'Ana\u2060'],
  ['a byte order mark', '\ufeffAna'],
  ['a grapheme joiner', 'An\u034fa'],
  ['a tag', 'Ana\u{e0061}'],
  ['a text in tags', '🏴\u{e0061}\u{e006e}\u{e0061}\u{e007f}'],
  ['a mark from left to right', 'Ana\u200e'],
  ['a mark from right to left', 'Ana\u200f'],
  ['an Arabic letter mark', 'Ana\u061c'],
  ['an override', '\u202eanA'],
  ['an isolate', '\u2067Ana\u2069'],
  ['a non-joiner between Latin letters', 'An\u200ca'],
  ['a joiner between Latin letters', 'An\u200da'],
  ['a joiner at the end of an emoji', 'Ana 👩\u200d'],
  ['a joiner before an emoji', 'Ana\u200d👩'],
  ['two joiners', '👩\u200d\u200d🚀'],
  ['two non-joiners', 'علی\u200c\u200cرضا'],
  ['a non-joiner at the end', 'علی\u200c'],
  ['a selector behind a letter', 'Ana\ufe0f'],
  ['two selectors behind an emoji', '❤\ufe0f\ufe0f'],
  ['a selector behind a digit', '7\ufe0f'],
  ['60 stacked marks', `A${'\u0301'.repeat(60)}na`],
  ['six stacked marks', `A${'\u0301'.repeat(6)}na`],
  ['stacked marks of Thai', `ก${'\u0e47'.repeat(20)}`],
  ['stacked marks on a composed letter', `ế${'\u0323'.repeat(4)}`],
])('PR4: %s does not: %j', (_, name) => {
  expect(checkDisplayName(long, name)).toBe('BAD_CHARACTERS');
});
