import type { Resolvers } from '../generated/app.ts';

/** Files; all but the address are facts. */
export const mediaResolvers: Pick<Resolvers, 'Media'> = {
  Media: {
    url: (file, { size }, { services }) => services.media.urlOf(file, size),
  },
};
