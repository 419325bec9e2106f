import { ApolloProvider } from '@apollo/client/react';
import { cleanup, render } from '@testing-library/react';
import { type UserEvent, userEvent } from '@testing-library/user-event';
import type { ReactNode } from 'react';
import { onTestFinished } from 'vitest';
import { type Center, CenterContext } from '../accounts/center.ts';
import { SessionContext } from '../session/session-context.ts';
import { createSessionKeeper, type SessionKeeper } from '../session/session-keeper.ts';
import { UploadContext, type UploadPhoto } from '../uploads/upload.ts';
import { twoAccounts } from './accounts.ts';
import { type Answers, createTestGraph, type TestGraph } from './graph.ts';

interface RenderOptions {
  readonly answers: Answers;
  readonly center?: Center;
  readonly uploadPhoto?: UploadPhoto;
}

interface Rendered {
  readonly user: UserEvent;
  readonly graph: TestGraph;
  readonly session: SessionKeeper;
}

/** Shows a part of the page as the page would, with a graph that answers what the test says. */
export function renderPart(part: ReactNode, { answers, center = twoAccounts, uploadPhoto }: RenderOptions): Rendered {
  const graph = createTestGraph(answers);
  const session = createTestSession();
  onTestFinished(cleanup);
  render(
    <ApolloProvider client={graph.client}>
      <SessionContext value={session}>
        <UploadContext value={uploadPhoto ?? (async () => 'fbm_1')}>
          <CenterContext value={center}>{part}</CenterContext>
        </UploadContext>
      </SessionContext>
    </ApolloProvider>,
  );
  return { user: userEvent.setup(), graph, session };
}

function createTestSession(): SessionKeeper {
  let token: string | undefined;
  const set = (next: string | undefined): void => {
    token = next;
  };
  return createSessionKeeper({ refreshToken: { get: () => token, set }, refresh: async () => undefined, now: () => 0 });
}
