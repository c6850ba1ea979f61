import type { ModelInfo } from '../../../app/contract/models.ts';
import type { TrainingFrame, TrainingInfo } from '../../../app/contract/training.ts';
import { modelCard } from '../../../app/domain/training/fixtures/model-card.ts';
import type { ModelCard } from '../../../app/domain/training/model-card.ts';
import type { TrainingEpoch, TrainingPlan } from '../../../app/domain/training/training-plan.ts';
import { TrainingSettings } from '../../../app/domain/training/training-settings.ts';

// Nouns of training for tests: plausible, and changed by what a test cares about.

export function frameOf(change: Partial<TrainingFrame> & { imageId: number }): TrainingFrame {
  return {
    frame: 0,
    name: `image-${change.imageId}`,
    sampleId: 1,
    width: 512,
    height: 512,
    reviewed: true,
    frozen: false,
    labelledPixels: 512 * 512,
    instances: 12,
    pixels: [40_000, 222_144],
    pixelSize: 0.5,
    split: 'training',
    ...change,
  };
}

export function planOf(change: Partial<TrainingPlan> = {}): TrainingPlan {
  return {
    title: 'Particles',
    setId: 1,
    classes: [1, 2],
    frames: [],
    unreviewed: false,
    start: { from: 'scratch' },
    settings: TrainingSettings.parse({ minutes: 8 }),
    ...change,
  };
}

export function epochOf(epoch: number, change: Partial<TrainingEpoch> = {}): TrainingEpoch {
  return {
    epoch,
    step: (epoch + 1) * 25,
    seconds: epoch + 1,
    rate: 0.003,
    training: { loss: 1 / (epoch + 1), dice: [0.9, 0.9], iou: [0.8, 0.8] },
    validation: null,
    score: 0.5,
    best: false,
    ...change,
  };
}

export function trainingOf(change: Partial<TrainingInfo> & { id: number }): TrainingInfo {
  return {
    title: `Training ${change.id}`,
    state: 'running',
    plan: planOf(),
    classes: [],
    created: '2026-11-20T12:00:00.000Z',
    ended: null,
    jobId: null,
    device: 'CPU, 2 threads',
    parameters: null,
    step: 0,
    steps: 100,
    epochs: [],
    bestEpoch: null,
    note: '',
    failure: null,
    resumable: false,
    modelId: null,
    watched: null,
    predicted: null,
    ...change,
  };
}

export function modelOf(
  id: string,
  change: Partial<Omit<ModelInfo, 'id' | 'card'>> & { card?: Partial<ModelCard> } = {},
): ModelInfo {
  const { card, ...rest } = change;
  return {
    id,
    origin: 'project',
    trainingId: null,
    bytes: 1000,
    trainable: true,
    ...rest,
    card: modelCard({
      id,
      title: id,
      classes: [{ name: 'Particle', colour: '#56b4e9', role: 'particle' }],
      ...card,
    }),
  };
}
