export { createInstagram } from './app.ts';
export { instagramRules } from './rules.ts';
