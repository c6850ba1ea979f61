import { isMac } from '../../commands/dispatch.ts';
import { pan } from '../../scene/camera.ts';
import type { Place } from '../../state/annotations.ts';
import type { PointerInput, ToolKey, ToolMachine } from '../../tools/tool.ts';
import { toolScene } from './act.ts';
import type { StageController } from './controller.ts';
import { liveStore, onStage, type Pane } from './live.ts';

/** Image px that an arrow key moves by, alone and with Shift. */
const step = 1;
const stride = 10;
/** CSS px that stay free between the cursor and the edge of the stage. */
const margin = 40;

const arrows: Readonly<Record<string, readonly [x: number, y: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

interface Hand {
  readonly host: HTMLElement;
  readonly controller: StageController;
  readonly machine: () => ToolMachine;
  /** A click is all the tool takes. */
  readonly clicks: () => boolean;
  readonly send: (kind: PointerInput['kind'], pane: Pane, at: Place) => void;
  readonly press: (key: ToolKey, pane: Pane) => boolean;
  readonly cancel: () => boolean;
  readonly space: (down: boolean) => void;
  /** A button of the mouse is down. */
  readonly held: () => boolean;
}

/**
 * The keyboard as a pointer: arrow keys move a cursor over the image while labels are worked on, Space or Enter presses and lets
 * go, Backspace takes the last point of a half-done shape back, Escape all of it. Without labels Space alone is the hand.
 */
export class KeyHand {
  readonly #hand: Hand;
  readonly #mac = isMac(navigator.platform);
  /** Where the cursor is, image px; null while the mouse leads. */
  #at: Place | null = null;
  #pressed = false;

  constructor(hand: Hand) {
    this.#hand = hand;
  }

  /** The mouse leads again; false while a key is down. */
  rest(): boolean {
    if (this.#pressed) return false;
    this.#at = null;
    return true;
  }

  /** The window lost the keyboard: what a key was drawing is taken back. */
  letGoOf(): void {
    if (this.#pressed) this.#escape();
  }

  readonly down = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.isComposing || this.#elsewhere(event)) return;
    const pane = liveStore.getState().panes[0];
    if (pane === undefined) return;
    if (this.#take(event, pane)) {
      event.preventDefault();
      event.stopPropagation();
    }
  };

  readonly up = (event: KeyboardEvent): void => {
    if (event.key !== ' ') return;
    const pane = liveStore.getState().panes[0];
    if (this.#pressed && this.#at !== null && pane !== undefined) this.#letGo(pane, this.#at);
    this.#hand.space(false);
  };

  /** True when the key was for the tool. */
  #take(event: KeyboardEvent, pane: Pane): boolean {
    const mod = this.#mac ? event.metaKey : event.ctrlKey;
    if (mod && !event.shiftKey && !event.altKey && event.key.toLowerCase() === 'z') return this.#takeBack(pane);
    if (event.ctrlKey || event.metaKey || event.altKey) return false;
    if (event.key === 'Escape') return this.#escape();
    if (event.key === 'Backspace') return this.#hand.press({ kind: 'back' }, pane);
    if (event.key === 'Enter' && !event.shiftKey && this.#hand.press({ kind: 'finish' }, pane)) return true;
    if (!this.#onStage(event)) return false;
    if (event.key === ' ') return this.#space(event, pane);
    if (toolScene(pane).labels === null) return false;
    const arrow = arrows[event.key];
    if (arrow !== undefined) return this.#move(arrow, event.shiftKey ? stride : step, pane);
    return event.key === 'Enter' && !event.shiftKey && !event.repeat && this.#enter(pane);
  }

  #takeBack(pane: Pane): boolean {
    if (!this.#hand.machine().busy()) return false;
    return this.#hand.press({ kind: 'back' }, pane) || this.#escape();
  }

  #escape(): boolean {
    this.#pressed = false;
    return this.#hand.cancel();
  }

  #space(event: KeyboardEvent, pane: Pane): boolean {
    if (this.#at === null) this.#hand.space(true);
    else if (!event.repeat && !this.#pressed) this.#press(pane, this.#at);
    return true;
  }

  #enter(pane: Pane): boolean {
    if (this.#at === null) return false;
    if (this.#pressed) this.#letGo(pane, this.#at);
    else {
      this.#press(pane, this.#at);
      if (this.#hand.clicks()) this.#letGo(pane, this.#at);
    }
    return true;
  }

  #press(pane: Pane, at: Place): void {
    if (this.#hand.held()) return;
    this.#pressed = true;
    this.#hand.send('down', pane, at);
  }

  #letGo(pane: Pane, at: Place): void {
    this.#pressed = false;
    this.#hand.send('up', pane, at);
  }

  #move([x, y]: readonly [number, number], by: number, pane: Pane): boolean {
    if (this.#hand.held()) return true;
    const from = this.#at ?? this.#start(pane);
    const { width, height } = pane.image;
    const held = (value: number, size: number) => Math.min(size - 0.5, Math.max(0.5, value));
    // the first press only shows where the cursor is
    const at = this.#at === null ? from : { x: held(from.x + x * by, width), y: held(from.y + y * by, height) };
    this.#at = at;
    this.#follow(pane, at);
    this.#hand.send('move', liveStore.getState().panes[0] ?? pane, at);
    return true;
  }

  /** The pixel in the middle of what is seen, or that under the mouse. */
  #start(pane: Pane): Place {
    const { width, height } = pane.image;
    const { pointer } = liveStore.getState();
    const at = pointer?.pane === pane.id ? pointer.at : pane.camera;
    const middle = (value: number, size: number) => Math.min(size - 1, Math.max(0, Math.floor(value))) + 0.5;
    return { x: middle(at.x, width), y: middle(at.y, height) };
  }

  /** Moves the view so that the cursor stays in it. */
  #follow(pane: Pane, at: Place): void {
    const live = liveStore.getState();
    const seen = onStage(live, pane, at);
    const past = (value: number, start: number, size: number) => {
      const free = Math.min(margin, size / 4);
      return value < start + free ? value - start - free : Math.max(0, value - start - size + free);
    };
    const { rect } = pane;
    const dx = past(seen.x, rect.x / live.ratio, rect.width / live.ratio);
    const dy = past(seen.y, rect.y / live.ratio, rect.height / live.ratio);
    if (dx === 0 && dy === 0) return;
    this.#hand.controller.setCamera(pane, pan(pane.camera, -dx * live.ratio, -dy * live.ratio));
  }

  #onStage(event: KeyboardEvent): boolean {
    const { target } = event;
    return target === document.body || (target instanceof Node && this.#hand.host.contains(target));
  }

  /** Somebody types, or a menu or dialog is open. */
  #elsewhere(event: KeyboardEvent): boolean {
    const { target } = event;
    if (!(target instanceof Element) || target === document.body) return false;
    if (this.#hand.host.contains(target)) return false;
    return target.closest('input, textarea, select, [role="dialog"], [role="menu"], [role="listbox"]') !== null;
  }
}
