import { Failure } from '../domain/failure.ts';
import type { Recipe } from '../domain/recipe.ts';
import type { ByteSource } from '../ports/byte-source.ts';
import { stepNamed } from './list.ts';

/** Paths of files that steps name by their sha256. */
export type KeptPaths = Readonly<Record<string, string>>;

/** What a recipe's enabled steps name of what a project keeps. */
export function keptNames({ steps }: Recipe): string[] {
  return steps.flatMap(({ step, enabled, params }) =>
    enabled
      ? Object.entries(stepNamed(step)?.params ?? {}).flatMap(([name, param]) =>
          param.kind === 'kept' && typeof params[name] === 'string' && params[name] !== '' ? [params[name]] : [],
        )
      : [],
  );
}

/** Reads what steps name. Throws `Failure` not-found for what the project does not have. */
export function keptReader(
  paths: KeptPaths | undefined,
  open: (path: string) => ByteSource,
): (name: string) => Uint8Array {
  return (name) => {
    const path = paths !== undefined && Object.hasOwn(paths, name) ? paths[name] : undefined;
    if (path === undefined)
      throw new Failure(
        'not-found',
        `The forest ${name.slice(0, 12)} is not kept in this project.`,
        'Open the project in which it was kept, or keep one here and choose it.',
        name,
      );
    const file = open(path);
    return file.read(0, file.size);
  };
}
