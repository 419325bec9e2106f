import { appEntry } from '@accounts-center/app-kit';
import { describeAppContract } from '@accounts-center/app-kit/conformance';
import { createWhatsApp } from './app.ts';

describeAppContract(appEntry('WHATSAPP'), createWhatsApp);
