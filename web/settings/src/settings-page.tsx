import { nameOf, useCenter } from './accounts/center.ts';
import { CenterProvider } from './accounts/center-provider.tsx';
import type { FamilyApp } from './apps/apps.ts';
import { type Section, sections } from './sections.ts';
import { useSessionState } from './session/session-context.ts';
import { SignOutButton } from './session/sign-out-button.tsx';
import { SignedOut } from './session/signed-out.tsx';

/** Settings → Accounts Center, in the app whose address the page has. */
export function SettingsPage({ app }: { readonly app: FamilyApp }) {
  const isSignedIn = useSessionState() === 'signed-in';
  return (
    <>
      <header>
        <p>{app.name} · Settings</p>
        <h1>Accounts Center</h1>
        {isSignedIn && <SignOutButton />}
      </header>
      <main>
        {isSignedIn ? (
          <CenterProvider>
            <Sections />
          </CenterProvider>
        ) : (
          <SignedOut app={app} />
        )}
      </main>
    </>
  );
}

function Sections() {
  const { own } = useCenter();
  return (
    <>
      <p>Signed in as {nameOf(own)}.</p>
      <nav aria-label="Sections">
        {sections.map(({ id, title }) => (
          <a key={id} href={`#${id}`}>
            {title}
          </a>
        ))}
      </nav>
      {sections.map((section) => (
        <PageSection key={section.id} {...section} />
      ))}
    </>
  );
}

function PageSection({ id, title, Content }: Section) {
  return (
    <section id={id} aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{title}</h2>
      <Content />
    </section>
  );
}
