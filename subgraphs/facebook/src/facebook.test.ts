import { appEntry } from '@accounts-center/app-kit';
import { describeAppContract } from '@accounts-center/app-kit/conformance';
import { createFacebook } from './app.ts';

describeAppContract(appEntry('FACEBOOK'), createFacebook, { dialects: ['sqlite', 'postgres'] });
