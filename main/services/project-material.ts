import { pixelSizeOf } from '../../app/domain/calibration.ts';
import { Failure } from '../../app/domain/failure.ts';
import type { LabelClass } from '../../app/domain/labels/label-class.ts';
import { decodeContent } from '../../app/domain/labels/label-content.ts';
import type { FrameLabels } from '../../app/domain/labels/tiled-plane.ts';
import type { ModelClass } from '../../app/domain/training/model-card.ts';
import type { TrainingPlan } from '../../app/domain/training/training-plan.ts';
import type { Preprocessing } from '../../app/domain/training/training-settings.ts';
import { type LearnedFrame, trainingFrameTask } from '../../app/pipeline/tasks/training-frame.ts';
import type { StoredImage } from '../../app/ports/stored.ts';
import type { AbortSignalLike } from '../../app/ports/task.ts';
import type { LearnedLabels } from '../../app/ports/training-store.ts';
import type { ClassRule } from '../../app/training/class-labels.ts';
import { useLabels as keepUsed } from './label-versions.ts';
import type { Labels } from './labels.ts';
import type { ServicePorts } from './ports.ts';
import type { Material, MaterialFrame } from './training-material.ts';

/** The classes of a plan as outputs of a network. Throws `Failure` invalid-input when the set has one no more. */
export function plannedClasses(plan: Pick<TrainingPlan, 'classes'>, setClasses: readonly LabelClass[]): ModelClass[] {
  return plan.classes.map((id) => {
    const found = setClasses.find((c) => c.id === id);
    if (found === undefined)
      throw new Failure(
        'invalid-input',
        'The plan names a class that the label set has no more.',
        'Choose the classes again.',
      );
    return { name: found.name, colour: found.colour, role: found.role };
  });
}

/** Which output each class of the set is. */
export const plannedRules = ({ classes }: Pick<TrainingPlan, 'classes'>): ClassRule[] =>
  classes.map((id, index) => ({ id, index }));

/** Keeps the labels of a plan's frames as they are now and names them. */
export async function keptLabels(
  ports: ServicePorts,
  labels: Labels,
  plan: TrainingPlan,
  signal: AbortSignalLike,
): Promise<LearnedLabels[]> {
  const keys = plan.frames.map(({ imageId, frame }) => ({ setId: plan.setId, imageId, frame }));
  const used = await keepUsed(ports, labels, keys, `Training ${plan.title}`, signal);
  return used.map(({ imageId, frame, sha256 }) => ({ imageId, frame, sha256 }));
}

interface FrameSource {
  readonly image: StoredImage;
  readonly frame: number;
  readonly labels: FrameLabels;
  readonly classes: readonly ModelClass[];
  readonly rules: readonly ClassRule[];
  readonly preprocessing: Preprocessing;
}

/** One frame of the project, prepared for a network. */
export function projectFrame(
  { tasks }: Pick<ServicePorts, 'tasks'>,
  { image, frame, labels, classes, rules, preprocessing }: FrameSource,
  options: { readonly priority: 'view' | 'job'; readonly signal?: AbortSignalLike },
): Promise<LearnedFrame> {
  return tasks.run(
    trainingFrameTask,
    {
      address: { path: image.file.path, imageIndex: image.imageIndex, frame },
      version: image.file.sha256,
      preprocessing,
      classes,
      source: { kind: 'set', labels, rules, reviewedOnly: false },
    },
    options,
  );
}

/** Reads everything that a training of the project learns from, with the labels of the versions that it names. */
export async function projectMaterial(
  ports: ServicePorts,
  labels: Labels,
  plan: TrainingPlan,
  used: readonly LearnedLabels[],
  job: { readonly signal: AbortSignalLike; readonly progress: (done: number) => void },
): Promise<Material> {
  const { reads } = labels;
  const set = await reads.labelSet(plan.setId);
  const classes = plannedClasses(plan, set.classes);
  const samples = new Map((await reads.samples()).map(({ id, name }) => [id, name]));
  const frames: MaterialFrame[] = [];
  for (const [i, { imageId, frame, split }] of plan.frames.entries()) {
    job.progress(i / plan.frames.length);
    const image = await reads.image(imageId);
    const version = used.find((u) => u.imageId === imageId && u.frame === frame);
    if (version === undefined) continue;
    const content = decodeContent(await reads.labelContent(version.sha256));
    const source = {
      image,
      frame,
      labels: content,
      classes,
      rules: plannedRules(plan),
      preprocessing: plan.settings.preprocessing,
    };
    const data = await projectFrame(ports, source, { priority: 'job', signal: job.signal });
    frames.push({
      name: image.name,
      sha256: image.file.sha256,
      frame,
      labels: version.sha256,
      split,
      data,
      pixelSize: pixelSizeOf(image.calibration),
      sample: samples.get(image.sampleId) ?? '',
    });
  }
  return { classes, frames };
}
