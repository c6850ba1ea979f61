import path from 'node:path';
import { Failure } from '../../app/domain/failure.ts';

/** The code of a system error (`ENOENT`), or undefined for anything else. */
export function errorCode(thrown: unknown): string | undefined {
  return thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : undefined;
}

/** What the operating system said about `file`, told so that a person can act. */
export function diskFailure(thrown: unknown, file: string): Failure {
  if (thrown instanceof Failure) return thrown;
  const name = path.basename(file) || file;
  switch (errorCode(thrown) ?? '') {
    case 'ENOENT':
    case 'ENOTDIR':
      return new Failure(
        'not-found',
        `${name} is not at ${file}.`,
        'Check that the disk is connected and that the file was not moved or renamed.',
        file,
      );
    case 'EISDIR':
      return isFolder(file);
    case 'EACCES':
    case 'EPERM':
      return new Failure(
        'unreadable',
        `This account may not use ${file}.`,
        'Ask the owner of the file for permission, or copy it to a folder of your own.',
        file,
      );
    case 'EROFS':
      return new Failure(
        'read-only',
        `${file} is on a disk that can't be written.`,
        'Choose a folder on another disk.',
        file,
      );
    case 'ENOSPC':
    case 'EDQUOT':
      return new Failure(
        'disk-full',
        `The disk is full; ${name} was not written.`,
        'Free some space, or choose a folder on another disk.',
        file,
      );
    case 'EBUSY':
    case 'ETXTBSY':
      return new Failure(
        'unreadable',
        `${name} is in use by another program.`,
        'Wait until the other program has finished with it, or close that program.',
        file,
      );
    case 'ENAMETOOLONG':
    case 'EINVAL':
      return new Failure(
        'invalid-input',
        `${file} is not a valid name here.`,
        'Choose a shorter or simpler name.',
        file,
      );
    case 'EMFILE':
    case 'ENFILE':
      return new Failure(
        'unreadable',
        `${name} can't be opened: too many files are open on this computer.`,
        'Close other programs and try again.',
        file,
      );
    default: {
      const said = thrown instanceof Error ? thrown.message : String(thrown);
      return new Failure(
        'unreadable',
        `${name} can't be read or written: ${said}.`,
        'Check the disk, the cable or the network connection and try again.',
        file,
      );
    }
  }
}

/** What the operating system said when `file` was to be written. */
export function writeFailure(thrown: unknown, file: string): Failure {
  const code = errorCode(thrown) ?? '';
  if (code !== 'EACCES' && code !== 'EPERM' && code !== 'ENOENT') return diskFailure(thrown, file);
  return new Failure(
    'read-only',
    `${path.basename(file)} can't be written in ${path.dirname(file)}.`,
    'Choose another folder, or ask its owner for permission.',
    file,
  );
}

/** The failure of a folder that was given where a file belongs. */
export function isFolder(file: string): Failure {
  return new Failure(
    'wrong-usage',
    `${file} is a folder, not a file.`,
    'Choose a file inside it, or import the whole folder.',
    file,
  );
}
