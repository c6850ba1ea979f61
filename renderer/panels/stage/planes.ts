import { bytesPath } from '../../../app/contract/bytes.ts';
import type { ImageInfo } from '../../../app/contract/nouns.ts';
import type { FailureInfo } from '../../../app/domain/failure.ts';
import { Failure } from '../../../app/domain/failure.ts';
import { on } from '../../client/session.ts';
import { PixelStore } from '../../scene/frame/pixel-store.ts';
import type { Frame, Glance, Labels } from '../../scene/frame/plane.ts';
import { libraryStore } from '../../state/library.ts';
import { projectStore } from '../../state/project.ts';
import type { PlaneRef } from '../../state/selection.ts';

type Plane = Frame | Labels;

/** Frames of more pixels are seen at a glance before they have come. */
const glanceFrom = 5 * 2 ** 20;

/** Where to look at a plane first, if it is so large that it is slow to come. */
export function glancedAt({ imageId, frame }: PlaneRef, { width, height, elementType }: ImageInfo): string | null {
  if (elementType === 'rgb8' || elementType === 'rgba8' || width * height < glanceFrom) return null;
  return bytesPath.glance(imageId, frame);
}

/** What happened to planes: something arrived or failed, more of a wanted one came, or some were forgotten. */
export type PlaneNews =
  | { readonly kind: 'changed' }
  | { readonly kind: 'progress'; readonly fraction: number }
  | { readonly kind: 'forgotten'; readonly test: (url: string) => boolean };

/**
 * The pixels the stage works with. They outlive the stage itself, so that leaving a room and coming back shows the same
 * picture at once.
 */
export class Planes {
  readonly #store = new PixelStore(
    (url, fraction) => {
      if (this.#wanted.has(url)) this.#tell({ kind: 'progress', fraction });
    },
    (url) => {
      if (this.#wanted.has(url)) this.#tell({ kind: 'changed' });
    },
  );
  readonly #failures = new Map<string, FailureInfo>();
  readonly #asked = new Set<string>();
  readonly #wanted = new Set<string>();
  readonly #listeners = new Set<(news: PlaneNews) => void>();

  constructor() {
    projectStore.subscribe(({ project, leaving }, before) => {
      if (leaving && !before.leaving) this.#store.stopAll();
      // what was not opened after all is still there to be seen
      if (!leaving && before.leaving) this.#tell({ kind: 'changed' });
      if (project?.path !== before.project?.path || project?.uuid !== before.project?.uuid) this.forget(() => true);
    });
    // the library is read again when a lost connection came back
    libraryStore.subscribe(() => this.#retry(({ tag }) => tag === 'disconnected'));
    on('runs.changed', ({ runId }) => {
      if (runId !== null) this.forget((url) => url.startsWith(`/bytes/labels/${runId}/`));
    });
    on('images.changed', () => this.#retry(() => true));
  }

  /** Returns the way to stop hearing. */
  listen(hear: (news: PlaneNews) => void): () => void {
    this.#listeners.add(hear);
    return () => this.#listeners.delete(hear);
  }

  /** The frame if it is there; else it is fetched, its `glance` first (null: it comes fast enough). */
  frame(url: string, glance: string | null): Frame | null {
    return this.#get(url, () => this.#store.frame(url, glance)) as Frame | null;
  }

  /** What can be seen of a frame that is on its way. */
  glance(url: string): Glance | null {
    return this.#store.glance(url) ?? null;
  }

  labels(url: string, width: number, height: number): Labels | null {
    return this.#get(url, () => this.#store.labels(url, width, height)) as Labels | null;
  }

  failure(url: string): FailureInfo | null {
    return this.#failures.get(url) ?? null;
  }

  /** Tries again what failed. */
  retry(url: string): void {
    this.#failures.delete(url);
    this.#tell({ kind: 'changed' });
  }

  prefetch(urls: readonly string[]): void {
    if (projectStore.getState().leaving) return;
    void this.#store.prefetch(urls.filter((url) => !this.#failures.has(url)));
  }

  /** Runs `look`, which asks for everything that is wanted now; what it does not ask for is given up. */
  round(look: () => void): void {
    this.#wanted.clear();
    look();
    this.#store.stopOthers(this.#wanted);
  }

  forget(test: (url: string) => boolean): void {
    this.#store.forget(test);
    for (const url of this.#failures.keys()) if (test(url)) this.#failures.delete(url);
    this.#tell({ kind: 'forgotten', test });
  }

  #get(url: string, fetch: () => Promise<Plane>): Plane | null {
    this.#wanted.add(url);
    const there = this.#store.peek(url);
    if (there !== undefined) return there;
    if (projectStore.getState().leaving || this.#failures.has(url) || this.#asked.has(url)) return null;
    this.#asked.add(url);
    void (async () => {
      try {
        await fetch();
      } catch (thrown) {
        const { info } = Failure.from(thrown);
        if (info.tag !== 'stopped') this.#failures.set(url, info);
      } finally {
        this.#asked.delete(url);
        this.#tell({ kind: 'changed' });
      }
    })();
    return null;
  }

  /** Takes back the failures that pass, so that the next look tries again. */
  #retry(test: (failure: FailureInfo) => boolean): void {
    let any = false;
    for (const [url, failure] of this.#failures) any = (test(failure) && this.#failures.delete(url)) || any;
    if (any) this.#tell({ kind: 'changed' });
  }

  #tell(news: PlaneNews): void {
    for (const hear of this.#listeners) hear(news);
  }
}

let planes: Planes | null = null;

/** The window's pixels; made when they are first wanted. */
export function sharedPlanes(): Planes {
  planes ??= new Planes();
  return planes;
}
