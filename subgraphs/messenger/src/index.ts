export { createMessenger } from './app.ts';
export { messengerRules } from './rules.ts';
