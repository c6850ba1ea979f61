import type { CallOutput, CallRequest } from '../../app/contract/list.ts';
import type { ModelInfo } from '../../app/contract/models.ts';
import type { TrainingFrame } from '../../app/contract/training.ts';
import { Failure } from '../../app/domain/failure.ts';
import type { LabelClass, LabelClasses } from '../../app/domain/labels/label-class.ts';
import type { TrainingPlan, TrainingStart } from '../../app/domain/training/training-plan.ts';
import type { TrainingSplit } from '../../app/domain/training/training-settings.ts';
import { chooseSettings } from '../../app/training/settings.ts';
import { splitFrames } from '../../app/training/split.ts';
import type { ServicePorts } from './ports.ts';
import { outputsFrom } from './start-model.ts';
import { epochLength } from './training-choice.ts';
import type { FrameFacts } from './training-facts.ts';
import { findingsOf } from './training-material.ts';

type Asked = CallRequest<'training.plan'>;
type Answer = CallOutput<'training.plan'>;
type Reason = Answer['reasons'][number];

const shares = { validation: 0.2, test: 0.2 };
/** From so many images on some are kept as a test set by themselves. */
const testFrom = 10;
const seed = 1;

const keyOf = ({ imageId, frame }: { imageId: number; frame: number }) => `${imageId}/${frame}`;

/** Everything that a plan is made from. */
export interface PlanFacts {
  readonly title: string;
  readonly setClasses: LabelClasses;
  readonly frames: readonly FrameFacts[];
  readonly models: readonly ModelInfo[];
}

/** What Retrain would do, with its reasons. */
export function proposedPlan(ports: Pick<ServicePorts, 'trainer' | 'devices'>, asked: Asked, facts: PlanFacts): Answer {
  const reasons: Reason[] = [];
  const frames = splitOf(asked, facts.frames, reasons);
  const classes = classesOf(asked, facts, frames, reasons);
  const start = asked.start ?? chosenStart(classes, facts.models, reasons, ports);
  const model = start.from === 'model' ? facts.models.find(({ id }) => id === start.model) : undefined;
  const architecture = model?.card.architecture ?? ports.trainer.architectures[0].name;
  const learned = frames.filter(({ split }) => split === 'training');
  const judged = frames.filter(({ split }) => split === 'validation');
  const counts = countsOf(learned, classes, facts.setClasses);
  const sized = facts.frames.filter((f) => learned.some((l) => keyOf(l) === keyOf(f)));
  const chosen = chooseSettings({
    classes,
    counts,
    frames: learned.length === 0 ? [{ width: 512, height: 512 }] : learned,
    diameters: sized.flatMap(({ diameter }) => diameter ?? []),
    pixelSizes: learned.flatMap(({ pixelSize }) => pixelSize ?? []),
    start: startKind(start, model, classes),
    architecture,
    minutes: asked.minutes,
    validated: judged.length > 0,
  });
  reasons.push(...chosen.reasons);
  const { title } = ports.trainer.device(ports.devices.active, null);
  reasons.push({ about: 'device', text: `It learns on ${title}.` });
  const preprocessing = model?.card.preprocessing ?? chosen.settings.preprocessing;
  const settings = {
    ...chosen.settings,
    preprocessing,
    seed,
    device: ports.devices.active,
    stepsPerEpoch: epochLength(chosen.settings, judged.length > 0 ? judged : learned),
  };
  const plan: TrainingPlan = {
    title: facts.title,
    setId: asked.setId,
    classes: classes.map(({ id }) => id),
    frames: frames.flatMap(({ imageId, frame, split }) => (split === null ? [] : [{ imageId, frame, split }])),
    unreviewed: asked.unreviewed,
    start,
    settings,
  };
  return {
    plan,
    frames,
    reasons,
    ...checkedPlan(plan, facts),
    architectures: ports.trainer.architectures.map(({ name, ...about }) => ({ id: name, ...about })),
  };
}

/** What keeps a plan from starting, and what is doubtful. */
export function checkedPlan(
  plan: TrainingPlan,
  { setClasses, frames }: Pick<PlanFacts, 'setClasses' | 'frames'>,
): Pick<Answer, 'warnings' | 'problem'> {
  const refused = (text: string, remedy: string) => ({
    warnings: [],
    problem: new Failure('invalid-input', text, remedy).info,
  });
  const planned = new Map(plan.frames.map((frame) => [keyOf(frame), frame.split]));
  const of = (split: TrainingSplit) => frames.filter((f) => planned.get(keyOf(f)) === split);
  const training = of('training');
  const leaked = training.find(({ frozen }) => frozen) ?? of('validation').find(({ frozen }) => frozen);
  if (leaked !== undefined)
    return refused(
      `${leaked.name} is in the test set: it is never learned from.`,
      'Leave it there, or take it out of the test set first, which is recorded.',
    );
  if (training.length === 0) {
    const waiting = frames.filter(({ reviewed, frozen }) => !reviewed && !frozen).length;
    return refused(
      frames.length === 0 ? 'No frame of this label set has labels.' : 'No frame is there to learn from.',
      waiting > 0 && !plan.unreviewed
        ? `${waiting === 1 ? '1 labelled frame is' : `${waiting} labelled frames are`} not reviewed: mark ${waiting === 1 ? 'it' : 'them'} as reviewed, or allow labels that nobody reviewed.`
        : 'Label a few frames in the Label room and mark them as reviewed.',
    );
  }
  const classes = plan.classes.flatMap((id) => setClasses.find((c) => c.id === id) ?? []);
  if (classes.length < plan.classes.length)
    return refused('The plan names a class that the label set has no more.', 'Choose the classes again.');
  const validation = of('validation');
  const { problem, warnings } = findingsOf(
    classes,
    countsOf(training, classes, setClasses),
    validation.length === 0 ? null : countsOf(validation, classes, setClasses),
  );
  if (validation.length === 0)
    warnings.push('There are too few images to keep a whole one for judging: a quarter of each is kept instead.');
  return { warnings, problem: problem?.info ?? null };
}

