import { useStore } from 'zustand';
import { isOffered, titleOf } from '../commands/command.ts';
import { commandById, runCommand } from '../commands/list.ts';
import { roomStore } from '../state/room.ts';
import { Button, IconButton } from './button.tsx';
import type { IconName } from './icons.tsx';

/**
 * A button that is a command: title, key and whether it can be used now come from the list. Render it inside
 * something that follows the stores the command looks at, so that it changes with them.
 */
export function CommandButton({
  id,
  icon,
  label,
  look = 'plain',
}: {
  readonly id: string;
  readonly icon?: IconName;
  /** Shorter words than the command's title, where there is little room; null shows the icon alone. */
  readonly label?: string | null;
  readonly look?: 'primary' | 'plain' | 'quiet';
}) {
  const roomId = useStore(roomStore, (s) => s.roomId);
  const command = commandById(id);
  const title = titleOf(command);
  const usable = isOffered(command, roomId);
  const shortcut = command.shortcuts?.[0];
  if (label === null && icon !== undefined) {
    return (
      <IconButton
        icon={icon}
        label={title}
        shortcut={shortcut}
        look={look}
        disabled={!usable}
        onClick={() => runCommand(command)}
      />
    );
  }
  return (
    <Button look={look} icon={icon} disabled={!usable} onClick={() => runCommand(command)}>
      {label ?? title}
    </Button>
  );
}
