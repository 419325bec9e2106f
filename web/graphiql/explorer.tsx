import { createGraphiQLFetcher } from '@graphiql/toolkit';
import { GraphiQL } from 'graphiql';
import { useMemo, useState } from 'react';
import { sessionFetch } from './session-fetch.ts';
import { tabs } from './tabs.ts';

/** GraphiQL opens its first tab without that tab's variables, and from the second visit on what it kept of the first. */
const firstVariables = localStorage.getItem('graphiql:tabState') === null ? tabs[0]?.variables : undefined;

/** GraphiQL on this gateway's graph. A sign-in in one tab counts for all of them. */
export function Explorer() {
  const [isSignedIn, setSignedIn] = useState(false);
  const { fetcher, signOut } = useMemo(() => {
    const session = sessionFetch({ fetch: window.fetch.bind(window), onChange: setSignedIn });
    return { fetcher: createGraphiQLFetcher({ url: '/graphql', fetch: session.fetch }), signOut: session.signOut };
  }, []);
  return (
    <GraphiQL
      fetcher={fetcher}
      defaultTabs={tabs}
      defaultEditorToolsVisibility="variables"
      {...(firstVariables !== undefined && { initialVariables: firstVariables })}
    >
      <GraphiQL.Logo>Accounts Center</GraphiQL.Logo>
      <GraphiQL.Footer>
        <SessionLine isSignedIn={isSignedIn} onSignOut={signOut} />
      </GraphiQL.Footer>
    </GraphiQL>
  );
}

function SessionLine({ isSignedIn, onSignOut }: { isSignedIn: boolean; onSignOut: () => void }) {
  if (!isSignedIn) return <div className="session">Signed out. Run the tab SignIn to sign in.</div>;
  return (
    <div className="session">
      Signed in: all tabs send the access token of the last sign-in.
      <button type="button" className="graphiql-un-styled" onClick={onSignOut}>
        Sign out
      </button>
    </div>
  );
}
