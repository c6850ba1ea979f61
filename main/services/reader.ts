import { pixelSizeOf } from '../../app/domain/calibration.ts';
import type { PreviewBytes, ProjectReader } from './project-reader.ts';
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

/** What the byte routes see of the open project. */
export function projectReader(session: Session, previews: Previews): ProjectReader {
  return {
    projectPath: () => session.current?.path ?? null,
    image: async (imageId) => {
      const image = await session.project.reads.image(imageId);
      return {
        path: image.file.path,
        imageIndex: image.imageIndex,
        width: image.width,
        height: image.height,
        frames: image.frames,
        elementType: image.elementType,
        sha256: image.file.sha256,
        pixelSize: pixelSizeOf(image.calibration),
      };
    },
    instances: async (runId, imageId, frame) => session.project.reads.instances(runId, imageId, frame),
    table: async (runId) => session.project.reads.table(runId),
    column: async (runId, columnId) => session.project.reads.column(runId, columnId),
    flags: async (runId, flag) => session.project.reads.flags(runId, flag),
    preview: (token) => previews.get(token),
  };
}
