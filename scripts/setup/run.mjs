import { spawn } from 'node:child_process';
import { stripVTControlCharacters } from 'node:util';
import { root } from './state.mjs';

const PROGRESS_MS = { forPeople: 5_000, forLogs: 30_000 };
const MAX_LINE = 100;

/**
 * Runs a command and shows, instead of its output, every few seconds what it says last; every half a minute where nobody
 * watches a terminal.
 * @param {string} title what it does, for the person who waits
 * @param {readonly string[]} command the program and its arguments
 * @param {{ env?: Record<string, string>, cwd?: string, hint?: string, progressMs?: number, tell?: (line: string) => void }} [options]
 *   `hint`: what else to know before it begins
 * @returns {Promise<void>}
 * @throws {Error} with the whole output when the command fails
 */
export async function runQuietly(title, [program, ...args], options = {}) {
  const { env = {}, cwd = root, hint, progressMs = usualProgressMs(), tell = say } = options;
  const startedAt = Date.now();
  const seconds = () => Math.round((Date.now() - startedAt) / 1000);
  tell(hint === undefined ? `${title}…` : `${title} (${hint})…`);
  let last = '';
  const hear = (text) => {
    last = lastLineOf(text) ?? last;
  };
  const progress = setInterval(() => tell(`  ${seconds()} s${last === '' ? '' : `: ${last}`}`), progressMs);
  try {
    const { code, output } = await finished(program, args, { cwd, env: { ...process.env, ...env } }, hear);
    if (code !== 0) throw new Error(`${output.trimEnd()}\n\n${title}: failed (${[program, ...args].join(' ')})`);
  } finally {
    clearInterval(progress);
  }
  tell(`${title}: done in ${seconds()} s`);
}

function usualProgressMs() {
  return process.stdout.isTTY ? PROGRESS_MS.forPeople : PROGRESS_MS.forLogs;
}

function say(line) {
  process.stdout.write(`${line}\n`);
}

function lastLineOf(text) {
  const lines = stripVTControlCharacters(text).split(/[\r\n]+/);
  return lines
    .map((line) => line.trim().slice(0, MAX_LINE))
    .filter((line) => line !== '')
    .at(-1);
}

function finished(program, args, options, hear) {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      ...options,
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32',
    });
    const chunks = [];
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => {
        chunks.push(chunk);
        hear(chunk.toString());
      });
    }
    child.on('error', (error) => resolve({ code: 1, output: String(error) }));
    child.on('close', (code) => resolve({ code, output: Buffer.concat(chunks).toString() }));
  });
}
