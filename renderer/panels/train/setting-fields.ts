import type { TrainingSettings } from '../../../app/domain/training/training-settings.ts';

type Settings = TrainingSettings;

interface Common {
  readonly id: string;
  readonly label: string;
  readonly help: string;
}

/** A number of the settings; `null` stands for "none" where that is allowed. */
export interface NumberSetting extends Common {
  readonly kind: 'number';
  readonly min: number;
  readonly max: number;
  readonly whole?: boolean;
  readonly unit?: string;
  /** What an empty field means; absent: it must hold a number. */
  readonly empty?: string;
  readonly get: (settings: Settings) => number | null;
  readonly set: (settings: Settings, value: number | null) => Partial<Settings>;
}

export interface ChoiceSetting extends Common {
  readonly kind: 'choice';
  readonly options: readonly (readonly [value: string, title: string])[];
  readonly get: (settings: Settings) => string;
  readonly set: (settings: Settings, value: string) => Partial<Settings>;
}

export type SettingField = NumberSetting | ChoiceSetting;

export interface SettingGroup {
  readonly id: string;
  readonly title: string;
  /** Reasons of the plan that belong here. */
  readonly about: readonly string[];
  readonly fields: readonly SettingField[];
}

type NumberName = {
  [K in keyof Settings]: Settings[K] extends number | null
    ? number extends NonNullable<Settings[K]>
      ? K
      : never
    : never;
}[keyof Settings];

const number = (
  id: NumberName,
  label: string,
  help: string,
  [min, max]: readonly [number, number],
  more: Partial<Pick<NumberSetting, 'whole' | 'unit' | 'empty'>> = {},
): NumberSetting => ({
  kind: 'number',
  id,
  label,
  help,
  min,
  max,
  ...more,
  get: (settings) => settings[id],
  set: (_, value) => ({ [id]: value }),
});

const choice = (
  id: 'loss' | 'optimiser' | 'schedule',
  label: string,
  help: string,
  options: readonly (readonly [string, string])[],
): ChoiceSetting => ({
  kind: 'choice',
  id,
  label,
  help,
  options,
  get: (settings) => settings[id],
  set: (_, value) => ({ [id]: value }),
});

const change = (
  id: Exclude<keyof Settings['augmentation'], 'flips' | 'rotations'>,
  label: string,
  help: string,
  max: number,
  unit?: string,
): NumberSetting => ({
  kind: 'number',
  id: `augmentation.${id}`,
  label,
  help,
  min: 0,
  max,
  ...(unit === undefined ? {} : { unit }),
  get: ({ augmentation }) => augmentation[id],
  set: ({ augmentation }, value) => ({ augmentation: { ...augmentation, [id]: value ?? 0 } }),
});

const onOff = [
  ['on', 'On'],
  ['off', 'Off'],
] as const;

