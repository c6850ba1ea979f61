import Divider from '@mui/material/Divider';
import Menu from '@mui/material/Menu';
import MenuItem from '@mui/material/MenuItem';
import { styled } from '@mui/material/styles';
import { useStore } from 'zustand';
import { isOffered, titleOf } from '../../commands/command.ts';
import { requestFocus } from '../../commands/focus.ts';
import { commandById, runCommand } from '../../commands/list.ts';
import { libraryStore, moveImages } from '../../state/library.ts';
import { attempt } from '../../state/notices.ts';
import { roomStore } from '../../state/room.ts';
import { selectionStore } from '../../state/selection.ts';
import { Keys } from '../../ui/keys.tsx';
import { count } from '../../ui/quantity.ts';
import { colour } from '../../ui/tokens.ts';

export interface TreeMenuAt {
  readonly left: number;
  readonly top: number;
}

const Grow = styled('span')({ flex: '1 1 auto', marginRight: 24 });
const Muted = styled('span')({ color: colour.muted, fontSize: 12, padding: '4px 8px 2px', display: 'block' });

const commands = ['images.rename', 'images.calibrate'];

/** What can be done with the chosen rows of the tree. */
export function TreeMenu({ at, onClose }: { readonly at: TreeMenuAt | null; readonly onClose: () => void }) {
  const { samples, imageById } = useStore(libraryStore);
  const { sampleId, imageIds } = useStore(selectionStore);
  const roomId = useStore(roomStore, (s) => s.roomId);
  const holders = new Set(imageIds.map((id) => imageById.get(id)?.sampleId));
  const targets = sampleId === null ? samples.filter(({ id }) => holders.size > 1 || !holders.has(id)) : [];

  const close = () => {
    onClose();
    requestFocus('tree');
  };
  const item = (id: string) => {
    const command = commandById(id);
    if (!isOffered(command, roomId)) return null;
    const shortcut = command.shortcuts?.[0];
    return (
      <MenuItem
        key={id}
        onClick={() => {
          onClose();
          runCommand(command);
        }}
      >
        <Grow>{titleOf(command)}</Grow>
        {shortcut === undefined ? null : <Keys shortcut={shortcut} />}
      </MenuItem>
    );
  };
  return (
    <Menu
      open={at !== null}
      onClose={close}
      anchorReference="anchorPosition"
      {...(at === null ? {} : { anchorPosition: at })}
      transitionDuration={80}
      slotProps={{ paper: { style: { maxHeight: 420 } } }}
    >
      {sampleId === null ? commands.map(item) : [item('images.rename'), item('images.import')]}
      {targets.length === 0 ? null : <Divider />}
      {targets.length === 0 ? null : <Muted role="presentation">Move {count(imageIds.length, 'image')} to</Muted>}
      {targets.map(({ id, name }) => (
        <MenuItem
          key={id}
          onClick={() => {
            close();
            void attempt('samples', 'move', () => moveImages(imageIds, id));
          }}
        >
          {name}
        </MenuItem>
      ))}
      <Divider />
      {item('images.remove')}
    </Menu>
  );
}
