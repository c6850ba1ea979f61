import type { ModelInfo } from '../../app/contract/models.ts';
import { catalog } from '../../native-models/catalog/list.ts';

/** Models that come with the program. Those that give classes can be trained further. */
export const shippedModels = (): ModelInfo[] =>
  catalog.map(({ card, bytes }) => ({
    id: card.id,
    origin: 'shipped',
    card,
    trainingId: null,
    bytes,
    trainable: card.kind === 'classes',
  }));
