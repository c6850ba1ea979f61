import path from 'node:path';
import { Failure } from '../../app/domain/failure.ts';
import type { ModelCard, ModelClass } from '../../app/domain/training/model-card.ts';
import type { TrainingSettings } from '../../app/domain/training/training-settings.ts';
import type { NetworkNumbers, TrainerStart } from '../../app/ports/trainer.ts';
import type { ServicePorts } from './ports.ts';

/** A model that a training begins from. */
export interface StartModel {
  readonly card: ModelCard;
  readonly numbers: NetworkNumbers;
  /** How much of it a training of these classes takes over. */
  readonly fits: (architecture: string, classes: readonly ModelClass[]) => 'same' | 'head' | 'scratch';
  readonly begin: (
    settings: TrainingSettings,
    classes: readonly ModelClass[],
  ) => (TrainerStart & { readonly sha256: string }) | null;
}

const plain = (name: string): string => name.trim().toLowerCase();

/** For each class the output of the model that means the same: by name, else the only one of its role. */
export function outputsFrom(classes: readonly ModelClass[], known: readonly ModelClass[]): (number | null)[] {
  return classes.map(({ name, role }) => {
    const named = known.findIndex((c) => plain(c.name) === plain(name));
    if (named >= 0) return named;
    const alike = known.flatMap((c, i) => (c.role === role && role !== 'other' ? [i] : []));
    return alike.length === 1 && classes.filter((c) => c.role === role).length === 1 ? alike[0] : null;
  });
}

export function startModel(card: ModelCard, numbers: NetworkNumbers): StartModel {
  const fits: StartModel['fits'] = (architecture, classes) => {
    if (card.architecture !== architecture || card.kind !== 'classes') return 'scratch';
    return outputsFrom(classes, card.classes).includes(null) ? 'head' : 'same';
  };
  return {
    card,
    numbers,
    fits,
    begin: ({ architecture }, classes) => {
      if (card.architecture === null) return null;
      const outputs = card.kind === 'classes' ? outputsFrom(classes, card.classes) : classes.map(() => null);
      return {
        architecture: card.architecture,
        outputs: card.classes.length,
        numbers,
        outputsFrom: architecture === card.architecture ? outputs : classes.map(() => null),
        sha256: card.sha256,
      };
    },
  };
}

/** Throws `Failure` unsupported for a model that can't be trained further. */
export function trainable(card: ModelCard, numbers: NetworkNumbers | null): StartModel {
  if (numbers !== null && card.architecture !== null) return startModel(card, numbers);
  throw new Failure(
    'unsupported',
    `${card.title} can be applied but not trained further: it was made elsewhere.`,
    'Start from a model of this program, or from scratch.',
    card.title,
  );
}

/** The model of a file. Throws `Failure` when it is none or can't be trained further. */
export async function modelOfFile(
  { disk, models }: Pick<ServicePorts, 'disk' | 'models'>,
  file: string,
): Promise<StartModel> {
  const bytes = await disk.readBytes(file);
  if (bytes === null) throw new Failure('not-found', `There is no model file ${file}.`, 'Check the path.', file);
  return startModelOf({ models }, bytes, path.basename(file));
}

/** The same from the bytes of the file; `card` when it is known otherwise. */
export async function startModelOf(
  { models }: Pick<ServicePorts, 'models'>,
  bytes: Uint8Array,
  name: string,
  card: ModelCard | null = null,
): Promise<StartModel> {
  const read = await models.unpack(bytes, name);
  if (read.kind === 'own') return trainable(card ?? read.card, read.numbers);
  throw new Failure(
    'unsupported',
    `${name} was made elsewhere: it can be applied but not trained further.`,
    'Start from a model of this program, or from scratch.',
    name,
  );
}

/** A model of a file, or of the folder that a training wrote. */
export async function modelOfPath(ports: Pick<ServicePorts, 'disk' | 'models'>, place: string): Promise<StartModel> {
  const isFolder = (await ports.disk.look(place))?.kind === 'folder';
  return modelOfFile(ports, isFolder ? path.join(place, 'model.onnx') : place);
}
