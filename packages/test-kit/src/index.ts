export { contractCall, type Faults } from './faults.ts';
export { type Account, type App, PASSWORD, type People } from './people.ts';
export { startWorld, type World, type WorldOptions } from './world.ts';
