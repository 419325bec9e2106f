import { join } from 'node:path';
import {
  EncodedAudioPacketSource,
  EncodedPacketSink,
  EncodedVideoPacketSource,
  FilePathSource,
  FilePathTarget,
  Input,
  type InputAudioTrack,
  type InputVideoTrack,
  MP4,
  Mp4OutputFormat,
  Output,
  QTFF,
  WEBM,
  WebMOutputFormat,
} from 'mediabunny';
import type { Encoded } from '../encoded.ts';
import type { MediaLimits } from '../limits.ts';
import { type Refusal, refusal } from '../refusal.ts';
import { copyPackets, type PacketCopy } from './copy-packets.ts';

/** A video to be written anew. */
export interface RemuxTask {
  readonly input: string;
  readonly folder: string;
  readonly limits: Pick<MediaLimits, 'maxVideoDurationMs' | 'maxVideoEdge'>;
}

/** What browsers play, by the container that it is kept in. */
const containers = {
  'video.mp4': { video: ['avc', 'hevc', 'av1', 'vp9'], audio: ['aac', 'mp3', 'opus', 'flac'] },
  'video.webm': { video: ['vp8', 'vp9', 'av1'], audio: ['opus', 'vorbis'] },
} as const;

type VideoFile = keyof typeof containers;

interface Tracks {
  readonly file: VideoFile;
  readonly video: InputVideoTrack;
  readonly audio: InputAudioTrack | null;
}

/**
 * Reads a video's container and writes a new one with the pictures and the sound of its first video and sound track,
 * as they are: nothing is encoded anew, since that would take a video encoder as large as all the rest. For the same
 * reason there is no poster frame. Everything else stays behind: place and date, titles, chapters, names of tracks and
 * people, subtitles, tracks of sensors.
 * @throws Error when the container is damaged
 */
export async function remux({ input: path, folder, limits }: RemuxTask): Promise<Encoded | Refusal> {
  using input = new Input({ source: new FilePathSource(path), formats: [MP4, QTFF, WEBM] });
  if (!(await input.canRead())) return refusal('NOT_ACCEPTED');
  const video = await input.getPrimaryVideoTrack();
  if (video === null) return refusal('NOT_A_PICTURE_OR_VIDEO');
  const tracks = await chooseTracks(input, video);
  if (tracks === undefined || !(await fits(tracks, limits))) return refusal('NOT_ACCEPTED');
  await write(tracks, join(folder, tracks.file));
  return await describe(tracks.file, folder);
}

async function chooseTracks(input: Input, video: InputVideoTrack): Promise<Tracks | undefined> {
  const file = (await input.getFormat()) === WEBM ? 'video.webm' : 'video.mp4';
  const codecs: { readonly video: readonly unknown[]; readonly audio: readonly unknown[] } = containers[file];
  const audio = await input.getPrimaryAudioTrack();
  if (!codecs.video.includes(await video.getCodec())) return undefined;
  if (audio !== null && !codecs.audio.includes(await audio.getCodec())) return undefined;
  return { file, video, audio };
}

async function fits({ video, audio }: Tracks, limits: RemuxTask['limits']): Promise<boolean> {
  const seconds = await Promise.all([video.computeDuration(), audio?.computeDuration() ?? 0]);
  const longestEdge = Math.max(await video.getDisplayWidth(), await video.getDisplayHeight());
  const durationMs = Math.max(...seconds) * 1000;
  return (
    durationMs > 0 && durationMs <= limits.maxVideoDurationMs && longestEdge > 0 && longestEdge <= limits.maxVideoEdge
  );
}

async function write({ file, video, audio }: Tracks, path: string): Promise<void> {
  const format = file === 'video.webm' ? new WebMOutputFormat() : new Mp4OutputFormat({ fastStart: false });
  const output = new Output({ format, target: new FilePathTarget(path) });
  const copies = [await addVideo(output, video), ...(audio === null ? [] : [await addAudio(output, audio)])];
  await output.start();
  await copyPackets(copies);
  await output.finalize();
}

async function addVideo(output: Output, track: InputVideoTrack): Promise<PacketCopy> {
  const [codec, decoderConfig] = [await track.getCodec(), await track.getDecoderConfig()];
  if (codec === null || decoderConfig === null) throw new Error('The video track has no codec.');
  const source = new EncodedVideoPacketSource(codec);
  output.addVideoTrack(source, { rotation: await track.getRotation(), flip: await track.getFlip() });
  const endSeconds = await track.computeDuration();
  const packets = new EncodedPacketSink(track).packets();
  return { packets, endSeconds, add: (packet) => source.add(packet, { decoderConfig }), end: () => source.close() };
}

async function addAudio(output: Output, track: InputAudioTrack): Promise<PacketCopy> {
  const [codec, decoderConfig] = [await track.getCodec(), await track.getDecoderConfig()];
  if (codec === null || decoderConfig === null) throw new Error('The sound track has no codec.');
  const source = new EncodedAudioPacketSource(codec);
  output.addAudioTrack(source);
  const endSeconds = await track.computeDuration();
  const packets = new EncodedPacketSink(track).packets();
  return { packets, endSeconds, add: (packet) => source.add(packet, { decoderConfig }), end: () => source.close() };
}

/** The facts of the file that is kept, not those that the one that came had told of itself. */
async function describe(file: VideoFile, folder: string): Promise<Encoded> {
  using input = new Input({ source: new FilePathSource(join(folder, file)), formats: [MP4, WEBM] });
  const track = await input.getPrimaryVideoTrack();
  if (track === null) throw new Error('The video was lost.');
  const [width, height] = [await track.getDisplayWidth(), await track.getDisplayHeight()];
  return {
    ok: true,
    kind: 'VIDEO',
    mainFile: file,
    width,
    height,
    durationMs: Math.round((await input.computeDuration()) * 1000),
  };
}