/** Settings of a training as people change them, in groups; a new one is a line here. */
export const settingGroups: readonly SettingGroup[] = [
  {
    id: 'length',
    title: 'Length',
    about: ['length'],
    fields: [
      number('minutes', 'At most', 'Training ends after this time; the best epoch is kept.', [0.05, 10_000], {
        unit: 'min',
        empty: 'no limit',
      }),
      number('epochs', 'Epochs', 'Training ends after so many. One of time and epochs must be given.', [1, 100_000], {
        whole: true,
        empty: 'no limit',
      }),
      number('patience', 'Patience', 'Ends after so many epochs without a better validation score.', [1, 100_000], {
        whole: true,
        unit: 'epochs',
        empty: 'never',
      }),
      number('stepsPerEpoch', 'Steps an epoch', 'Updates of the weights between two judgements.', [1, 10_000], {
        whole: true,
      }),
    ],
  },
  {
    id: 'learning',
    title: 'Learning',
    about: ['loss'],
    fields: [
      choice(
        'loss',
        'Loss',
        'What is made small. Cross-entropy + Dice suits most; focal helps with rare, hard pixels.',
        [
          ['cross-entropy-dice', 'Cross-entropy + Dice'],
          ['cross-entropy', 'Cross-entropy'],
          ['dice', 'Dice'],
          ['focal', 'Focal'],
        ],
      ),
      {
        kind: 'choice',
        id: 'classWeights',
        label: 'Class weights',
        help: 'Balanced: rare classes count more, n / (K × pixels of the class).',
        options: [
          ['balanced', 'Balanced'],
          ['equal', 'Equal'],
        ],
        get: ({ classWeights }) => (classWeights === 'equal' ? 'equal' : 'balanced'),
        set: (_, value) => ({ classWeights: value === 'equal' ? 'equal' : 'balanced' }),
      },
      choice('optimiser', 'Optimiser', 'AdamW: Adam with decoupled weight decay (Loshchilov and Hutter 2019).', [
        ['adamw', 'AdamW'],
        ['adam', 'Adam'],
        ['sgd', 'SGD with momentum'],
        ['adadelta', 'Adadelta'],
      ]),
      number('rate', 'Rate', 'Learning rate after warm-up. Halve it when the loss jumps up and down.', [1e-7, 10]),
      choice('schedule', 'Schedule', 'How the rate falls: cosine to zero, halved in steps, or not at all.', [
        ['cosine', 'Cosine'],
        ['halving', 'Halving'],
        ['constant', 'Constant'],
      ]),
      number('seed', 'Seed', 'Same seed, same machine, processor: same weights.', [0, 0xff_ff_ff_ff], { whole: true }),
    ],
  },
  {
    id: 'patches',
    title: 'Patches',
    about: ['patch'],
    fields: [
      number('patch', 'Side', 'Of the square pieces that are learned from; a few particles should fit.', [32, 2048], {
        whole: true,
        unit: 'px',
      }),
      number('batch', 'Batch', 'Patches a step.', [1, 64], { whole: true }),
    ],
  },
  {
    id: 'augmentation',
    title: 'Augmentation',
    about: ['augmentation'],
    fields: [
      {
        kind: 'choice',
        id: 'augmentation.flips',
        label: 'Flips',
        help: 'Mirrored by chance. Off for chiral particles.',
        options: onOff,
        get: ({ augmentation }) => (augmentation.flips ? 'on' : 'off'),
        set: ({ augmentation }, value) => ({ augmentation: { ...augmentation, flips: value === 'on' } }),
      },
      {
        kind: 'choice',
        id: 'augmentation.rotations',
        label: 'Rotations',
        help: 'By any angle, by quarter turns, or none.',
        options: [
          ['any', 'Any angle'],
          ['quarter', 'Quarter turns'],
          ['none', 'None'],
        ],
        get: ({ augmentation }) => augmentation.rotations,
        set: ({ augmentation }, value) => ({
          augmentation: { ...augmentation, rotations: value === 'any' || value === 'quarter' ? value : 'none' },
        }),
      },
      change('scale', 'Size', 'Magnified or shrunk by up to this share.', 0.9, '×'),
      change('contrast', 'Contrast', 'Contrast times 1 ± this.', 0.9),
      change('brightness', 'Brightness', 'Plus or minus this share of the deviation.', 2),
      change('gamma', 'Gamma', 'Exponent of the grey levels up to 1 + this.', 1),
      change('noise', 'Noise', 'At most, in deviations of the image.', 2),
      change('blur', 'Blur', 'Deviation of a Gaussian, at most.', 5, 'px'),
      change('elastic', 'Elastic', 'Amplitude of a smooth random displacement.', 20, 'px'),
    ],
  },
  {
    id: 'preprocessing',
    title: 'Preprocessing',
    about: ['preprocessing'],
    fields: [
      {
        kind: 'number',
        id: 'preprocessing.hits',
        label: 'X-ray hits',
        help: 'Pixels so many deviations from their surroundings are replaced by their neighbours’ mean.',
        min: 1,
        max: 100,
        empty: 'left alone',
        unit: 'σ',
        get: ({ preprocessing }) => preprocessing.hits,
        set: ({ preprocessing }, value) => ({ preprocessing: { ...preprocessing, hits: value } }),
      },
      {
        kind: 'choice',
        id: 'preprocessing.flatField',
        label: 'Flat field',
        help: 'Order of the smooth background that is fitted and divided away.',
        options: [
          ['0', 'None'],
          ['1', 'Plane'],
          ['2', 'Second order'],
          ['3', 'Third order'],
        ],
        get: ({ preprocessing }) => String(preprocessing.flatField),
        set: ({ preprocessing }, value) => ({
          preprocessing: { ...preprocessing, flatField: value === '1' ? 1 : value === '2' ? 2 : value === '3' ? 3 : 0 },
        }),
      },
      {
        kind: 'choice',
        id: 'preprocessing.median',
        label: 'Median',
        help: 'A median filter of 3 × 3 px.',
        options: onOff,
        get: ({ preprocessing }) => (preprocessing.median === 3 ? 'on' : 'off'),
        set: ({ preprocessing }, value) => ({ preprocessing: { ...preprocessing, median: value === 'on' ? 3 : 0 } }),
      },
    ],
  },
  {
    id: 'device',
    title: 'Device',
    about: ['device'],
    fields: [
      number('threads', 'Threads', 'Of the processor.', [1, 256], { whole: true, empty: 'all cores' }),
      {
        kind: 'number',
        id: 'memory',
        label: 'Memory',
        help: 'What a training step or a tile may take; patches and tiles shrink to it.',
        min: 0.05,
        max: 1000,
        unit: 'GB',
        empty: 'half of what is there',
        get: ({ memory }) => (memory === null ? null : memory / 1e9),
        set: (_, value) => ({ memory: value === null ? null : value * 1e9 }),
      },
    ],
  },
];
