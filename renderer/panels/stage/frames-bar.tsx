import Slider from '@mui/material/Slider';
import { styled } from '@mui/material/styles';
import { useStore } from 'zustand';
import { commandById, runCommand } from '../../commands/list.ts';
import { libraryStore } from '../../state/library.ts';
import { selectionStore, showFrame } from '../../state/selection.ts';
import { IconButton } from '../../ui/button.tsx';
import { colour } from '../../ui/tokens.ts';

const Bar = styled('div')({
  display: 'flex',
  alignItems: 'center',
  gap: 8,
  flex: 'none',
  height: 32,
  padding: '0 8px',
  backgroundColor: colour.panel,
  borderTop: `1px solid ${colour.line}`,
});
const Count = styled('span')({
  color: colour.muted,
  flex: 'none',
  minWidth: 76,
  textAlign: 'right',
  whiteSpace: 'nowrap',
});

function Step({ id, icon }: { readonly id: string; readonly icon: 'nextFrame' | 'previousFrame' }) {
  const command = commandById(id);
  return (
    <IconButton
      icon={icon}
      label={String(command.title)}
      shortcut={command.shortcuts?.[0]}
      onClick={() => runCommand(command)}
    />
  );
}

/** The frames of a stack, stepped and dragged through. Absent for single images. */
export function FramesBar() {
  const shown = useStore(selectionStore, (s) => s.shown);
  const frames = useStore(libraryStore, (s) => (shown === null ? 1 : (s.imageById.get(shown.imageId)?.frames ?? 1)));
  if (shown === null || frames < 2) return null;
  return (
    <Bar role="group" aria-label="Frames">
      <Step id="stage.previousFrame" icon="previousFrame" />
      <Slider
        aria-label="Frame"
        min={1}
        max={frames}
        step={1}
        value={shown.frame + 1}
        onChange={(_, value) => showFrame((value as number) - 1, frames)}
        sx={{ flex: '1 1 auto', marginInline: '6px' }}
      />
      <Step id="stage.nextFrame" icon="nextFrame" />
      <Count>
        Frame {shown.frame + 1} of {frames}
      </Count>
    </Bar>
  );
}
