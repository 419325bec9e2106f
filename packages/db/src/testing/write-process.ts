import { initialMigration } from '../generate.ts';
import { openDatabase } from '../open.ts';
import { fixture } from './fixture.ts';

/** Writes to the database `<url>` until it is killed, and prints the name of every counter that was acknowledged. */
const [url = ''] = process.argv.slice(2);
const db = await openDatabase({ url, tables: [fixture], migrations: [await initialMigration('sqlite', [fixture])] });
const { counter, account } = db.tables(fixture);

async function writeForEver(writer: number): Promise<void> {
  for (let index = 0; ; index++) {
    const name = `${writer}/${index}`;
    await db.write(async (tx) => {
      await tx.insert(counter).values({ name });
      await tx.insert(account).values({ id: name, counterName: name });
    });
    process.stdout.write(`${name}\n`);
  }
}

await Promise.all([1, 2, 3, 4].map(writeForEver));
