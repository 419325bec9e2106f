import { runApp } from '@accounts-center/app-kit';
import { createWhatsApp } from './app.ts';
import { readWhatsAppConfig } from './config.ts';

await runApp('whatsapp', readWhatsAppConfig(), createWhatsApp);
