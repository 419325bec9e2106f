const firstNames = [
  ...['Ada', 'Aiko', 'Amara', 'Andrei', 'Anika', 'Arjun', 'Ben', 'Bilal', 'Carmen', 'Chen', 'Chiara', 'Dalia', 'Darius'],
  ...['Diego', 'Elena', 'Emeka', 'Esra', 'Fatima', 'Felix', 'Freya', 'Grace', 'Hana', 'Hugo', 'Ines', 'Isaac', 'Ivan'],
  ...['Jamal', 'Jun', 'Kofi', 'Lea', 'Lior', 'Luca', 'Maya', 'Mei', 'Milan', 'Naomi', 'Nadia', 'Noah', 'Olga', 'Omar'],
  ...['Paolo', 'Priya', 'Quinn', 'Rafael', 'Rosa', 'Samir', 'Sofia', 'Tariq', 'Thandi', 'Tomas', 'Uma', 'Vera', 'Yara'],
];
const lastNames = [
  ...['Abe', 'Adeyemi', 'Ali', 'Bauer', 'Becker', 'Bianchi', 'Castro', 'Cohen', 'Costa', 'Diallo', 'Dubois', 'Eriksen'],
  ...['Farouk', 'Fischer', 'Garcia', 'Gupta', 'Haddad', 'Hansen', 'Ibrahim', 'Ito', 'Jensen', 'Kaya', 'Khan', 'Kim'],
  ...['Kowalski', 'Lee', 'Levi', 'Lopez', 'Mensah', 'Mbeki', 'Moretti', 'Nagy', 'Nakamura', 'Nguyen', 'Novak', 'Okoro'],
  ...['Olsen', 'Park', 'Patel', 'Petrov', 'Reyes', 'Rossi', 'Sato', 'Silva', 'Singh', 'Tanaka', 'Torres', 'Wang', 'Yilmaz'],
];
const bios = ['', '', '', 'Mostly outdoors.', 'Coffee first.', 'Photos of small things.', 'Asking for a friend.', 'Here for the dogs.'];

export interface Name {
  readonly first: string;
  readonly last: string;
}

export const nameParts = { firstNames, lastNames, bios } as const;

/**
 * The username of a person, nobody else's: the number says who it is.
 * @param separator a letter between the names
 */
export function usernameOf({ first, last }: Name, person: number, separator: '.' | '_'): string {
  return `${first}${separator}${last}${person}`.toLowerCase();
}
