import { readFileSync } from 'node:fs';
import { ConfigError, variables } from '@accounts-center/subgraph-kit';
import { z } from 'zod';
import { readSettings, type SettingsReader } from './read-settings.ts';
import { defaultSettings, type Settings } from './settings.ts';

/** The name of a file of settings, which is read: whatever is wrong with it is told with all else. */
export function settingsFile(reader: SettingsReader) {
  return variables(reader.env)
    .text.transform((file, context): Settings => {
      try {
        return readSettings({ file, text: textOf(file) }, reader);
      } catch (error) {
        if (!(error instanceof ConfigError)) throw error;
        for (const message of error.problems) context.addIssue({ code: 'custom', message });
        return z.NEVER;
      }
    })
    .default(() => defaultSettings(reader.profile));
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new ConfigError([code === 'ENOENT' ? `there is no file ${file}` : `${file} can not be read: ${code}`]);
  }
}
