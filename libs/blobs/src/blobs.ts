import type { Readable } from 'node:stream';

/** What a caller may already know of bytes before they arrive; whatever is declared must hold, or nothing is kept. */
export interface Declared {
  readonly sha256?: string | undefined;
  readonly size?: number | undefined;
}

/** Bytes as the store names them: their SHA-256 in lower-case hex, and how many there are. */
export interface Blob {
  readonly sha256: string;
  readonly size: number;
}

/** A file on disk, complete. */
export interface Spooled extends Blob {
  readonly path: string;
}

export interface BlobState extends Blob {
  /** The last calendar day (YYYY-MM-DD) on which the bytes must not be removed; absent where no lock was ever set. */
  readonly lockedUntil?: string;
}

/** First and last byte, both counted from 0 and both included, as in an HTTP Range; without `to`, up to the end. */
export interface ByteRange {
  readonly from: number;
  readonly to?: number | undefined;
}

export interface ListQuery {
  readonly prefix?: string | undefined;
  /** Only digests that sort after this one: the last one of the page before. */
  readonly after?: string | undefined;
  readonly limit: number;
}

/**
 * Immutable bytes named by their SHA-256. The same bytes are kept once; what `put` has answered survives a kill at any
 * instant. Who may read or remove what is not known here: callers keep records that name digests, and ask first.
 */
export interface Blobs {
  /**
   * Keeps the bytes of a stream, hashed on the way. Refuses `invalid blob.empty` for no bytes and
   * `invalid blob.digest-differs` where `declared` does not hold; then, and where the stream fails, nothing is kept.
   * Bytes that are there already are still read to the end, so that knowing a digest is not enough to own a file.
   */
  put(bytes: AsyncIterable<Uint8Array>, declared?: Declared): Promise<Blob>;

  /** The same for a file that was hashed on its way to the disk and that nobody changes any more: what it holds is checked where it arrives. */
  adopt(file: Spooled): Promise<Blob>;

  /**
   * The bytes, or a part of them. Refuses `missing blob.missing`, and `invalid blob.range` for a range that holds no byte.
   * A stream that ends did give every byte asked for, and a whole blob that ends has the digest it is named by:
   * damaged bytes make the stream fail with `DamagedBlob` instead.
   */
  get(sha256: string, range?: ByteRange): Promise<Readable>;

  find(sha256: string): Promise<BlobState | undefined>;

  /**
   * Puts good bytes where damaged ones are, or none; a lock on them stays and does not hinder. Refuses `invalid blob.digest-differs`
   * where these are not the bytes of that name, and then leaves what was there.
   */
  mend(bytes: AsyncIterable<Uint8Array>, blob: Blob): Promise<void>;

  /** Keeps `remove` away up to and including a day (YYYY-MM-DD). A lock can be made longer, never shorter. Refuses `missing blob.missing`. */
  lock(sha256: string, untilDay: string): Promise<void>;

  /** Removes bytes that no record names any more. Refuses `conflict blob.locked`; removing what is absent does nothing. */
  remove(sha256: string): Promise<void>;

  /** One page of what is stored, in the order of the digests. */
  list(query: ListQuery): Promise<Blob[]>;
}

/** Stored bytes are not the bytes that were put. Not a refusal: nobody who asks can change it, an operator must repair. */
export class DamagedBlob extends Error {
  override readonly name = 'DamagedBlob';

  constructor(
    readonly sha256: string,
    readonly found: string,
  ) {
    super(`blob ${sha256} is damaged: ${found}`);
  }
}
