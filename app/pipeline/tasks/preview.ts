import type { Param, ParamValue } from '../../domain/param.ts';
import type { BinaryImage, GreyImage, LabelMap } from '../../domain/plane.ts';
import type { Recipe, SlotKind } from '../../domain/recipe.ts';
import { downscale } from '../../image/downscale.ts';
import { toGrey } from '../../image/to-grey.ts';
import { instancesToLabels } from '../../particles/label.ts';
import type { Slots, Step } from '../../ports/step.ts';
import { type TaskEnvironment, task } from '../../ports/task.ts';
import type { Work } from '../../ports/work.ts';
import { type KeptPaths, keptReader } from '../kept-files.ts';
import { polarityOf } from '../polarity.ts';
import { type PlannedStep, planRecipe } from '../resolve-recipe.ts';
import { scaleParams } from '../scale-params.ts';
import { cachedFrame } from './frame-cache.ts';
import type { FrameVersion } from './grey-frame.ts';
import { type KeptPlane, keptPlane } from './preview-cache.ts';

/** A rectangle of a frame, px. */
export interface Region {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A recipe to try on what is visible. */
export interface PreviewRequest extends FrameVersion {
  readonly region: Region;
  /** Pixels of the picture a pixel of the frame, at most 1. */
  readonly scale: number;
  /** The frame is shrunk further, to at most so many pixels: for a quick answer. */
  readonly mostPixels?: number | undefined;
  readonly recipe: Recipe;
  /** Files that steps name. */
  readonly kept?: KeptPaths;
  /** Index in the recipe's list of the last step to run; all when left out. */
  readonly upToStep?: number | undefined;
  /** nm a pixel of the frame. */
  readonly pixelSize: number | null;
}

export interface PreviewPicture {
  /** float32 values for an image, uint32 mask values or labels otherwise; row-major (y, x). */
  readonly pixels: Float32Array | Uint32Array;
  readonly kind: 'image' | 'binary' | 'labels';
  readonly width: number;
  readonly height: number;
  /** What of the frame the picture covers: the asked region, grown to whole pixels of the picture. */
  readonly region: Region;
  /** 1 over a whole number. */
  readonly scale: number;
  /** False when `mostPixels` made the picture coarser than asked. */
  readonly complete: boolean;
  /** Pixels of the shrunk frame that the steps worked on. */
  readonly worked: number;
  readonly particles: number;
  readonly seconds: number;
  readonly resolved: Readonly<Record<string, ParamValue>>;
}

/** Steps whose result depends on where the border of the image is: on a part of the frame they come last. */
const borderSteps: ReadonlySet<string> = new Set(['clear-border', 'clear-border-parts']);
/** Steps that know the image only at its own size. */
const fullScaleSteps: ReadonlySet<string> = new Set(['pixel-forest']);
/** Least number of px around the visible region that particles are worked out on. */
const leastMargin = 64;

interface Run extends PlannedStep {
  readonly params: Readonly<Record<string, ParamValue>>;
}

function lengthsOf({ step, params }: Run): number {
  return Object.entries(step.params).reduce(
    (sum, [name, param]: [string, Param]) =>
      'unit' in param && param.unit === 'px' ? sum + Math.abs(Number(params[name])) : sum,
    0,
  );
}

function crop<P extends GreyImage | BinaryImage | LabelMap>(plane: P, box: Region, work: Work): P {
  const kind = plane.data instanceof Float32Array ? 'float32' : plane.data instanceof Uint8Array ? 'uint8' : 'int32';
  const data = work.threads.allocate(kind, box.width * box.height);
  for (let y = 0; y < box.height; y++) {
    const from = (box.y + y) * plane.width + box.x;
    data.set(plane.data.subarray(from, from + box.width), y * box.width);
  }
  return { ...plane, width: box.width, height: box.height, data };
}

/** What steps are given besides their input. */
type Means = Pick<TaskEnvironment, 'work' | 'networks'> & { readonly kept: (name: string) => Uint8Array };

/** Runs a step that sees the whole frame, or takes what an earlier preview made of it. */
function onWholeFrame(
  before: KeptPlane,
  key: string,
  run: Run,
  source: GreyImage,
  pixelSize: number | null,
  { work, networks, kept }: Means,
) {
  return keptPlane(key, () => {
    const resolved: Record<string, ParamValue> = { ...before.resolved };
    const params: Record<string, ParamValue> = { ...run.params };
    const image = before.plane as GreyImage;
    if (params['polarity'] === 'auto') {
      params['polarity'] = polarityOf(image, work);
      resolved['polarity'] ??= params['polarity'];
    }
    const plane = run.step.run(image as never, params, {
      source,
      slots: { image },
      pixelSize,
      work,
      networks,
      kept,
      resolve: (name, value) => {
        resolved[name] = value;
      },
    }) as KeptPlane['plane'];
    return { plane, resolved };
  });
}

/** The box of the small frame that the region falls in, grown by `margin` px and cut at the frame's border. */
function boxOf(region: Region, factor: number, margin: number, frame: { width: number; height: number }): Region {
  const x = Math.min(frame.width - 1, Math.max(0, Math.floor(region.x / factor) - margin));
  const y = Math.min(frame.height - 1, Math.max(0, Math.floor(region.y / factor) - margin));
  const right = Math.min(frame.width, Math.ceil((region.x + region.width) / factor) + margin);
  const bottom = Math.min(frame.height, Math.ceil((region.y + region.height) / factor) + margin);
  return { x, y, width: Math.max(1, right - x), height: Math.max(1, bottom - y) };
}

/** 0 for labels that touch a side of the part which is a side of the frame. */
function clearFrameBorder(labels: LabelMap, part: Region, frame: { width: number; height: number }): LabelMap {
  const gone = new Uint8Array(labels.count + 1);
  const { width, height } = labels;
  for (let x = 0; x < width; x++) {
    if (part.y === 0) gone[labels.data[x]] = 1;
    if (part.y + height === frame.height) gone[labels.data[(height - 1) * width + x]] = 1;
  }
  for (let y = 0; y < height; y++) {
    if (part.x === 0) gone[labels.data[y * width]] = 1;
    if (part.x + width === frame.width) gone[labels.data[y * width + width - 1]] = 1;
  }
  return { ...labels, data: labels.data.map((label) => (gone[label] === 1 ? 0 : label)) };
}

/** Runs the steps after the last one that sees the whole frame, or takes what an earlier preview made of the same part. */
function onPart(
  steps: readonly Run[],
  begin: string,
  slots: Partial<Slots>,
  source: GreyImage,
  pixelSize: number | null,
  { work, networks, kept }: Means,
): void {
  let key = begin;
  for (const { step, params } of steps) {
    work.check();
    key += keyOf({ step, params });
    const make = () =>
      (step as Step).run(slots[step.from] as never, params, {
        source,
        slots,
        pixelSize,
        work,
        networks,
        kept,
        resolve: () => {},
      });
    const output =
      step.to === 'instances'
        ? make()
        : keptPlane(key, () => ({ plane: make() as KeptPlane['plane'], resolved: {} })).plane;
    Object.assign(slots, { [step.to]: output });
  }
}

const keyOf = ({ step, params }: Pick<Run, 'step' | 'params'>): string =>
  JSON.stringify([step.id, step.version, params]);

/** How often the frame is shrunk for a picture of that scale, and of a frame of at most `most` pixels. */
function factorFor(scale: number, most: number, { width, height }: { width: number; height: number }): number {
  const asked = Math.max(1, Math.floor(1 / scale + 1e-6));
  return Math.max(asked, Math.ceil(Math.sqrt((width * height) / most)));
}

function shown(
  last: SlotKind,
  slots: Partial<Slots>,
  size: { width: number; height: number },
): Uint32Array | Int32Array {
  if (last === 'binary') return new Uint32Array(slots.binary?.data ?? []);
  if (last === 'instances') return instancesToLabels(slots.instances ?? [], size.width, size.height).data;
  return (last === 'seeds' ? slots.seeds : slots.labels)?.data ?? new Int32Array(size.width * size.height);
}

function countLabels(pixels: Uint32Array, most: number): number {
  const seen = new Uint8Array(most + 1);
  for (let i = 0; i < pixels.length; i++) seen[pixels[i]] = 1;
  let count = 0;
  for (let label = 1; label <= most; label++) count += seen[label];
  return count;
}

/**
 * Runs a recipe on what is visible. Filters and thresholds see the whole frame, shrunk by a whole number to about the asked scale,
 * and are kept, so that moving a slider repeats only what comes after it; lengths and areas among the parameters
 * shrink with the frame. Everything after the threshold sees the visible region with a margin. At scale 1 the picture is
 * what the whole run gives, but for particles that are larger than the margin.
 */
export const previewTask = task('preview', async (asked: PreviewRequest, environment: TaskEnvironment) => {
  const begin = Date.now();
  const { work, networks } = environment;
  const means = { work, networks, kept: keptReader(asked.kept, environment.open) };
  const { address, version } = asked;
  const frame = await cachedFrame(address, version, environment.open);
  const exact = asked.recipe.steps.some(({ step, enabled }) => enabled && fullScaleSteps.has(step));
  const fullFactor = exact ? 1 : factorFor(asked.scale, Number.POSITIVE_INFINITY, frame);
  const factor = exact ? 1 : factorFor(asked.scale, asked.mostPixels ?? Number.POSITIVE_INFINITY, frame);
  const pixelSize = asked.pixelSize === null ? null : asked.pixelSize * factor;
  const upTo = asked.upToStep ?? Number.POSITIVE_INFINITY;
  const runs: Run[] = planRecipe(asked.recipe)
    .filter(({ index }) => index <= upTo)
    .map((planned) => ({ ...planned, params: scaleParams(planned.step.params, planned.params, factor) }));

  let key = JSON.stringify([version, address.path, address.imageIndex, address.frame, factor]);
  const source = keptPlane(key, () => {
    const grey = toGrey(frame.pixels, frame.elementType, frame.width, frame.height, work.threads);
    return { plane: factor === 1 ? grey : downscale(grey, factor, work), resolved: {} };
  }).plane as GreyImage;
  let whole: KeptPlane = { plane: source, resolved: {} };
  let image = source;
  let last: SlotKind = 'image';
  let done = 0;
  for (; done < runs.length && last === 'image'; done++) {
    const run = runs[done];
    work.check();
    if (run.step.from !== 'image') break;
    key += keyOf(run);
    whole = onWholeFrame(whole, key, run, source, pixelSize, means);
    last = run.step.to;
    if (last === 'image') image = whole.plane as GreyImage;
  }

  const rest = runs.slice(done);
  const margin = Math.ceil(leastMargin + rest.reduce((sum, run) => sum + lengthsOf(run), 0));
  const part = boxOf(asked.region, factor, margin, source);
  const view = boxOf(asked.region, factor, 0, source);
  const isWhole = part.width === source.width && part.height === source.height;
  let pixels: Float32Array | Uint32Array;
  let particles = 0;
  if (last === 'image') pixels = new Float32Array(crop(image, view, work).data);
  else {
    // What the last whole-frame step made goes into its own slot: a threshold's binary image, or labels straight away.
    const slots: Partial<Slots> = {
      image: isWhole ? image : crop(image, part, work),
      [last]: isWhole ? whole.plane : crop(whole.plane, part, work),
    };
    const steps = isWhole ? rest : rest.filter(({ step }) => !borderSteps.has(step.id));
    onPart(steps, `${key}${JSON.stringify(part)}`, slots, source, pixelSize, means);
    last = rest.at(-1)?.step.to ?? last;
    const data = new Int32Array(shown(last, slots, part));
    let count = 0;
    for (let i = 0; i < data.length; i++) if (data[i] > count) count = data[i];
    const all = { width: part.width, height: part.height, count, data };
    const labels = steps.length < rest.length ? clearFrameBorder(all, part, source) : all;
    const inPart = { ...view, x: view.x - part.x, y: view.y - part.y };
    pixels = new Uint32Array(crop(labels, inPart, work).data);
    if (last !== 'binary') particles = countLabels(pixels, count);
  }
  return {
    pixels,
    kind: last === 'image' ? 'image' : last === 'binary' ? 'binary' : 'labels',
    width: view.width,
    height: view.height,
    region: {
      x: view.x * factor,
      y: view.y * factor,
      width: Math.min(frame.width - view.x * factor, view.width * factor),
      height: Math.min(frame.height - view.y * factor, view.height * factor),
    },
    scale: 1 / factor,
    complete: factor === fullFactor,
    worked: source.width * source.height,
    particles,
    seconds: (Date.now() - begin) / 1000,
    resolved: whole.resolved,
  } satisfies PreviewPicture as PreviewPicture;
});
