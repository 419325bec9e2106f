/** Usernames that no app takes, by what is wrong with them. */
export const badUsernames: readonly (readonly [string, string])[] = [
  ['too short', 'abcd'],
  ['too long', 'a'.repeat(51)],
  ['very long', 'a'.repeat(100_000)],
  ['of look-alike letters', 'аda.pаrk'],
  ['of wide letters', 'ａｄａ.ｐａｒｋ'],
  ['of small capitals and accents', 'ádá.pârk'],
  ['that is a reserved word', 'admin'],
  ['that is a reserved word in disguise', 's.u.p.p.o.r.t'],
  ['that is the name of an app', 'Facebook'],
  ['with a space', 'ada park'],
  ['with a line', 'ada\npark'],
  ['with a NUL', 'ada\0park'],
  ['with half a letter', 'ada\ud83dpark'],
  ['written from right to left', '\u202ekrap.ada'],
  ['that nobody can see', '\u200b\u200b\u200b\u200b\u200b'],
];
