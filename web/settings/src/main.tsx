import './styles.css';
import { ApolloProvider } from '@apollo/client/react';
import { createRoot } from 'react-dom/client';
import { appOfPath } from './apps/apps.ts';
import { composePage } from './compose.ts';
import { SessionContext } from './session/session-context.ts';
import { SettingsPage } from './settings-page.tsx';
import { UploadContext } from './uploads/upload.ts';

const app = appOfPath(location.pathname);
if (app === undefined) throw new Error('No app has its settings at this address.');
const { session, client, uploadPhoto } = composePage(app, window);

document.title = `Accounts Center · ${app.name}`;
document.documentElement.style.setProperty('--accent', app.accent);
createRoot(document.getElementById('settings') as HTMLElement).render(
  <ApolloProvider client={client}>
    <SessionContext value={session}>
      <UploadContext value={uploadPhoto}>
        <SettingsPage app={app} />
      </UploadContext>
    </SessionContext>
  </ApolloProvider>,
);
