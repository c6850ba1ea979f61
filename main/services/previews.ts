import { pixelSizeOf } from '../../app/domain/calibration.ts';
import { previewTask } from '../../app/pipeline/tasks/preview.ts';
import type { HandlersOf } from './handler.ts';
import { keptPaths } from './kept-paths.ts';
import type { ServicePorts } from './ports.ts';
import { PreviewPace } from './preview-pace.ts';
import type { PreviewBytes } from './project-reader.ts';
import type { Session } from './session.ts';

const keptPreviews = 8;

/** The pictures of the newest previews, by token. */
export class Previews {
  readonly #kept = new Map<string, PreviewBytes>();
  #next = 1;

  keep(preview: PreviewBytes): string {
    const token = (this.#next++).toString(36);
    this.#kept.set(token, preview);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > keptPreviews && oldest !== undefined) this.#kept.delete(oldest);
    return token;
  }

  get(token: string): PreviewBytes | null {
    return this.#kept.get(token) ?? null;
  }
}

/** Recipes tried on what is visible. */
export function previewHandlers(
  { tasks }: ServicePorts,
  session: Session,
  previews: Previews,
): Pick<HandlersOf<'recipes'>, 'recipes.preview'> {
  let newest = new AbortController();
  const pace = new PreviewPace();
  return {
    'recipes.preview': async ({ imageId, frame, region, scale, quick, recipe, upToStep }, { signal }) => {
      const { file, imageIndex, calibration } = await session.project.reads.image(imageId);
      newest.abort();
      const abort = new AbortController();
      newest = abort;
      const stop = () => abort.abort();
      signal.addEventListener('abort', stop, { once: true });
      try {
        const { pixels, resolved, worked, ...picture } = await tasks.run(
          previewTask,
          {
            address: { path: file.path, imageIndex, frame },
            version: file.sha256,
            region,
            scale,
            mostPixels: quick === true ? pace.pixelsFor(recipe) : undefined,
            recipe,
            kept: keptPaths(session.project.path, recipe),
            upToStep,
            pixelSize: pixelSizeOf(calibration),
          },
          { priority: 'view', signal: abort.signal },
        );
        if (quick === true) pace.learn(recipe, worked, picture.seconds);
        const { kind, width, height } = picture;
        const bytes = new Uint8Array(pixels.buffer, pixels.byteOffset, pixels.byteLength);
        const token = previews.keep({ kind, width, height, bytes });
        return { ...picture, region: { ...picture.region }, resolved: { ...resolved }, url: `/bytes/preview/${token}` };
      } finally {
        signal.removeEventListener('abort', stop);
      }
    },
  };
}
