import type { AcquiredImage, Acquisition } from '../domain/acquisition.ts';
import { Failure } from '../domain/failure.ts';
import type { ByteSource } from '../ports/byte-source.ts';
import { unpacked } from './compressed/unpack.ts';
import { extensionOf, type Format, headBytes } from './format.ts';
import { formats } from './list.ts';

/**
 * Opens a file of any listed format, packed with gzip or bzip2 or not: known by its content first, by its ending else.
 * Everything that goes wrong, here and in `readFrame`, is a `Failure`: unknown-format, not-an-image, truncated, malformed,
 * unsupported, too-large, not-found (a companion file), unreadable.
 */
export async function openAcquisition(source: ByteSource): Promise<Acquisition> {
  return asFailure(source, async () => {
    if (source.size === 0)
      throw new Failure(
        'truncated',
        `${source.name} is empty (0 bytes).`,
        'Copy the file again from the microscope.',
        source.name,
      );
    const inner = unpacked(source);
    const acquisition = await formatOf(inner).open(inner);
    return {
      format: acquisition.format,
      images: acquisition.images.map((image) => guarded(source, image)),
      companions: acquisition.companions,
      get metadata() {
        return acquisition.metadata;
      },
    };
  });
}

/** Whether a file of that name may be opened, by its ending alone: for listing folders. */
export function hasKnownEnding(name: string): boolean {
  const bare = name.replace(/\.(gz|bz2)$/i, '');
  return formats.some((f) => f.extensions.includes(extensionOf(bare)));
}

function formatOf(source: ByteSource): Format {
  const head = source.read(0, headBytes);
  const ending = extensionOf(source.name);
  const format = formats.find((f) => f.matches(head, source)) ?? formats.find((f) => f.extensions.includes(ending));
  if (format !== undefined) return format;
  throw new Failure(
    'unknown-format',
    `${source.name} is of no kind that Morphoscope reads.`,
    `It reads ${formats.map((f) => f.title).join(', ')}. Export the image in one of these, for example as TIFF.`,
    source.name,
  );
}

/** The same image, whose `readFrame` throws nothing but `Failure`; its metadata stay unread until somebody asks. */
function guarded(source: ByteSource, image: AcquiredImage): AcquiredImage {
  return {
    name: image.name,
    shape: image.shape,
    elementType: image.elementType,
    ...(image.storedAs === undefined ? {} : { storedAs: image.storedAs }),
    axes: image.axes,
    calibrationSource: image.calibrationSource,
    frameCount: image.frameCount,
    get metadata() {
      return image.metadata;
    },
    readFrame: (frame) => asFailure(source, () => image.readFrame(frame)),
  };
}

async function asFailure<T>(source: ByteSource, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (thrown) {
    throw failureOf(source, thrown);
  }
}

/** What a parser or the disk threw, in terms of the file. */
function failureOf(source: ByteSource, thrown: unknown): Failure {
  if (thrown instanceof Failure) return thrown;
  const text = thrown instanceof Error ? thrown.message : String(thrown);
  const code = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined;
  if (code === 'EISDIR')
    return new Failure('unreadable', `${source.name} is a folder.`, 'Import the files in it.', source.name);
  if (typeof code === 'string' && /^E[A-Z]+$/.test(code))
    return new Failure(
      'unreadable',
      `${source.name} can't be read from disk (${code}).`,
      'Check that the disk is connected and that you may read the file.',
      source.name,
    );
  return new Failure(
    'malformed',
    `${source.name} is damaged or not what its header says: ${text}`,
    'Copy the file again from the microscope, or export it anew from the program that wrote it.',
    source.name,
  );
}
