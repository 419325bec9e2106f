export { createFacebook } from './app.ts';
export { facebookRules } from './rules.ts';
