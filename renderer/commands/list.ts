import { Failure } from '../../app/domain/failure.ts';
import { showFailure } from '../state/notices.ts';
import { roomStore } from '../state/room.ts';
import { type Command, isOffered } from './command.ts';
import { editCommands } from './edit.ts';
import { imageCommands } from './images.ts';
import { labelCommands } from './label.ts';
import { labelEditCommands } from './label-edits.ts';
import { forestCommands } from './label-forest.ts';
import { particleCommands } from './particles.ts';
import { projectCommands } from './project.ts';
import { reviewCommands } from './review.ts';
import { segmentCommands } from './segment.ts';
import { stageCommands } from './stage.ts';
import { trainCommands } from './train.ts';
import { roomCommands, windowCommands } from './window.ts';

/** Every command that does not depend on which rooms exist. A new one is a record in its group's file. */
const fixed: readonly Command[] = [
  ...projectCommands,
  ...editCommands,
  ...imageCommands,
  ...stageCommands,
  ...labelEditCommands,
  ...forestCommands,
  ...reviewCommands,
  ...trainCommands,
  ...particleCommands,
  ...segmentCommands,
  ...windowCommands,
];

/** Every command there is. Menus, palette, keys and help read this. */
export function allCommands(): readonly Command[] {
  return [...fixed, ...labelCommands(), ...roomCommands()];
}

/** Runs a command; what it throws is told at the top of the window. */
export function runCommand(command: Command): void {
  void (async () => {
    try {
      await command.run();
    } catch (thrown) {
      showFailure('window', command.id, Failure.from(thrown).info);
    }
  })();
}

export function commandById(id: string): Command {
  const found = allCommands().find((command) => command.id === id);
  if (found === undefined) throw new Error(`No command ${id}`);
  return found;
}

/** Runs a command by its id, when it makes sense now. */
export function runById(id: string): void {
  const command = commandById(id);
  if (isOffered(command, roomStore.getState().roomId)) runCommand(command);
}
