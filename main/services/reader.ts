import { pixelSizeOf } from '../../app/domain/calibration.ts';
import type { Forests } from './forest.ts';
import type { Previews } from './previews.ts';
import type { ProjectReader } from './project-reader.ts';
import type { Session } from './session.ts';

/** What the byte routes see of the open project. */
export function projectReader(session: Session, previews: Previews, forests: Forests): ProjectReader {
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
    forest: (token) => forests.bytes(token),
  };
}
