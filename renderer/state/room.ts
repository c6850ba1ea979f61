import { createStore } from 'zustand/vanilla';

/** A room of the flow, as commands and the flow bar need it. */
export interface RoomInfo {
  readonly id: string;
  readonly title: string;
  /** Key that switches to it, such as '2'. */
  readonly shortcut: string;
  /** What the room's lower panel shows, for its command; null when it has none. */
  readonly lower: string | null;
}

export interface RoomState {
  readonly rooms: readonly RoomInfo[];
  readonly roomId: string;
}

export const roomStore = createStore<RoomState>()(() => ({ rooms: [], roomId: 'images' }));

/** Tells which rooms this program has, in the order of the flow. */
export function setRooms(rooms: readonly RoomInfo[]): void {
  roomStore.setState({ rooms });
}

export function enterRoom(roomId: string): void {
  roomStore.setState((s) => (s.rooms.some((room) => room.id === roomId) ? { roomId } : s));
}

export function currentRoom(s: RoomState): RoomInfo | undefined {
  return s.rooms.find((room) => room.id === s.roomId);
}
