import { spawn } from 'node:child_process';
import { root } from './state.mjs';

const PROGRESS_MS = 5_000;

/**
 * Runs a command and shows one line every few seconds instead of its output.
 * @param {string} title what it does, for the person who waits
 * @param {readonly string[]} command the program and its arguments
 * @param {{ env?: Record<string, string>, cwd?: string }} [options]
 * @returns {Promise<void>}
 * @throws {Error} with the whole output when the command fails
 */
export async function runQuietly(title, [program, ...args], { env = {}, cwd = root } = {}) {
  const startedAt = Date.now();
  const seconds = () => Math.round((Date.now() - startedAt) / 1000);
  process.stdout.write(`${title}…\n`);
  const progress = setInterval(() => process.stdout.write(`${title}… ${seconds()} s\n`), PROGRESS_MS);
  try {
    const { code, output } = await finished(program, args, { cwd, env: { ...process.env, ...env } });
    if (code !== 0) throw new Error(`${output.trimEnd()}\n\n${title}: failed (${[program, ...args].join(' ')})`);
  } finally {
    clearInterval(progress);
  }
  process.stdout.write(`${title}: done in ${seconds()} s\n`);
}

function finished(program, args, options) {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      ...options,
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32',
    });
    const chunks = [];
    child.stdout.on('data', (chunk) => chunks.push(chunk));
    child.stderr.on('data', (chunk) => chunks.push(chunk));
    child.on('error', (error) => resolve({ code: 1, output: String(error) }));
    child.on('close', (code) => resolve({ code, output: Buffer.concat(chunks).toString() }));
  });
}
