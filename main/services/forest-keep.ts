import { createHash } from 'node:crypto';
import type { Recipe } from '../../app/domain/recipe.ts';
import { encodeForest } from '../../app/segmentation/pixel-forest/forest-file.ts';
import type { Forests } from './forest.ts';
import { tooFewClasses } from './forest-learn.ts';
import type { Handler } from './handler.ts';
import { forestPath } from './kept-paths.ts';
import { useLabels } from './label-versions.ts';
import type { Labels } from './labels.ts';
import type { ServicePorts } from './ports.ts';
import type { Session } from './session.ts';

/** A recipe that segments by a kept forest; parts of a few px are noise, and what only touches is parted. */
function recipeOf(id: string, title: string, help: string, sha256: string): Recipe {
  return {
    id,
    title,
    help,
    steps: [
      { step: 'pixel-forest', enabled: true, params: { forest: sha256 } },
      { step: 'fill-holes', enabled: true, params: {} },
      { step: 'remove-small-parts', enabled: true, params: {} },
      { step: 'neck-watershed', enabled: true, params: {} },
    ],
  };
}

/** Keeps a forest as a file named by its content, with a recipe that uses it. */
export function forestKeep(
  ports: ServicePorts,
  session: Session,
  labels: Labels,
  forests: Forests,
): Handler<'forest.keep'> {
  return async ({ setId, settings, title }, { signal }) => {
    const learned = await forests.learner.learn(setId, settings, signal);
    if (learned.grown === null) throw tooFewClasses();
    const keys = learned.frames.map(({ key }) => key);
    const used = await useLabels(ports, labels, keys, `Taught the forest ${title}`, signal);
    const images = await labels.reads.imagesOf(keys.map(({ imageId }) => imageId));
    const card = {
      title,
      settings,
      scale: learned.scale,
      classes: [...learned.classes],
      learnedFrom: learned.frames.map(({ key, pixels }, i) => ({
        name: images[i].name,
        frame: key.frame,
        sha256: images[i].file.sha256,
        labels: used[i].sha256,
        pixels,
      })),
      program: ports.host.version,
      created: new Date().toISOString(),
    };
    const bytes = encodeForest({ card, trees: learned.grown.trees });
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    await ports.disk.write(forestPath(session.project.path, sha256), bytes);
    const classes = learned.classes.map(({ name }) => name).join(', ');
    const frames = learned.frames.length === 1 ? '1 frame' : `${learned.frames.length} frames`;
    const recipeId = `forest-${sha256.slice(0, 12)}`;
    const help = `A pixel forest taught with scribbles on ${frames}: ${classes}.`;
    const recipe = recipeOf(recipeId, title, help, sha256);
    await session.edit((edits) => edits.saveRecipe(recipe), { topics: ['recipes.changed'] });
    return { recipeId, sha256 };
  };
}
