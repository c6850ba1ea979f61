import type { Failure } from '../../domain/failure.ts';
import type { ByteSource } from '../../ports/byte-source.ts';

const pageBytes = 1 << 20;

/** Bytes that come one after the other and are kept in pages, so that growing never copies. At most `most` of them. */
export class Pages {
  private readonly pages: Uint8Array<ArrayBuffer>[] = [];
  private page: Uint8Array<ArrayBuffer> = new Uint8Array(0);
  private free = 0;
  private readonly most: number;
  private readonly tooMany: () => Failure;
  size = 0;

  constructor(most: number, tooMany: () => Failure) {
    this.most = most;
    this.tooMany = tooMany;
  }

  /** Appends `byte` `times` times. */
  push(byte: number, times: number): void {
    this.size += times;
    if (this.size > this.most) throw this.tooMany();
    let left = times;
    while (left > 0) {
      if (this.free === 0) this.turn();
      const run = Math.min(left, this.free);
      const at = pageBytes - this.free;
      if (run === 1) this.page[at] = byte;
      else this.page.fill(byte, at, at + run);
      this.free -= run;
      left -= run;
    }
  }

  /** Bytes [offset, offset + length), fewer at the end. */
  read(offset: number, length: number): Uint8Array<ArrayBuffer> {
    const end = Math.min(offset + Math.max(0, length), this.size);
    const out = new Uint8Array(Math.max(0, end - offset));
    for (let at = offset; at < end; ) {
      const inPage = at % pageBytes;
      const run = Math.min(pageBytes - inPage, end - at);
      out.set(this.pages[Math.floor(at / pageBytes)].subarray(inPage, inPage + run), at - offset);
      at += run;
    }
    return out;
  }

  private turn(): void {
    this.page = new Uint8Array(pageBytes);
    this.pages.push(this.page);
    this.free = pageBytes;
  }
}

/** Pages as a file. */
export function pagesSource(name: string, pages: Pages, sibling: ByteSource['sibling']): ByteSource {
  return { name, size: pages.size, read: (offset, length) => pages.read(Math.max(0, offset), length), sibling };
}
