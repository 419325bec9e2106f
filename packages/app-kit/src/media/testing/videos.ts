import {
  BufferTarget,
  EncodedAudioPacketSource,
  EncodedPacket,
  EncodedVideoPacketSource,
  MovOutputFormat,
  Mp4OutputFormat,
  Output,
  type OutputFormat,
  WebMOutputFormat,
} from 'mediabunny';
import sharp from 'sharp';

const WIDTH = 64;
const HEIGHT = 48;
const FRAME_SECONDS = 0.5;
const SOUND_SECONDS = 0.02;
const SILENCE = Uint8Array.of(0xf8, 0xff, 0xfe);

/** What of a person or a place the test videos hold; nothing of it may be kept. */
export const secrets = ['Ann at home', '+52.5200+013.4050/', 'microphone of Ann'];

interface TestVideo {
  readonly seconds: number;
  /** Clockwise, in degrees. */
  readonly rotation?: 0 | 90;
}

/** An AV1 video with Opus sound, such as a phone might record it. */
export function mp4({ seconds, rotation = 0 }: TestVideo): Promise<Buffer> {
  return record(new Mp4OutputFormat(), seconds, rotation);
}

/** The same as QuickTime writes it. */
export function mov({ seconds, rotation = 0 }: TestVideo): Promise<Buffer> {
  return record(new MovOutputFormat(), seconds, rotation);
}

/** A VP8 video with Opus sound. */
export function webm({ seconds }: TestVideo): Promise<Buffer> {
  return record(new WebMOutputFormat(), seconds, 0);
}

/** A fragmented MP4 whose first fragment claims to hold four billion frames, without a byte for any of them. */
export async function hostileMp4(): Promise<Buffer> {
  const bytes = await record(new Mp4OutputFormat({ fastStart: 'fragmented' }), 1, 0);
  const run = bytes.indexOf('trun');
  bytes.writeUInt32BE(0, run + 4);
  bytes.writeUInt32BE(0xffffffff, run + 8);
  return bytes;
}

async function record(format: OutputFormat, seconds: number, rotation: 0 | 90): Promise<Buffer> {
  const target = new BufferTarget();
  const output = new Output({ format, target });
  const isWebM = format instanceof WebMOutputFormat;
  const video = new EncodedVideoPacketSource(isWebM ? 'vp8' : 'av1');
  const audio = new EncodedAudioPacketSource('opus');
  output.addVideoTrack(video, { rotation, name: secrets[0] as string });
  output.addAudioTrack(audio, { name: secrets[2] as string });
  output.setMetadataTags({
    title: secrets[0] as string,
    raw: { [isWebM ? 'LOCATION' : '©xyz']: secrets[1] as string },
  });
  await output.start();
  await Promise.all([addFrames(video, isWebM, seconds), addSilence(audio, seconds)]);
  await output.finalize();
  return Buffer.from(target.buffer as ArrayBuffer);
}

async function addFrames(source: EncodedVideoPacketSource, isWebM: boolean, seconds: number): Promise<void> {
  const decoderConfig = { codec: isWebM ? 'vp8' : 'av01.0.00M.08', codedWidth: WIDTH, codedHeight: HEIGHT };
  const frames = await Promise.all(['red', 'green'].map(isWebM ? vp8Frame : av1Frame));
  for (let index = 0; index * FRAME_SECONDS < seconds; index++) {
    const frame = frames[index % 2] as Buffer;
    await source.add(new EncodedPacket(frame, 'key', index * FRAME_SECONDS, FRAME_SECONDS), { decoderConfig });
  }
  source.close();
}

async function addSilence(source: EncodedAudioPacketSource, seconds: number): Promise<void> {
  const decoderConfig = { codec: 'opus', numberOfChannels: 1, sampleRate: 48_000 };
  for (let index = 0; index * SOUND_SECONDS < seconds; index++) {
    await source.add(new EncodedPacket(SILENCE, 'key', index * SOUND_SECONDS, SOUND_SECONDS), { decoderConfig });
  }
  source.close();
}

const still = (background: string) => sharp({ create: { width: WIDTH, height: HEIGHT, channels: 3, background } });

/** A lossy WebP holds one key frame of VP8, behind 20 bytes. */
async function vp8Frame(colour: string): Promise<Buffer> {
  const file = await still(colour).webp().toBuffer();
  return file.subarray(20, 20 + file.readUInt32LE(16));
}

/** An AVIF holds one key frame of AV1, in its `mdat`. */
async function av1Frame(colour: string): Promise<Buffer> {
  const file = await still(colour).avif({ chromaSubsampling: '4:2:0', effort: 0 }).toBuffer();
  const at = file.indexOf('mdat');
  return file.subarray(at + 4, at - 4 + file.readUInt32BE(at - 4));
}
