import { ModelInfo } from '../../app/contract/models.ts';
import { catalog } from '../../native-models/catalog/list.ts';
import type { HandlersOf } from './handler.ts';

/** The shipped networks and their cards. */
export const modelHandlers: HandlersOf<'models'> = {
  'models.list': () => ({ models: catalog.map((manifest) => ModelInfo.parse(manifest)) }),
};
