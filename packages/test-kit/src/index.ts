export { type Answer, accepted, answerOf, present, Refused } from './answers.ts';
export { contentsOf } from './contents.ts';
export { contractCall, type Faults } from './faults.ts';
export type { CrashPoint } from './life.ts';
export { type Account, type App, PASSWORD, type People } from './people.ts';
export { realPhoto, smallPhoto } from './photos.ts';
export { distanceBetween } from './pictures.ts';
export { send, sendOperation, type WireAnswer } from './wire.ts';
export { startWorld, type World, type WorldOptions } from './world.ts';
