export { accepted, type Problem, present, Refused } from './answers.ts';
export { createGraphClient, type GraphClient, GraphError, UploadError, type UploadedMedia } from './graph-client.ts';
