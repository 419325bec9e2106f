// The most used passwords of 10 letters and more, in lower case, as public lists of leaked ones have them.
const words = `
0123456789 0987654321 1029384756 1111111111 1112131415 11223344556 1122334455 1212121212 123123123123 1231231230
1234512345 123456123456 1234567890 12345678900 12345678901 123456789010 12345678910 123456789a 123456789q 1234567891
1234567899 123456789abc 123456qwerty 1234abcd1234 1234qwerasdf 123qwe123qwe 1357924680 147258369 1472583690 1478963250
1a2b3c4d5e 1q2w3e4r5t 1q2w3e4r5t6y 1qaz2wsx3edc 1qazxsw23edc 2222222222 3141592653 3333333333 4444444444 5555555555
6666666666 7777777777 789456123 7894561230 8888888888 9876543210 9999999999 a123456789 aa123456789 aaaaaaaaaa
abc1234567 abc123456789 abcd123456 abcd1234abcd abcdefghij abcdefghijk admin12345 administrator alexander1 asdfasdfasdf
asdfghjkl1 asdfghjkl123 asdfghjklz azertyuiop baseball12 basketball basketball1 butterfly1 california charlie123
charlotte1 chocolate1 christine1 christopher computer123 dragon1234 elizabeth1 facebook12 facebook123 football12
football123 forever123 helloworld hellohello iloveyou12 iloveyou123 iloveyou1234 iloveyou2! instagram1 instagram123
internet123 jessica123 jordan2323 letmein123 letmein1234 liverpool1 liverpoolfc manchester mercedes12 michael123
minecraft1 monkey1234 myspace123 mypassword mypassword1 nothing123 pa55word123 pass123456 pass1234567 passw0rd12
passw0rd123 passw0rd1234 password00 password01 password10 password11 password12 password123 password1234 password12345
password123456 password21 password22 password99 password123! password1! passwordpassword poiuytrewq pokemon123
princess12 princess123 qazwsxedc1 qazwsxedc123 qazwsxedcrfv qwaszx1234 qwer1234qwer qwert12345 qwerty12345 qwerty123456
qwerty1234 qwertyqwerty qwertyuiop qwertyuiop1 qwertyuiop123 qwertyuiop[] samsung123 secret1234 snoopy1234 spiderman1
starwars123 summer2024 summer2025 summer2026 sunshine12 sunshine123 superman12 superman123 superstar1 tottenham1
trustno1234 unbreakable universal1 victoria12 volleyball welcome123 welcome1234 welcome2024 welcome2025 welcome2026
whatever12 whatever123 whatsapp123 winter2024 winter2025 winter2026 zaq12wsxcde3 zxcvbnm123 zxcvbnm1234 zxcvbnmasd
`;

export const commonPasswords: ReadonlySet<string> = new Set(words.trim().split(/\s+/));
