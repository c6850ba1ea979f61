import { styled } from '@mui/material/styles';
import { useStore } from 'zustand';
import { historyStore } from '../state/history.ts';
import { isShown, layoutStore, toggleRegion } from '../state/layout.ts';
import { openPrompt } from '../state/prompt.ts';
import { currentRoom, enterRoom, roomStore } from '../state/room.ts';
import { IconButton } from '../ui/button.tsx';
import { CommandButton } from '../ui/command-button.tsx';
import { Icon } from '../ui/icons.tsx';
import { Keys } from '../ui/keys.tsx';
import { Tip } from '../ui/tip.tsx';
import { colour, size } from '../ui/tokens.ts';
import { DeviceChip } from './device-chip.tsx';
import { ProjectMenu } from './project-menu.tsx';
import { SaveDot } from './save-dot.tsx';

const Bar = styled('header')({
  flex: 'none',
  display: 'flex',
  alignItems: 'center',
  height: size.bar,
  padding: '0 8px',
  gap: 4,
  backgroundColor: colour.panel,
  borderBottom: `1px solid ${colour.line}`,
});
const Rooms = styled('nav')({ display: 'flex', alignItems: 'center', height: '100%', marginLeft: 8, minWidth: 0 });
const RoomButton = styled('button')({
  position: 'relative',
  display: 'flex',
  alignItems: 'center',
  gap: 8,
  height: '100%',
  padding: '0 12px',
  border: 0,
  background: 'none',
  color: colour.muted,
  fontWeight: 500,
  whiteSpace: 'nowrap',
  '@media (max-width: 800px)': { padding: '0 7px', '& > span': { display: 'none' } },
  '&:hover': { color: colour.text },
  '&[aria-current="page"]': { color: colour.text },
  '&[aria-current="page"]::after': {
    content: '""',
    position: 'absolute',
    inset: 'auto 8px 0',
    height: 2,
    borderRadius: '2px 2px 0 0',
    backgroundColor: colour.accent,
  },
});
const Digit = styled('span')({ fontSize: 11, color: colour.muted, fontWeight: 400 });
const Arrow = styled('span')({ color: colour.edge, display: 'flex' });
const Space = styled('div')({ flex: '1 1 0', minWidth: 8 });
const Divider = styled('div')({
  width: 1,
  height: 16,
  margin: '0 4px',
  backgroundColor: colour.line,
  flex: 'none',
  '@media (max-width: 800px)': { display: 'none' },
});
const Search = styled('button')({
  display: 'flex',
  alignItems: 'center',
  gap: 8,
  height: 26,
  padding: '0 6px 0 8px',
  borderRadius: size.radius,
  border: `1px solid ${colour.line}`,
  backgroundColor: colour.field,
  color: colour.muted,
  '&:hover': { borderColor: colour.edge, color: colour.text },
  '@media (max-width: 1100px)': { '& .wide': { display: 'none' } },
});

function RoomTabs() {
  const { rooms, roomId } = useStore(roomStore);
  return (
    <Rooms aria-label="Rooms of the flow">
      {rooms.map((room, i) => (
        <Tip key={room.id} title={`Go to ${room.title}`} shortcut={room.shortcut}>
          <RoomButton
            type="button"
            aria-current={room.id === roomId ? 'page' : undefined}
            onClick={() => enterRoom(room.id)}
          >
            {i === 0 ? null : (
              <Arrow style={{ margin: '0 0 0 -14px' }}>
                <Icon name="chevronRight" size={10} />
              </Arrow>
            )}
            <Digit aria-hidden="true">{room.shortcut}</Digit>
            {room.title}
          </RoomButton>
        </Tip>
      ))}
    </Rooms>
  );
}

function UndoButtons() {
  // The buttons' names come from the command list; the history is followed so that they change with it.
  useStore(historyStore);
  return (
    <>
      <CommandButton id="edit.undo" icon="undo" label={null} look="quiet" />
      <CommandButton id="edit.redo" icon="redo" label={null} look="quiet" />
    </>
  );
}

function RegionButtons() {
  const layout = useStore(layoutStore);
  const lower = useStore(roomStore, (s) => currentRoom(s)?.lower ?? null);
  return (
    <>
      <IconButton
        icon="panelLeft"
        label="Samples"
        shortcut="Mod+B"
        data-quiet
        aria-pressed={isShown(layout, 'samplesOpen')}
        onClick={() => toggleRegion('samplesOpen')}
      />
      {lower === null ? null : (
        <IconButton
          icon="panelLower"
          label={lower}
          shortcut="Mod+Shift+L"
          data-quiet
          aria-pressed={isShown(layout, 'lowerOpen')}
          onClick={() => toggleRegion('lowerOpen')}
        />
      )}
      <IconButton
        icon="panelRight"
        label="Inspector"
        shortcut="Mod+Alt+B"
        data-quiet
        aria-pressed={isShown(layout, 'inspectorOpen')}
        onClick={() => toggleRegion('inspectorOpen')}
      />
    </>
  );
}

/** The top of the window: the project, the rooms of the flow in their order, undo, commands, device, save dot. */
export function FlowBar() {
  return (
    <Bar>
      <ProjectMenu />
      <RoomTabs />
      <Space />
      <UndoButtons />
      <Divider />
      <Tip title="All commands" shortcut="Mod+K">
        <Search type="button" aria-label="All commands" onClick={() => openPrompt('palette')}>
          <Icon name="search" size={14} />
          <span className="wide">Search commands</span>
          <span className="wide">
            <Keys shortcut="Mod+K" />
          </span>
        </Search>
      </Tip>
      <Divider />
      <RegionButtons />
      <Divider />
      <DeviceChip />
      <SaveDot />
    </Bar>
  );
}
