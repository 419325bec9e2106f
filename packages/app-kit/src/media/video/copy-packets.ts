import type { EncodedPacket } from 'mediabunny';

const ROUNDING_SECONDS = 0.001;

/** Where the packets of one track come from and go to. */
export interface PacketCopy {
  readonly packets: AsyncGenerator<EncodedPacket, void>;
  /** Where the last packet ends, as the container says, which need not be so. */
  readonly endSeconds: number;
  add(packet: EncodedPacket): Promise<void>;
  end(): void;
}

/** How far a track has come: the packet that is next, and where the latest one before it ends. */
interface Progress {
  readonly copy: PacketCopy;
  next: EncodedPacket | undefined;
  reachedSeconds: number;
}

/**
 * Copies the packets of all tracks side by side, earliest first, so that the writer never has to hold much of one track
 * back until it gets to see the other. Times before zero, as some recorders write, are moved up.
 * @throws Error when a track breaks off
 */
export async function copyPackets(copies: readonly PacketCopy[]): Promise<void> {
  const tracks = await Promise.all(copies.map(begin));
  const offset = Math.max(0, ...tracks.map(({ next }) => -(next?.timestamp ?? 0)));
  for (let track = earliest(tracks); track?.next !== undefined; track = earliest(tracks)) {
    const { copy, next: packet } = track;
    await copy.add(offset === 0 ? packet : packet.clone({ timestamp: packet.timestamp + offset }));
    track.reachedSeconds = Math.max(track.reachedSeconds, packet.timestamp + packet.duration);
    track.next = await nextOf(copy);
    if (track.next === undefined) end(track);
  }
}

async function begin(copy: PacketCopy): Promise<Progress> {
  return { copy, next: await nextOf(copy), reachedSeconds: 0 };
}

async function nextOf({ packets }: PacketCopy): Promise<EncodedPacket | undefined> {
  const next = await packets.next();
  return next.done === true ? undefined : next.value;
}

function earliest(tracks: readonly Progress[]): Progress | undefined {
  const startOf = ({ next }: Progress): number => next?.timestamp ?? Number.POSITIVE_INFINITY;
  return tracks.reduce((first, track) => (startOf(track) < startOf(first) ? track : first));
}

function end({ copy, reachedSeconds }: Progress): void {
  if (reachedSeconds < copy.endSeconds - ROUNDING_SECONDS) throw new Error('The video breaks off.');
  copy.end();
}
