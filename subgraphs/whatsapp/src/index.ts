export { createWhatsApp } from './app.ts';
export { whatsAppRules } from './rules.ts';
