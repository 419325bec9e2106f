import { createGraphiQLFetcher } from '@graphiql/toolkit';
import { GraphiQL } from 'graphiql';
import { useMemo } from 'react';
import { tabs } from './tabs.ts';
import { useSession } from './use-session.ts';

/** GraphiQL opens its first tab without that tab's variables, and from the second visit on what it kept of the first. */
const firstVariables = localStorage.getItem('graphiql:tabState') === null ? tabs[0]?.variables : undefined;

/** GraphiQL on this gateway's graph. A sign-in in one tab counts for all of them. */
export function Explorer() {
  const { fetch, person, signOut } = useSession();
  const fetcher = useMemo(() => createGraphiQLFetcher({ url: '/graphql', fetch }), [fetch]);
  return (
    <GraphiQL
      fetcher={fetcher}
      defaultTabs={tabs}
      defaultEditorToolsVisibility="variables"
      {...(firstVariables !== undefined && { initialVariables: firstVariables })}
    >
      <GraphiQL.Logo>Accounts Center</GraphiQL.Logo>
      <GraphiQL.Footer>
        <SessionLine person={person} onSignOut={signOut} />
      </GraphiQL.Footer>
    </GraphiQL>
  );
}

function SessionLine({ person, onSignOut }: { person: string | undefined; onSignOut: () => void }) {
  return (
    <div className="session">
      <output>
        {person === undefined
          ? 'Nobody is signed in: the viewer is null. Run the tab SignIn to sign in.'
          : `Signed in as ${person}. All tabs send this access token; it lasts ten minutes.`}
      </output>
      {person !== undefined && (
        <button type="button" className="graphiql-un-styled" onClick={onSignOut}>
          Sign out
        </button>
      )}
    </div>
  );
}
