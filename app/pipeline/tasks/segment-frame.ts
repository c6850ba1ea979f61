import type { FeatureColumn } from '../../domain/feature-table.ts';
import type { Instance } from '../../domain/instance.ts';
import { encodeInstances } from '../../domain/instance-codec.ts';
import type { ParamValue } from '../../domain/param.ts';
import type { GreyImage, LabelMap } from '../../domain/plane.ts';
import { isAutomatic, type Recipe } from '../../domain/recipe.ts';
import { paintMask } from '../../domain/run-mask.ts';
import type { ModelCard, ModelClass } from '../../domain/training/model-card.ts';
import { measure, type PixelSize } from '../../features/measure.ts';
import { writeTiff } from '../../formats/tiff/write.ts';
import type { ClassMaps } from '../../ports/networks.ts';
import type { StepScene } from '../../ports/step.ts';
import { task } from '../../ports/task.ts';
import { classPlane } from '../../segmentation/network-classes.ts';
import { chooseModel } from '../choose-model.ts';
import { classAreas } from '../class-areas.ts';
import { type KeptPaths, keptReader } from '../kept-files.ts';
import { resolveRecipe } from '../resolve-recipe.ts';
import { runRecipe } from '../run-recipe.ts';
import { suggestRecipe } from '../suggest-recipe.ts';
import { Sureness, uncertaintyColumn } from '../uncertainty.ts';
import { type FrameVersion, greyFrame } from './grey-frame.ts';

/** A recipe to run on one frame. */
export interface SegmentRequest extends FrameVersion {
  readonly recipe: Recipe;
  /** nm a pixel, or null without calibration. */
  readonly pixelSize: PixelSize | null;
  /** Files that steps name. */
  readonly kept?: KeptPaths;
  /** Also writes the classes and probabilities of all pixels. */
  readonly maps?: boolean;
  /** Models to choose from: which of them suits the frame decides the recipe, in place of `recipe`. */
  readonly models?: readonly ModelCard[];
}

/** The particles of one frame, measured, with what their provenance needs. */
export interface SegmentedFrame {
  readonly width: number;
  readonly height: number;
  /** Encoded instances (domain/instance-codec), numbered from 1. */
  readonly instances: Uint8Array;
  /** Features of the instances, in their order: a column each. */
  readonly columns: readonly FeatureColumn[];
  readonly values: readonly Float64Array[];
  /** The recipe with every parameter spelled out. */
  readonly recipe: Recipe;
  /** Why the program chose the recipe; null when it was given. */
  readonly reason: string | null;
  readonly resolved: Readonly<Record<string, ParamValue>>;
  readonly stepVersions: Readonly<Record<string, number>>;
  /**
   * TIFF files. Of a model of classes: the class of each pixel by its place from 0, and a page of probabilities a class, float32. Else
   * 0 background, 1 particle, and the probability of a particle. Null unless asked for.
   */
  readonly maps: { readonly classes: Uint8Array; readonly probabilities: Uint8Array } | null;
  readonly seconds: number;
}

/** nm a pixel as one number: the side of a square of the pixel's area. */
export const meanPixelSize = (size: PixelSize | null): number | null =>
  size === null ? null : Math.sqrt(size.x * size.y);

/** What a model of classes said. */
interface HeardClasses {
  readonly maps: ClassMaps;
  readonly classes: readonly ModelClass[];
}

function mapFiles(
  instances: readonly Instance[],
  { width, height }: GreyImage,
  probability: GreyImage | null,
  heard: HeardClasses | null,
  labels: LabelMap | undefined,
  pixelSizeNm: number | null,
) {
  if (heard !== null && labels !== undefined) {
    const { maps, classes } = heard;
    const plane = classPlane(
      maps,
      classes.map(({ role }) => role),
      labels.data,
    );
    const pages = Array.from({ length: maps.count }, (_, k) => {
      const part = maps.probabilities.subarray(k * width * height, (k + 1) * width * height);
      return { width, height, data: part };
    });
    return {
      classes: writeTiff([{ width, height, data: plane }], { deflate: true, pixelSizeNm }),
      probabilities: writeTiff(pages, { deflate: true, pixelSizeNm }),
    };
  }
  const data = new Uint8Array(width * height);
  const box = { x: 0, y: 0, width, height };
  for (const { mask } of instances) paintMask(mask, data, box, 1);
  const classes = writeTiff([{ width, height, data }], { deflate: true, pixelSizeNm });
  // a recipe without a network is sure of what it says
  const likely = probability ?? { width, height, data: Float32Array.from(data) };
  return { classes, probabilities: writeTiff([likely], { deflate: true, pixelSizeNm }) };
}

/** Areas of classes in the particles, where a model of classes made the labels. */
function areasOf(
  instances: readonly Instance[],
  heard: HeardClasses | null,
  labels: LabelMap | undefined,
  pixelSize: PixelSize | null,
) {
  if (heard === null || labels?.roles === undefined) return { columns: [], values: [] };
  return classAreas(instances, labels.data, labels.width, heard.classes, pixelSize);
}

/** Runs a recipe on a frame and measures every particle. Throws what reading the file and `runRecipe` throw. */
export const segmentFrameTask = task(
  'segment-frame',
  async (asked: SegmentRequest, environment): Promise<SegmentedFrame> => {
    const { work, networks } = environment;
    const begin = Date.now();
    const given = resolveRecipe(asked.recipe);
    const image = await greyFrame(asked, environment);
    const pixelSize = meanPixelSize(asked.pixelSize);
    const chosen =
      asked.models !== undefined
        ? chooseModel(image, pixelSize, asked.models, work)
        : isAutomatic(given)
          ? suggestRecipe(image, pixelSize, work)
          : { recipe: given, reason: null };
    const recipe = resolveRecipe(chosen.recipe);
    const part = { ...work, progress: (fraction: number, note: string) => work.progress(0.9 * fraction, note) };
    let known: GreyImage | null = null;
    const probability = (make: () => GreyImage) => {
      if (asked.maps === true) known = make();
    };
    const sureness = new Sureness();
    let heard: HeardClasses | null = null;
    const classes: StepScene['classes'] = (make, list) => {
      heard = { maps: make(), classes: list };
    };
    const result = runRecipe(recipe, image, pixelSize, part, {
      networks,
      kept: keptReader(asked.kept, environment.open),
      probability,
      classes,
      sureness: sureness.hear,
    });
    work.progress(0.9, 'Measure particles');
    const { columns, values } = measure(result.instances, image, asked.pixelSize, {
      ...work,
      progress: (fraction, note) => work.progress(0.9 + 0.1 * fraction, note),
    });
    const unsure = sureness.of(result.instances);
    const { labels } = result.slots;
    const own = areasOf(result.instances, heard, labels, asked.pixelSize);
    return {
      width: image.width,
      height: image.height,
      instances: encodeInstances(result.instances),
      columns: [...columns, ...own.columns, ...(unsure === null ? [] : [uncertaintyColumn])],
      values: [...values, ...own.values, ...(unsure === null ? [] : [unsure])],
      recipe,
      reason: chosen.reason,
      resolved: result.resolved,
      stepVersions: result.stepVersions,
      maps: asked.maps === true ? mapFiles(result.instances, image, known, heard, labels, pixelSize) : null,
      seconds: (Date.now() - begin) / 1000,
    };
  },
);
