import path from 'node:path';
import { Failure } from '../../app/domain/failure.ts';
import type { HandlersOf } from './handler.ts';
import type { ServicePorts } from './ports.ts';
import { shippedModels } from './shipped-models.ts';
import { trainFiles } from './training-files.ts';

const notYet = (): never => {
  throw new Failure('unsupported', 'This is not served yet.', 'Use a newer version.');
};

/** The models that can be used and their cards. */
export function modelHandlers(
  ports: ServicePorts,
): HandlersOf<'models'> & HandlersOf<'engine'> & HandlersOf<'training'> {
  return {
    'models.list': () => ({ models: shippedModels() }),
    'models.show': ({ id }) => {
      const models = shippedModels();
      const found = models.find((model) => model.id === id);
      if (found !== undefined) return found;
      throw new Failure(
        'not-found',
        `No model is named “${id}”.`,
        `Choose one of ${models.map((m) => m.id).join(', ')}.`,
        id,
      );
    },
    'models.rename': notYet,
    'models.remove': notYet,
    'models.export': notYet,
    'models.import': notYet,
    'models.recipe': notYet,
    'models.evaluate': notYet,
    'models.evaluations': notYet,
    'engine.devices': notYet,
    'engine.choose': notYet,
    'engine.bench': notYet,
    'training.plan': notYet,
    'training.check': notYet,
    'training.start': notYet,
    'training.startFiles': (asked) =>
      ports.jobs.start('training', `Train ${path.basename(path.resolve(asked.out))}`, async (job) => ({
        ...(await trainFiles(ports, asked, job)),
      })),
    'training.crossValidate': notYet,
    'training.folds': notYet,
    'training.pause': notYet,
    'training.resume': notYet,
    'training.stop': notYet,
    'training.list': notYet,
    'training.show': notYet,
    'training.rename': notYet,
    'training.remove': notYet,
    'training.watch': notYet,
    'training.preview': notYet,
    'training.freeze': notYet,
    'training.diagnose': notYet,
  };
}
