import type { z } from 'zod';
import type { Disk } from '../../app/ports/disk.ts';

/**
 * A small JSON file in the settings folder. Read once; a file that is missing or damaged counts as `empty`, because
 * settings are never a reason not to start. Writes happen one after the other, each as a whole.
 */
export class KeptJson<S extends z.ZodType> {
  readonly #disk: Disk;
  readonly #file: string;
  readonly #schema: S;
  readonly #empty: z.output<S>;
  #value: Promise<z.output<S>> | undefined;
  #writing: Promise<unknown> = Promise.resolve();

  constructor(disk: Disk, file: string, schema: S, empty: z.output<S>) {
    this.#disk = disk;
    this.#file = file;
    this.#schema = schema;
    this.#empty = empty;
  }

  get(): Promise<z.output<S>> {
    this.#value ??= this.#read();
    return this.#value;
  }

  /** Changes the value and waits until it is on the disk. */
  async change(change: (value: z.output<S>) => z.output<S>): Promise<void> {
    const next = change(await this.get());
    this.#value = Promise.resolve(next);
    const write = () => this.#disk.write(this.#file, `${JSON.stringify(next, null, 2)}\n`);
    const writing = this.#writing.then(write, write);
    this.#writing = writing.catch(() => undefined);
    await writing;
  }

  async #read(): Promise<z.output<S>> {
    try {
      const text = await this.#disk.readText(this.#file);
      if (text === null) return this.#empty;
      const parsed = this.#schema.safeParse(JSON.parse(text));
      return parsed.success ? parsed.data : this.#empty;
    } catch {
      return this.#empty;
    }
  }
}
