// `npm run check`: everything that a tool can say about the project. `npm run check -- lint types` runs some of it.
import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const environment = { ...process.env, PATH: `${join(root, 'node_modules/.bin')}${delimiter}${process.env.PATH}` };

/** The longest first, so that none of them is begun last. */
const checks = [
  { name: 'lint', command: 'oxlint --type-aware --format=unix' },
  { name: 'unused-code', command: 'knip' },
  { name: 'migrations', command: 'node --import @accounts-center/typescript scripts/migrations.ts --check' },
  { name: 'types', command: 'tsc --noEmit' },
  { name: 'architecture', command: 'vitest run tests/architecture' },
  { name: 'codegen-drift', command: 'graphql-codegen --config codegen.ts --check' },
  { name: 'sdl-lint', command: 'eslint schema' },
  { name: 'schema-drift', command: 'node --import @accounts-center/typescript schema/src/main.ts check' },
  { name: 'breaking-changes', command: 'node --import @accounts-center/typescript schema/src/main.ts breaking' },
  { name: 'format', command: 'biome check --reporter=summary' },
];

const wanted = process.argv.slice(2);
const unknown = wanted.filter((word) => !checks.some(({ name }) => name === word));
if (unknown.length > 0) {
  const names = checks.map(({ name }) => name).join(', ');
  process.stderr.write(`No such check: ${unknown.join(', ')}. There are: ${names}\n`);
  process.exitCode = 2;
} else {
  const chosen = checks.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
  const outcomes = await runAll(chosen, Math.min(2, availableParallelism()));
  report(outcomes);
  if (outcomes.some(({ ok }) => !ok)) process.exitCode = 1;
}

async function runAll(queue, lanes) {
  const waiting = [...queue];
  const done = [];
  const lane = async () => {
    for (let check = waiting.shift(); check !== undefined; check = waiting.shift()) {
      const result = await run(check);
      done.push(result);
      if (!result.ok) process.stdout.write(`\n── ${check.name}: ${check.command}\n${result.output.trim()}\n`);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return queue.map(({ name }) => done.find((result) => result.name === name));
}

function run({ name, command }) {
  const startedAt = Date.now();
  return new Promise((resolve) => {
    const child = spawn(command, { cwd: root, env: environment, shell: true, stdio: ['ignore', 'pipe', 'pipe'] });
    const chunks = [];
    child.stdout.on('data', (chunk) => chunks.push(chunk));
    child.stderr.on('data', (chunk) => chunks.push(chunk));
    child.on('close', (code) => {
      resolve({
        name,
        ok: code === 0,
        output: Buffer.concat(chunks).toString(),
        seconds: (Date.now() - startedAt) / 1000,
      });
    });
  });
}

function report(results) {
  const rows = results.map(
    ({ name, ok, seconds }) =>
      `${name.padEnd(18)}${(ok ? 'ok' : 'FAILED').padEnd(8)}${seconds.toFixed(1).padStart(6)} s`,
  );
  const failed = results.filter(({ ok }) => !ok).length;
  process.stdout.write(`\n${rows.join('\n')}\n\n${results.length - failed} passed, ${failed} failed\n`);
}
