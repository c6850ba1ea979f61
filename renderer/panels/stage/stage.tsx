import { styled } from '@mui/material/styles';
import { useStore } from 'zustand';
import { libraryStore } from '../../state/library.ts';
import { selectionStore } from '../../state/selection.ts';
import { EmptyStage } from './empty-stage.tsx';
import { FramesBar } from './frames-bar.tsx';
import { ReadOut } from './read-out-line.tsx';
import { StageToolbar } from './toolbar.tsx';
import { Viewport } from './viewport.tsx';

const Column = styled('div')({
  display: 'flex',
  flexDirection: 'column',
  flex: '1 1 0',
  minHeight: 0,
  minWidth: 0,
});

/** The centre of the window: the image that is looked at, its tools, its read-out. */
export function Stage() {
  const loaded = useStore(libraryStore, (s) => s.loaded);
  const image = useStore(selectionStore, (s) => s.shown?.imageId ?? null);
  const known = useStore(libraryStore, (s) => image !== null && s.imageById.has(image));
  if (!known) return loaded ? <EmptyStage /> : null;
  return (
    <Column>
      <StageToolbar />
      <Viewport />
      <FramesBar />
      <ReadOut />
    </Column>
  );
}
