import { once } from 'node:events';
import { openDatabase } from '../open.ts';

/**
 * Opens the database `<url>` with the migrations of `<folder>`, as one of several replicas: says when it is ready to,
 * and does it when its input ends.
 */
const [url = '', migrations = ''] = process.argv.slice(2);
process.stdout.write('ready\n');
await once(process.stdin.resume(), 'end');
const db = await openDatabase({ url, migrations, tables: [] });
await db.close();
