export { type AccountsCenterDependencies, createAccountsCenter } from './app.ts';
export type { PasswordCost } from './identity/passwords.ts';
export { type Mail, type Mailer, MailRefused } from './mail/mailer.ts';
export { type MemoryMailer, memoryMailer, type ReceivedMail } from './mail/memory-mailer.ts';
export { tables } from './tables.ts';
