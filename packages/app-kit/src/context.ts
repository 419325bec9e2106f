import type { AppEntry } from '@accounts-center/schema';
import { type ServiceIdentity, unauthenticated, type Viewer } from '@accounts-center/subgraph-kit';
import { createLoaders, type Loaders } from './loaders.ts';
import type { AppServices } from './services.ts';

/** What every resolver gets. */
export interface Context {
  readonly services: AppServices;
  readonly app: AppEntry;
  /** Who is signed in, in whatever app. */
  readonly viewer: Viewer | undefined;
  /** The viewer's account, if it is one of this app. */
  readonly viewerId: string | undefined;
  loaders: Loaders;
}

/** The context of one request. */
export function createContext(services: AppServices, app: AppEntry, { viewer }: ServiceIdentity): Context {
  const viewerId = viewer && services.users.isUserId(viewer.accountId) ? viewer.accountId : undefined;
  return { services, app, viewer, viewerId, loaders: createLoaders(services, viewerId) };
}

/** After a write: what was loaded before it may have changed. */
export function forgetLoaded(context: Context): void {
  context.loaders = createLoaders(context.services, context.viewerId);
}

/**
 * The signed-in account of this app.
 * @throws UNAUTHENTICATED when nobody is signed in to this app
 */
export function requireAccount({ viewerId, app }: Context): string {
  if (viewerId === undefined) throw unauthenticated(`You have to be signed in to ${app.type}.`);
  return viewerId;
}

/**
 * Who is signed in, in whatever app.
 * @throws UNAUTHENTICATED when nobody is
 */
export function requireViewer({ viewer }: Context): Viewer {
  if (viewer === undefined) throw unauthenticated();
  return viewer;
}

/**
 * Whether the viewer is this account: the only one that it may act as.
 * @throws UNAUTHENTICATED when nobody is signed in
 */
export function actsAs(context: Context, accountId: string): boolean {
  return requireViewer(context).accountId === accountId;
}
