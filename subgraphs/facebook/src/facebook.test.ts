import { createAppService } from '@accounts-center/app-kit';
import { describeAppContract } from '@accounts-center/app-kit/conformance';
import { app } from './app.ts';

// PostgreSQL once: all apps run the same SQL, and differ here in rules only. What one app has for itself is tried on both in
// its own tests, and the migrations of all four on PostgreSQL by tests/main-job.
describeAppContract(app.entry, (deps) => createAppService(app, deps), { dialects: ['sqlite', 'postgres'] });
