import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BufferSource, Input, MP4, WEBM } from 'mediabunny';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultLimits } from '../limits.ts';
import { hostileMp4, mov, mp4, secrets, webm } from '../testing/videos.ts';
import { createVideoEncoder, resultOf } from './video-encoder.ts';

let parent: string;
beforeAll(async () => {
  parent = await mkdtemp(join(tmpdir(), 'accounts-center-video-'));
});
afterAll(() => rm(parent, { recursive: true, force: true }));

async function encode(bytes: Buffer, limits: Partial<typeof defaultLimits> = {}) {
  const folder = await mkdtemp(join(parent, 'of-one-'));
  const input = join(folder, 'received');
  await writeFile(input, bytes);
  const result = await createVideoEncoder({ ...defaultLimits, ...limits })(input, folder);
  return { result, kept: result.ok ? await readFile(join(folder, result.mainFile)) : undefined, folder };
}

describe('a video that is taken', () => {
  it.each([
    ['MP4', () => mp4({ seconds: 2, rotation: 90 }), 'video.mp4', 48, 64],
    ['QuickTime', () => mov({ seconds: 2, rotation: 90 }), 'video.mp4', 48, 64],
    ['WebM', () => webm({ seconds: 2 }), 'video.webm', 64, 48],
  ] as const)(
    '%s keeps pictures, sound and rotation, and nothing that tells of a person or place',
    async (_, make, mainFile, width, height) => {
      const original = await make();
      for (const secret of secrets.slice(0, 2)) expect(original.includes(secret)).toBe(true);
      const { result, kept } = await encode(original);
      expect(result).toEqual({
        ok: true,
        kind: 'VIDEO',
        mainFile,
        width,
        height,
        durationMs: expect.closeTo(2_000, -3),
      });
      for (const secret of secrets) expect(kept?.includes(secret)).toBe(false);
      using input = new Input({ source: new BufferSource(kept as Buffer), formats: [MP4, WEBM] });
      const [video, audio] = [await input.getPrimaryVideoTrack(), await input.getPrimaryAudioTrack()];
      expect((await video?.computePacketStats())?.packetCount).toBe(4);
      expect((await audio?.computePacketStats())?.packetCount).toBe(100);
    },
  );

  it('loses what was put behind it', async () => {
    const { result, kept } = await encode(
      Buffer.concat([await mp4({ seconds: 1 }), Buffer.from('<script>alert(1)</script>')]),
    );
    expect(result.ok).toBe(true);
    expect(kept?.includes('<script>')).toBe(false);
  });
});

describe('a video that is refused', () => {
  it.each([
    ['too long', { maxVideoDurationMs: 1_500 }],
    ['too large a picture', { maxVideoEdge: 60 }],
  ])('%s', async (_, limits) => {
    const { result } = await encode(await mp4({ seconds: 2 }), limits);
    expect(result).toEqual({ ok: false, code: 'NOT_ACCEPTED' });
  });

  it.each([0.1, 0.5, 0.99])('one that breaks off after %d of its length', async (part) => {
    const whole = await mp4({ seconds: 2 });
    const { result } = await encode(whole.subarray(0, Math.floor(whole.length * part)));
    expect(result).toEqual({ ok: false, code: 'NOT_A_PICTURE_OR_VIDEO' });
  });

  it('one that claims billions of frames takes its own process down, and that alone', async () => {
    const { result, folder } = await encode(await hostileMp4(), { videoHeapMebibytes: 64 });
    expect(result).toEqual({ ok: false, code: 'NOT_A_PICTURE_OR_VIDEO' });
    expect(await readdir(folder)).toEqual(['received']);
  });

  it('one that takes too long', async () => {
    const { result } = await encode(await mp4({ seconds: 1 }), { videoTimeoutMs: 1 });
    expect(result).toEqual({ ok: false, code: 'TIME_OUT' });
  });

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    'but none whose process a %s has ended, as it ends the service',
    async (signal) => {
      const child = spawn(process.execPath, ['--eval', 'setInterval(() => {}, 1_000)']);
      const result = resultOf(child);
      child.kill(signal);
      await expect(result).rejects.toThrow(signal);
    },
  );
});
