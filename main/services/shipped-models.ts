import type { ModelInfo } from '../../app/contract/models.ts';
import type { ModelClass } from '../../app/domain/training/model-card.ts';
import { catalog } from '../../native-models/catalog/list.ts';
import type { ModelManifest } from '../../native-models/catalog/manifest.ts';

/** Okabe and Ito's colours (2008) for maps without a colour of their own. */
const colours = ['#56b4e9', '#e69f00', '#009e73', '#cc79a7'];

/** A shipped model as a card like any other. */
function shipped(manifest: ModelManifest, version: string): ModelInfo {
  const classes = manifest.maps.map(
    (name, i): ModelClass => ({ name, colour: colours[i % colours.length], role: i === 0 ? 'particle' : 'other' }),
  );
  return {
    id: manifest.id,
    origin: 'shipped',
    card: {
      format: 1,
      id: manifest.id,
      title: manifest.title,
      help: manifest.help,
      kind: 'maps',
      architecture: manifest.architecture,
      classes,
      preprocessing: { hits: null, flatField: 0, median: 0 },
      pixelSize: null,
      diameter: null,
      polarity: 'either',
      learnedFrom: [],
      sources: [...manifest.learnedFrom],
      settings: null,
      training: null,
      scores: [],
      measured: [...manifest.scores],
      limits: [...manifest.limits],
      parent: null,
      program: `Morphoscope ${version}`,
      created: '',
      licence: manifest.licence,
      sha256: manifest.sha256,
    },
    trainingId: null,
    bytes: 0,
    trainable: false,
  };
}

/** Models that come with the program. */
export function shippedModels(version: string): ModelInfo[] {
  return catalog.map((manifest) => shipped(manifest, version));
}
