import { CommandButton } from '../../ui/command-button.tsx';
import { Empty } from '../../ui/empty.tsx';

/** No image yet: how to get one. */
export function EmptyStage() {
  return (
    <Empty text="Drop micrographs or a folder here, or choose them: DM3, DM4, EMD, SER, MRC, TIFF, PNG and more.">
      <CommandButton id="images.import" look="primary" icon="import" label="Import files…" />
      <CommandButton id="images.importFolder" icon="folder" label="Import a folder…" />
    </Empty>
  );
}
