import { ModelCard } from '../../app/domain/training/model-card.ts';
import corePatch from './core-patch.json' with { type: 'json' };
import generalist from './generalist.json' with { type: 'json' };
import type { ModelManifest } from './manifest.ts';
import overlap from './overlap.json' with { type: 'json' };
import particlesBrightField from './particles-bright-field.json' with { type: 'json' };
import particlesHaadf from './particles-haadf.json' with { type: 'json' };
import superEllipse from './super-ellipse.json' with { type: 'json' };

/** Every model that comes with the program. One line a model; the first is for when nothing is known. */
export const catalog: readonly ModelManifest[] = [
  generalist,
  overlap,
  corePatch,
  particlesBrightField,
  particlesHaadf,
  superEllipse,
].map(({ card, ...rest }) => ({
  ...rest,
  card: ModelCard.parse(card),
}));
