import { accountsCenter } from '@accounts-center/schema';
import { runService } from '@accounts-center/subgraph-kit';
import { createAccountsCenter } from './app.ts';
import type { AccountsCenterConfig } from './config.ts';
import { memoryMailer } from './mail/memory-mailer.ts';
import { smtpMailer } from './mail/smtp-mailer.ts';

/** Runs accounts-center as a process of its own, until it is told to stop. */
export function runAccountsCenter(config: AccountsCenterConfig): Promise<void> {
  const { smtp, secrets } = config;
  const { secretKeys } = secrets;
  return runService(accountsCenter, config, (deps) => {
    if (smtp !== undefined) return createAccountsCenter({ ...deps, secretKeys, mailer: smtpMailer(smtp) });
    const mailbox = memoryMailer(deps);
    return createAccountsCenter({ ...deps, secretKeys, mailer: mailbox, mailbox });
  });
}
