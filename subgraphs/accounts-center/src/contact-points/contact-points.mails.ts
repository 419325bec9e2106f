import type { FamilyApps } from '../apps.ts';
import type { Mail } from '../mail/mailer.ts';

// Mails name the app and nothing else of the account: who reads them may not be its owner.

/** An account's app in words. */
export function nameOfApp({ family }: { readonly family: FamilyApps }, accountId: string): string {
  return family.appOfAccount(accountId).type;
}

export function codeMail(app: string, to: string, code: string): Mail {
  const text = [
    `Your code for ${app}: ${code}`,
    'Enter it where you added this address. It works for 10 minutes, and once.',
    `If you did not add this address to an account in ${app}, do nothing: without the code it counts for nothing.`,
  ];
  return { to, subject: `Your code for ${app}`, text: text.join('\n\n') };
}

export function replacedMail(app: string, to: string): Mail {
  return goodbye(app, to, 'was replaced by another one');
}

export function removedMail(app: string, to: string): Mail {
  return goodbye(app, to, 'was removed');
}

function goodbye(app: string, to: string, what: string): Mail {
  const text = [
    `This address ${what} on your account in ${app}. It will get no more mail about it.`,
    'If that was not you, sign in and add the address again.',
  ];
  return { to, subject: `Your address ${what} in ${app}`, text: text.join('\n\n') };
}
