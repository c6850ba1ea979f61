import { bytesPath } from '../../../app/contract/bytes.ts';
import type { ImageInfo } from '../../../app/contract/nouns.ts';
import { type Camera, type Size, visibleRect, wholePixels } from '../../scene/camera.ts';
import { StageScene } from '../../scene/stage-scene.ts';
import type { StageView } from '../../scene/views.ts';
import { clearAnnotations } from '../../state/annotations.ts';
import { libraryStore } from '../../state/library.ts';
import { runsStore } from '../../state/runs.ts';
import { type PlaneRef, selectionStore } from '../../state/selection.ts';
import { setStage, stageStore, tellSight } from '../../state/stage.ts';
import { followTables, tableStore } from '../../state/table.ts';
import { viewStore } from '../../state/view.ts';
import { arrange, type PaneId } from './arrange.ts';
import { Cameras, linkedCamera } from './cameras.ts';
import { Displays } from './displays.ts';
import { ForestLayers } from './forest-layers.ts';
import { GhostLayer } from './ghost-layer.ts';
import { LabelLayers } from './label-layers.ts';
import { layersOf } from './layers.ts';
import { type Live, liveStore, type Pane, paneOf } from './live.ts';
import { Overlays } from './overlays.ts';
import { glancedAt, type Planes, sharedPlanes } from './planes.ts';
import { Spectra, spectrumCamera } from './spectra.ts';

/** Milliseconds before the stage says that pixels are on their way. */
const patience = 200;
/** Milliseconds of rest before the visible part is told to others. */
const rest = 60;
/** Milliseconds after which the neighbours of a new picture are fetched; until then the machine draws. */
const prefetchPause = 300;
/** Frames larger than this are not fetched before they are asked for. */
const prefetchLimit = 128 * 2 ** 20;
const cameras = new Cameras();
const displays = new Displays();

