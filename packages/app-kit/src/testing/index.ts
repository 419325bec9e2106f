// What the tests of one app's own features need.
export { newUsername, signUp } from './people.ts';
export { startTestApp, type TestApp } from './test-app.ts';
