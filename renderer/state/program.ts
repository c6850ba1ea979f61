import { createStore } from 'zustand/vanilla';
import type { CallOutput } from '../../app/contract/list.ts';
import { ask } from '../client/session.ts';
import type { Link } from '../client/socket.ts';

export interface ProgramState {
  readonly link: Link;
  /** null until the services answered. */
  readonly info: CallOutput<'program.info'> | null;
  readonly formats: CallOutput<'files.formats'>['formats'];
}

export const programStore = createStore<ProgramState>()(() => ({
  link: { state: 'connecting' },
  info: null,
  formats: [],
}));

export function setLink(link: Link): void {
  programStore.setState({ link });
}

export async function loadProgram(): Promise<void> {
  const [info, { formats }] = await Promise.all([ask('program.info', {}), ask('files.formats', {})]);
  programStore.setState({ info, formats });
}
