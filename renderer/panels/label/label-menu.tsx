import Divider from '@mui/material/Divider';
import Menu from '@mui/material/Menu';
import MenuItem from '@mui/material/MenuItem';
import { styled } from '@mui/material/styles';
import { useStore } from 'zustand';
import type { LabelledInstance } from '../../../app/domain/labels/labelled-instance.ts';
import { isOffered, titleOf } from '../../commands/command.ts';
import { requestFocus } from '../../commands/focus.ts';
import { commandById, runCommand } from '../../commands/list.ts';
import { reviewParticles } from '../../state/labels/frame-edits.ts';
import { labelStore, selectInstances } from '../../state/labels/label-store.ts';
import { pickClass } from '../../state/labels/label-tool-state.ts';
import { giveClass } from '../../state/labels/particle-edits.ts';
import { attempt } from '../../state/notices.ts';
import { roomStore } from '../../state/room.ts';
import { Keys } from '../../ui/keys.tsx';
import { Swatch } from '../../ui/swatch.tsx';
import { colour } from '../../ui/tokens.ts';
import { closeStageMenu, stageMenuStore } from '../stage/menu-place.ts';

const Grow = styled('span')({ flex: '1 1 auto', marginRight: 24 });
const Head = styled('span')({ color: colour.muted, fontSize: 12, padding: '4px 8px 2px', display: 'block' });

const ofParticle = ['label.grow', 'label.shrink', 'label.smooth', 'label.fillHoles', 'label.remove'];

function CommandItem({ id }: { readonly id: string }) {
  const roomId = useStore(roomStore, (s) => s.roomId);
  const command = commandById(id);
  if (!isOffered(command, roomId)) return null;
  const shortcut = command.shortcuts?.[0];
  return (
    <MenuItem
      onClick={() => {
        closeStageMenu();
        runCommand(command);
      }}
    >
      <Grow>{titleOf(command)}</Grow>
      {shortcut === undefined ? null : <Keys shortcut={shortcut} />}
    </MenuItem>
  );
}

/** The classes, to give one to the particle under the pointer. */
function ClassItems({ particle }: { readonly particle: LabelledInstance }) {
  const { classes, document } = useStore(labelStore);
  return classes.map(({ id, name, colour: tone }) => (
    <MenuItem
      key={id}
      selected={id === particle.classId}
      onClick={() => {
        closeStageMenu();
        if (document !== null) giveClass(document, [particle.id], id);
      }}
    >
      <Swatch colour={tone} />
      <Grow>{name}</Grow>
    </MenuItem>
  ));
}

function ParticleItems({ particle }: { readonly particle: LabelledInstance }) {
  const document = useStore(labelStore, (s) => s.document);
  const { id, reviewed } = particle;
  return (
    <>
      <MenuItem
        onClick={() => {
          closeStageMenu();
          selectInstances([id]);
        }}
      >
        <Grow>Choose particle {id}</Grow>
      </MenuItem>
      <MenuItem
        onClick={() => {
          closeStageMenu();
          if (document === null) return;
          void attempt('stage', 'review', () => reviewParticles(document.ref, [id], !reviewed));
        }}
      >
        <Grow>{reviewed ? 'Not reviewed yet' : 'Mark as reviewed'}</Grow>
      </MenuItem>
      <Divider />
      <Head role="presentation">Class of particle {id}</Head>
      <ClassItems particle={particle} />
    </>
  );
}

/** A right click on the stage: what lies there and what can be done with it. Opening it changes nothing. */
export function LabelMenu() {
  const { place, at } = useStore(stageMenuStore);
  const { document, classes, selected, layer } = useStore(labelStore);
  const x = Math.floor(at.x);
  const y = Math.floor(at.y);
  const particle = layer === 'instances' ? document?.instancesAt(x, y)[0] : undefined;
  const classId = layer === 'classes' ? (document?.classAt(x, y) ?? 0) : 0;
  const found = classes.find(({ id }) => id === classId);
  const close = () => {
    closeStageMenu();
    requestFocus('stage');
  };
  return (
    <Menu
      open={place !== null}
      onClose={close}
      anchorReference="anchorPosition"
      {...(place === null ? {} : { anchorPosition: place })}
      transitionDuration={80}
      onContextMenu={(event) => event.preventDefault()}
    >
      {particle === undefined ? null : <ParticleItems particle={particle} />}
      {found === undefined ? null : (
        <MenuItem
          onClick={() => {
            closeStageMenu();
            pickClass(found.id);
          }}
        >
          <Swatch colour={found.colour} />
          <Grow>Paint with {found.name}</Grow>
        </MenuItem>
      )}
      {particle === undefined && found === undefined ? <Head role="presentation">Nothing is labelled here</Head> : null}
      {selected.length === 0 ? null : <Divider />}
      {selected.length === 0 ? null : ofParticle.map((id) => <CommandItem key={id} id={id} />)}
      <Divider />
      <CommandItem id="edit.undo" />
      <CommandItem id="label.layer" />
    </Menu>
  );
}
