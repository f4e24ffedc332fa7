import { deflateSync } from 'node:zlib';
import { PDFContext, PDFHexString, PDFRawStream, type PDFObject, type PDFRef } from '@cantoo/pdf-lib';

/** Below this, deflating costs more time than it saves room. */
const WORTH_DEFLATING = 1_200;
const HEADER = Buffer.from('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n', 'latin1');

/** Objects that many files begin with, as bytes: written once, copied into each. */
export interface Beginning {
  readonly bytes: Buffer;
  readonly offsets: readonly number[];
}

const EMPTY: Beginning = { bytes: HEADER, offsets: [] };

/** What pdf-lib turns into a dictionary. */
export interface Entries {
  [name: string]: Entry;
}
type Entry = string | number | boolean | null | undefined | PDFObject | Entry[] | Entries;

export interface Written {
  readonly bytes: Buffer;
  /** Where the object begins that `finish` was told to watch. */
  readonly watched: number;
}

/** Where objects of a PDF are put: pdf-lib's, each under a number of its own. */
export class PdfObjects {
  readonly #objects = new Map<PDFRef, PDFObject>();

  constructor(readonly context: PDFContext) {}

  next(): PDFRef {
    return this.context.nextRef();
  }

  put(ref: PDFRef, object: PDFObject): PDFRef {
    this.#objects.set(ref, object);
    return ref;
  }

  add(object: PDFObject): PDFRef {
    return this.put(this.next(), object);
  }

  dict(entries: Entries): PDFRef {
    return this.add(this.context.obj(entries));
  }

  stream(bytes: Uint8Array, entries: Entries = {}, worthDeflating = WORTH_DEFLATING): PDFRef {
    const isShort = bytes.length < worthDeflating;
    return this.packed(isShort ? bytes : deflateSync(bytes), isShort ? entries : { ...entries, Filter: 'FlateDecode' });
  }

  /** A stream whose bytes are as they shall stand. */
  packed(bytes: Uint8Array, entries: Entries): PDFRef {
    return this.add(PDFRawStream.of(this.context.obj({ ...entries, Length: bytes.length }), bytes));
  }

  /** The objects as bytes that begin at `start` of a file, and where each begins. */
  serialised(start: number): { parts: Buffer[]; places: (readonly [PDFRef, number])[]; end: number } {
    let at = start;
    const places: (readonly [PDFRef, number])[] = [];
    const parts = Array.from(this.#objects, ([ref, object]) => {
      const head = `${ref.objectNumber} ${ref.generationNumber} obj\n`;
      const bytes = Buffer.allocUnsafe(head.length + object.sizeInBytes() + 8);
      bytes.write(head, 0, 'latin1');
      object.copyBytesInto(bytes, head.length);
      bytes.write('\nendobj\n', bytes.length - 8, 'latin1');
      places.push([ref, at]);
      at += bytes.length;
      return bytes;
    });
    return { parts, places, end: at };
  }
}

/** A PDF as it grows, numbered on from a common beginning. */
export class PdfFile extends PdfObjects {
  constructor(readonly beginning: Beginning = EMPTY) {
    super(PDFContext.create());
    this.context.largestObjectNumber = beginning.offsets.length;
  }

  /** All objects so far, for other files to begin with. */
  asBeginning(): Beginning {
    const { parts, offsets } = this.#whole();
    return { bytes: Buffer.concat(parts), offsets };
  }

  /** The whole file; `watch` names an object whose place the caller needs. */
  finish(trailer: { Root: PDFRef; Info: PDFRef; id: string }, watch?: PDFRef): Written {
    const { parts, offsets, end: start } = this.#whole();
    const rows = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`);
    const id = PDFHexString.of(trailer.id);
    const dict = this.context.obj({ Size: offsets.length + 1, Root: trailer.Root, Info: trailer.Info, ID: [id, id] });
    const end = `xref\n0 ${offsets.length + 1}\n0000000000 65535 f \n${rows.join('')}trailer\n${dict.toString()}\nstartxref\n${start}\n%%EOF\n`;
    return { bytes: Buffer.concat([...parts, Buffer.from(end, 'latin1')]), watched: watch ? (offsets[watch.objectNumber - 1] ?? -1) : -1 };
  }

  #whole(): { parts: Buffer[]; offsets: number[]; end: number } {
    const { parts, places, end } = this.serialised(this.beginning.bytes.length);
    const offsets = [...this.beginning.offsets];
    for (const [ref, at] of places) offsets[ref.objectNumber - 1] = at;
    return { parts: [this.beginning.bytes, ...parts], offsets, end };
  }
}


