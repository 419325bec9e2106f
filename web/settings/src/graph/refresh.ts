import { createContext } from 'react';

/** Asks for all that the page shows again: a change in one section shows in others. Resolves when it is there. */
export type Refresh = () => Promise<void>;

export const RefreshContext = createContext<Refresh>(async () => undefined);
