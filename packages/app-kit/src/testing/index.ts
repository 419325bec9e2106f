// What the tests of one app's own features need.
export { refusal, startApp, tryToChange } from './own-app.ts';
export { befriend, newUsername, signUp } from './people.ts';
export type { TestApp } from './test-app.ts';