function countsOf(
  frames: readonly { readonly pixels: readonly number[] }[],
  classes: readonly LabelClass[],
  setClasses: LabelClasses,
): number[] {
  return classes.map(({ id }) => {
    const place = setClasses.findIndex((c) => c.id === id);
    return frames.reduce((sum, { pixels }) => sum + (pixels[place] ?? 0), 0);
  });
}

function splitOf(asked: Asked, known: readonly FrameFacts[], reasons: Reason[]): TrainingFrame[] {
  const wanted = asked.frames === null ? null : new Map(asked.frames.map((f) => [keyOf(f), f.split]));
  const takes = (f: FrameFacts) =>
    (wanted === null || wanted.has(keyOf(f))) && (f.frozen || f.reviewed || asked.unreviewed);
  const part = known.filter(takes);
  const free = new Set(part.filter((f) => !f.frozen).map((f) => f.imageId)).size;
  const anyFrozen = part.some((f) => f.frozen);
  const splits = splitFrames(
    part.map((f) => ({ key: keyOf(f), group: String(f.imageId), frozen: f.frozen })),
    { ...shares, test: anyFrozen || free < testFrom ? 0 : shares.test },
    seed,
  );
  const made = new Map(
    part.map((f, i) => [keyOf(f), f.frozen ? 'test' : (wanted?.get(keyOf(f)) ?? splits[i])] as const),
  );
  const out = known.map((f): TrainingFrame => ({ ...f, split: made.get(keyOf(f)) ?? null }));
  const count = (split: TrainingSplit) => out.filter((f) => f.split === split).length;
  const left = out.filter((f) => f.split === null && !f.reviewed).length;
  const note = left > 0 ? ` ${left} ${left === 1 ? 'is' : 'are'} not reviewed and left out.` : '';
  reasons.push({ about: 'frames', text: `${part.length} labelled ${part.length === 1 ? 'frame' : 'frames'}.${note}` });
  reasons.push({
    about: 'split',
    text: `By image: ${count('training')} to learn from, ${count('validation')} to judge by${count('test') > 0 ? `, ${count('test')} in the test set` : ''}.`,
  });
  return out;
}

function classesOf(asked: Asked, { setClasses }: PlanFacts, frames: readonly TrainingFrame[], reasons: Reason[]) {
  if (asked.classes !== null) return setClasses.filter(({ id }) => asked.classes?.includes(id));
  const taken = frames.filter(({ split }) => split !== null);
  // before any frame takes part, the plan says what there would be
  const learned = taken.length > 0 ? taken : frames;
  const usable = setClasses.filter(({ role }) => role !== 'ignore');
  const there = usable.filter((c) => learned.some(({ pixels }) => pixels[setClasses.indexOf(c)] > 0));
  const gone = usable.filter((c) => !there.includes(c)).map(({ name }) => name);
  reasons.push({
    about: 'classes',
    text: `${there.map(({ name }) => name).join(', ') || 'None'}${gone.length > 0 ? `; ${gone.join(', ')} ${gone.length === 1 ? 'has' : 'have'} no labels` : ''}.`,
  });
  return there.length > 0 ? there : usable;
}

function startKind(start: TrainingStart, model: ModelInfo | undefined, classes: readonly LabelClass[]) {
  if (start.from === 'scratch' || model === undefined) return 'scratch';
  return outputsFrom(classes, model.card.classes).includes(null) ? 'head' : 'same';
}

/** A model of the same classes, the project's own first; else the body of one of other classes; else nothing. */
function chosenStart(
  classes: readonly LabelClass[],
  models: readonly ModelInfo[],
  reasons: Reason[],
  { trainer }: Pick<ServicePorts, 'trainer'>,
): TrainingStart {
  const known = new Set(trainer.architectures.map(({ name }) => name));
  const usable = models.filter(
    ({ trainable, card }) => trainable && card.kind === 'classes' && known.has(card.architecture ?? ''),
  );
  const fits = ({ card }: ModelInfo) =>
    card.classes.length === classes.length && !outputsFrom(classes, card.classes).includes(null);
  const rank = ({ origin }: ModelInfo) => ['project', 'shipped', 'library'].indexOf(origin);
  const same = usable.filter(fits).sort((a, b) => rank(a) - rank(b))[0];
  if (same !== undefined) {
    reasons.push({ about: 'start', text: `It begins from ${same.card.title}, which tells the same classes apart.` });
    return { from: 'model', model: same.id };
  }
  const [first] = trainer.architectures;
  const body = usable.filter(({ card }) => card.architecture === first.name).sort((a, b) => rank(a) - rank(b))[0];
  if (body !== undefined) {
    reasons.push({
      about: 'start',
      text: `It begins from ${body.card.title} with a new last layer: no model tells these classes apart.`,
    });
    return { from: 'model', model: body.id };
  }
  reasons.push({ about: 'start', text: 'It begins from scratch: there is no model of a network that fits.' });
  return { from: 'scratch' };
}
