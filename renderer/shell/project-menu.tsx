import Divider from '@mui/material/Divider';
import Menu from '@mui/material/Menu';
import MenuItem from '@mui/material/MenuItem';
import { styled } from '@mui/material/styles';
import { type MouseEvent, useState } from 'react';
import { useStore } from 'zustand';
import { titleOf } from '../commands/command.ts';
import { commandById, runCommand } from '../commands/list.ts';
import { openOrOffer } from '../state/backups.ts';
import { layoutStore } from '../state/layout.ts';
import { projectStore } from '../state/project.ts';
import { Icon } from '../ui/icons.tsx';
import { Keys } from '../ui/keys.tsx';
import { Mark } from '../ui/mark.tsx';
import { Tip } from '../ui/tip.tsx';
import { colour } from '../ui/tokens.ts';

const Trigger = styled('button')({
  display: 'flex',
  alignItems: 'center',
  gap: 8,
  height: 32,
  padding: '0 8px 0 4px',
  border: 0,
  borderRadius: 4,
  background: 'none',
  fontWeight: 600,
  minWidth: 0,
  maxWidth: 260,
  '&:hover, &[aria-expanded="true"]': { backgroundColor: colour.hover },
  '& > span': { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  '& > svg': { flex: 'none' },
  '& > svg:last-of-type': { color: colour.muted },
  '@media (max-width: 800px)': { maxWidth: 140 },
});
const Grow = styled('span')({ flex: '1 1 auto', marginRight: 24 });
const Muted = styled('span')({ color: colour.muted, fontSize: 12, padding: '4px 8px 2px', display: 'block' });

const upper = ['project.create', 'project.open'];
const taking = ['images.import', 'images.importFolder'];
const middle = ['project.pack', 'project.relink', 'project.restore'];
const last = ['window.theme', 'help.keys', 'project.close'];

/** The project's name, and what can be done with the project as a whole. */
export function ProjectMenu() {
  const project = useStore(projectStore, (s) => s.project);
  const recent = useStore(projectStore, (s) => s.recent);
  useStore(layoutStore, (s) => s.theme);
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  if (project === null) return null;
  const close = () => setAnchor(null);
  const others = recent.filter(({ path, exists }) => exists && path !== project.path).slice(0, 5);

  const items = (ids: readonly string[]) =>
    ids.map((id) => {
      const command = commandById(id);
      const shortcut = command.shortcuts?.[0];
      return (
        <MenuItem
          key={id}
          onClick={() => {
            close();
            runCommand(command);
          }}
        >
          <Grow>{titleOf(command)}</Grow>
          {shortcut === undefined ? null : <Keys shortcut={shortcut} />}
        </MenuItem>
      );
    });
  return (
    <>
      <Tip title={project.name} more={project.path} placement="bottom-start">
        <Trigger
          type="button"
          aria-label={`Project ${project.name}`}
          aria-haspopup="menu"
          aria-expanded={anchor !== null}
          onClick={(event: MouseEvent<HTMLElement>) => setAnchor(event.currentTarget)}
        >
          <Mark size={22} />
          <span>{project.name}</span>
          <Icon name="chevronDown" size={10} />
        </Trigger>
      </Tip>
      <Menu anchorEl={anchor} open={anchor !== null} onClose={close} transitionDuration={80}>
        {items(upper)}
        {others.length === 0 ? null : <Muted role="presentation">Recent projects</Muted>}
        {others.map(({ path, name }) => (
          <MenuItem
            key={path}
            title={path}
            onClick={() => {
              close();
              void openOrOffer('window', path);
            }}
          >
            {name}
          </MenuItem>
        ))}
        <Divider />
        {items(taking)}
        {items(middle)}
        <Divider />
        {items(last)}
      </Menu>
    </>
  );
}
