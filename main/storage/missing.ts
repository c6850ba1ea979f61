import { Failure } from '../../app/domain/failure.ts';

/** The failure of an id that the project does not know. */
export function missing(noun: string, id: number | string): Failure {
  return new Failure(
    'not-found',
    `The project has no ${noun} ${id}.`,
    'It may have been removed; undo brings it back.',
    String(id),
  );
}

/** "1 image", "12 images". */
export function counted(count: number, noun: string): string {
  return `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`;
}
