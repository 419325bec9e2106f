export type { Loader } from './load/loader.ts';
export { type LoaderOptions, openLoader } from './load/open-loader.ts';
