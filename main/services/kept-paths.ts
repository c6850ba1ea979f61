import type { Recipe } from '../../app/domain/recipe.ts';
import { type KeptPaths, keptNames } from '../../app/pipeline/kept-files.ts';

/** Where a project keeps a forest. */
export const forestPath = (projectPath: string, sha256: string): string => `${projectPath}/blobs/${sha256}.forest`;

/** Where the files lie that a recipe's steps name. */
export function keptPaths(projectPath: string, recipe: Recipe): KeptPaths {
  return Object.fromEntries(keptNames(recipe).map((sha256) => [sha256, forestPath(projectPath, sha256)]));
}
