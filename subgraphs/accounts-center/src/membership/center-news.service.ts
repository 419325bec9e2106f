import type { Writer } from '@accounts-center/db';
import type { EventNotes, JobHandler } from '@accounts-center/subgraph-kit';
import { z } from 'zod';
import type { MembershipService } from './membership.service.ts';

const CENTER_CHANGED = 'events.center-changed';
const subject = z.object({ accountId: z.string() });

/** Notes that something in the center of an account has changed, for the subscribers of `accountsCenterChanged`. */
export function noteCenterChange(notes: EventNotes, tx: Writer, accountId: string): Promise<void> {
  return notes.note(tx, CENTER_CHANGED, { accountId });
}

/** The job that tells the accounts of the center so. */
export function createCenterNews(deps: {
  readonly notes: EventNotes;
  readonly membership: Pick<MembershipService, 'centerOf' | 'accountsOf'>;
}): { readonly jobs: Readonly<Record<string, JobHandler>> } {
  const { notes, membership } = deps;
  const job = notes.job(async (payload) => {
    const id = await membership.centerOf(subject.parse(payload).accountId);
    if (id === undefined) return [];
    const audience = (await membership.accountsOf(id)).map((member) => member.id);
    const value = { __typename: 'AccountsCenter', id };
    return [{ field: 'accountsCenterChanged', arguments: {}, value, audience }];
  });
  return { jobs: { [CENTER_CHANGED]: job } };
}
