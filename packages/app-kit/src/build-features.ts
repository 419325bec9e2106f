import { renameResolversForApp } from '@accounts-center/schema';
import { dateTime, mergeResolvers, url } from '@accounts-center/subgraph-kit';
import type { FastifyInstance } from 'fastify';
import type { AppFeature, FeatureParts, FeatureWork } from './feature.ts';
import type { AppServices } from './services.ts';

/** All features of an app as one. */
export interface BuiltFeatures extends Required<Omit<FeatureWork, 'services'>> {
  readonly services: AppServices;
}

/**
 * Puts the features of an app together, each on those before it.
 * @throws when two of them resolve one field
 */
export function buildFeatures(features: readonly AppFeature[], parts: Omit<FeatureParts, 'services'>): BuiltFeatures {
  // Complete once the last of the common features is there; a feature takes what came before it.
  const services = { rules: parts.rules } as AppServices;
  const works = features.map((feature) => {
    const work = feature.create({ ...parts, services });
    Object.assign(services, work.services);
    return work;
  });
  const resolvers = works.map((work) => renameResolversForApp(work.resolvers ?? {}, parts.entry));
  return {
    services,
    resolvers: { ...mergeResolvers(resolvers), DateTime: dateTime, URL: url },
    jobs: Object.assign({}, ...works.map(({ jobs }) => jobs)) as BuiltFeatures['jobs'],
    events: Object.assign({}, ...works.map(({ events }) => events)) as BuiltFeatures['events'],
    sweep: async () => {
      for (const { sweep } of works) await sweep?.();
    },
    mount: (server: FastifyInstance) => {
      for (const { mount } of works) mount?.(server);
    },
  };
}
