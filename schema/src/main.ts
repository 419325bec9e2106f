import { commands } from './commands.ts';

const name = process.argv[2] ?? '';
const command = commands[name];
if (command === undefined) {
  process.stderr.write(
    `Usage: node --import @accounts-center/typescript schema/src/main.ts <${Object.keys(commands).join('|')}>\n`,
  );
  process.exitCode = 2;
} else {
  const { ok, text } = await command();
  process.stdout.write(`${text}\n`);
  if (!ok) process.exitCode = 1;
}
