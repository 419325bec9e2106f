export { createGraphClient, type GraphClient, GraphError, type UploadedMedia, UploadError } from './graph-client.ts';
