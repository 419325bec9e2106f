import { existsSync, readFileSync } from 'node:fs';
import { ConfigError, type Environment, variables } from '@accounts-center/subgraph-kit';
import { z } from 'zod';
import { readSettings } from './read-settings.ts';
import type { Profile, SettingsInput } from './settings.ts';

/** The name of a file of settings, which is read: whatever is wrong with it is told with all else. */
export function settingsFile(env: Environment, graph: Profile['graph']) {
  const { isProduction, text } = variables(env);
  return text
    .transform((file, context): SettingsInput => {
      try {
        if (!existsSync(file)) throw new ConfigError([`there is no file ${file}`]);
        const content = { file, text: readFileSync(file, 'utf8') };
        return readSettings(content, { env, profile: { development: !isProduction, graph } });
      } catch (error) {
        if (!(error instanceof ConfigError)) throw error;
        for (const message of error.problems) context.addIssue({ code: 'custom', message });
        return z.NEVER;
      }
    })
    .default({});
}