/** Brings what the stores say onto the canvas: panes, pixels, cameras, overlays. One for each mounted stage. */
export class StageController {
  readonly #scene: StageScene;
  readonly #planes: Planes = sharedPlanes();
  readonly #overlays = new Overlays(() => this.update());
  readonly #spectra = new Spectra((gone) => {
    if (gone !== null) this.#scene.forget((url) => url === gone);
    this.update();
  });
  readonly #labelLayers: LabelLayers;
  readonly #ghost: GhostLayer;
  readonly #forest: ForestLayers;
  readonly #quits: (() => void)[];
  #size: Size = { width: 0, height: 0 };
  #served = viewStore.getState().camera.serial;
  #updateAsked = false;
  #prefetchTimer: ReturnType<typeof setTimeout> | undefined;
  #waitTimer: ReturnType<typeof setTimeout> | undefined;
  #restTimer: ReturnType<typeof setTimeout> | undefined;

  /** Throws when the browser has no WebGL 2. */
  constructor(canvas: HTMLCanvasElement) {
    this.#scene = new StageScene(canvas);
    const later = () => this.update();
    this.#labelLayers = new LabelLayers(this.#scene, later, () => {
      // the picture first: panels are put together while it is drawn
      this.#update();
      this.#scene.drawNow();
    });
    this.#ghost = new GhostLayer(this.#scene, later);
    this.#forest = new ForestLayers(this.#scene, later);
    this.#quits = [
      followTables(),
      this.#planes.listen((news) => {
        if (news.kind === 'progress') liveStore.setState({ fraction: news.fraction });
        else {
          if (news.kind === 'forgotten') this.#forget(news.test);
          later();
        }
      }),
      selectionStore.subscribe(later),
      viewStore.subscribe(later),
      stageStore.subscribe((now, before) => {
        if (now.sight === before.sight) later();
      }),
      libraryStore.subscribe(later),
      runsStore.subscribe(later),
      tableStore.subscribe(later),
    ];
    later();
  }

  get scene(): StageScene {
    return this.#scene;
  }

  get displays(): Displays {
    return displays;
  }

  resize(size: Size, ratio: number): void {
    this.#size = size;
    liveStore.setState({ ratio });
    this.#scene.resize(size);
    this.#update();
  }

  /** Moves the camera of a pane, and of those that are linked with it. */
  setCamera(pane: Pane, camera: Camera): void {
    const a = paneOf(liveStore.getState(), 'a');
    if (pane.id === 'b' && a !== undefined && this.#linked()) {
      cameras.set(keyOf(a), a.image, linkedCamera(camera, pane.image, a.image));
    } else cameras.set(keyOf(pane), pane.image, camera);
    this.#update();
  }

  /** Tries again what failed in a pane. */
  retry(pane: Pane): void {
    this.#planes.retry(bytesPath.frame(pane.plane.imageId, pane.plane.frame));
  }

  /** Looks at the stores again before the next drawing; many calls are one. */
  update(): void {
    if (this.#updateAsked) return;
    this.#updateAsked = true;
    queueMicrotask(() => {
      this.#updateAsked = false;
      this.#update();
    });
  }

  dispose(): void {
    for (const quit of this.#quits) quit();
    clearTimeout(this.#prefetchTimer);
    clearTimeout(this.#waitTimer);
    clearTimeout(this.#restTimer);
    this.#spectra.dispose();
    this.#labelLayers.dispose();
    this.#ghost.dispose();
    this.#forest.dispose();
    this.#scene.dispose();
    liveStore.setState({ panes: [], waiting: false, pointer: null, sketch: null });
  }

  #forget(test: (url: string) => boolean): void {
    this.#scene.forget(test);
    if (!test('/bytes/frame/')) return;
    cameras.forget();
    displays.forget();
    this.#overlays.forget();
    clearAnnotations();
    setStage({ spectrumRegion: null, ringSpacing: null });
    liveStore.setState({ panes: [] });
  }

  #linked(): boolean {
    return viewStore.getState().compare === 'swipe' || stageStore.getState().linked;
  }

  #update(): void {
    if (this.#size.width >= 2 && this.#size.height >= 2) this.#planes.round(() => this.#look());
  }

  #look(): void {
    const before = liveStore.getState();
    const wanted = this.#wantedPlanes();
    this.#answerRequest(before);
    const panes: Pane[] = [];
    for (const place of arrange(this.#size, this.#arrangement())) {
      if (place.id === 'spectrum') {
        const spectrum = panes.length === 0 ? null : this.#spectra.pane(panes[0], place, cameras);
        if (spectrum !== null) panes.push(spectrum);
        continue;
      }
      const plane = place.id === 'a' ? wanted.a : wanted.b;
      const pane = plane === null ? null : this.#pane(place, plane, before, panes[0]);
      if (pane !== null) panes.push(pane);
    }
    const live = { ...before, panes };
    this.#tellWaiting(panes.some((pane) => pane.stale && pane.failure === null));
    liveStore.setState({ panes });
    this.#scene.show(panes.map((pane) => this.#viewOf(pane)));
    this.#tellSightLater(live);
  }

  #wantedPlanes(): { a: PlaneRef | null; b: PlaneRef | null } {
    const { shown, other } = selectionStore.getState();
    return { a: shown, b: shown === null ? null : (other ?? shown) };
  }

  #arrangement() {
    const { compare, fft, swipe } = viewStore.getState();
    return { compare, spectrum: fft, swipe };
  }

  #pane(
    place: { id: PaneId; rect: Pane['rect']; clip: Pane['clip'] },
    plane: PlaneRef,
    before: Live,
    a: Pane | undefined,
  ): Pane | null {
    const image = libraryStore.getState().imageById.get(plane.imageId);
    if (image === undefined) return null;
    const url = bytesPath.frame(plane.imageId, plane.frame);
    const frame = this.#planes.frame(url, glancedAt(plane, image));
    const glance = frame === null ? this.#planes.glance(url) : null;
    const failure = frame === null ? this.#planes.failure(url) : null;
    const old = paneOf(before, place.id);
    if (frame === null && glance === null && failure === null && old !== undefined && old.frame !== null) {
      // the picture before stays until the new one is there
      return { ...old, ...place, camera: this.#camera(place.id, old.image, place.rect, a), stale: true };
    }
    const runId = this.#runOf(place.id, plane);
    const camera = this.#camera(place.id, image, place.rect, a);
    if (frame !== null && old?.frame !== frame && place.id === 'a') {
      clearTimeout(this.#prefetchTimer);
      this.#prefetchTimer = setTimeout(() => this.#prefetch(plane), prefetchPause);
    }
    const labels = frame === null || runId === null ? null : this.#labels(runId, plane, image);
    return { ...place, plane, image, runId, camera, frame, glance, labels, stale: frame === null, failure };
  }

  #camera(id: PaneId, image: ImageInfo, view: Size, a: Pane | undefined): Camera {
    if (id === 'b' && a !== undefined && this.#linked()) return linkedCamera(a.camera, a.image, image);
    return cameras.of(keyOf({ id, image }), image, view);
  }

  #runOf(id: PaneId, plane: PlaneRef): number | null {
    const { runId, otherRunId, shown } = selectionStore.getState();
    const samePlane = shown?.imageId === plane.imageId && shown.frame === plane.frame;
    const chosen = id === 'b' && (samePlane || otherRunId !== null) ? otherRunId : runId;
    if (chosen === null) return null;
    const results = runsStore.getState().runById.get(chosen)?.results;
    return results?.some((r) => r.imageId === plane.imageId && r.frame === plane.frame) === true ? chosen : null;
  }

  #labels(runId: number, plane: PlaneRef, image: Size) {
    return this.#planes.labels(bytesPath.labels(runId, plane.imageId, plane.frame), image.width, image.height);
  }

  #viewOf(pane: Pane): StageView {
    const { rect, clip, camera } = pane;
    const layers = layersOf(pane, {
      planes: this.#planes,
      displays,
      overlays: this.#overlays,
      labels: this.#labelLayers,
      ghost: this.#ghost,
      forest: this.#forest,
    });
    return { rect, clip, camera, layers };
  }

  #answerRequest(before: Live): void {
    const { camera } = viewStore.getState();
    if (camera.serial === this.#served) return;
    this.#served = camera.serial;
    const { shown } = selectionStore.getState();
    const image = shown === null ? undefined : libraryStore.getState().imageById.get(shown.imageId);
    if (shown === null || image === undefined) return;
    const under =
      camera.go.kind === 'centre' || before.pointer === null ? undefined : paneOf(before, before.pointer.pane);
    if (under !== undefined && under.id !== 'a' && !(under.id === 'b' && this.#linked())) {
      cameras.answer(keyOf(under), under.image, under.rect, camera.go);
      return;
    }
    const [place] = arrange(this.#size, this.#arrangement());
    cameras.answer(keyOf({ id: 'a', image }), image, place.rect, camera.go);
  }

  #prefetch({ imageId, frame }: PlaneRef): void {
    const { images, imageById } = libraryStore.getState();
    const at = images.findIndex((image) => image.id === imageId);
    const frames = imageById.get(imageId)?.frames ?? 1;
    const near: PlaneRef[] =
      frames > 1
        ? [frame + 1, frame - 1, frame + 2].filter((f) => f >= 0 && f < frames).map((f) => ({ imageId, frame: f }))
        : [images[at + 1], images[at - 1]].filter((i) => i !== undefined).map((i) => ({ imageId: i.id, frame: 0 }));
    const small = near.filter((plane) => {
      const image = imageById.get(plane.imageId);
      return image?.available === true && image.width * image.height * 4 <= prefetchLimit;
    });
    this.#planes.prefetch(small.map((plane) => bytesPath.frame(plane.imageId, plane.frame)));
  }

  #tellWaiting(waits: boolean): void {
    if (!waits) {
      clearTimeout(this.#waitTimer);
      this.#waitTimer = undefined;
      if (liveStore.getState().waiting) liveStore.setState({ waiting: false, fraction: null });
    } else this.#waitTimer ??= setTimeout(() => liveStore.setState({ waiting: true }), patience);
  }

  #tellSightLater(live: Live): void {
    clearTimeout(this.#restTimer);
    this.#restTimer = setTimeout(() => {
      const a = paneOf(live, 'a');
      const seen = a === undefined || a.frame === null ? null : visibleRect(a.camera, a.rect, a.image);
      if (a === undefined || seen === null) tellSight(null);
      else tellSight({ ...a.plane, region: wholePixels(seen, a.image), zoom: a.camera.zoom });
    }, rest);
  }
}

/** Under which an image's camera is remembered. */
function keyOf({ id, image }: Pick<Pane, 'id' | 'image'>): string {
  if (id === 'spectrum') return spectrumCamera(image.width);
  return id === 'a' ? `${image.id}` : `b ${image.id}`;
}
