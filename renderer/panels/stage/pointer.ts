import { zoomAt } from '../../scene/camera.ts';
import type { Place } from '../../state/annotations.ts';
import { labelStore } from '../../state/labels/label-store.ts';
import { hoverRow, selectionStore } from '../../state/selection.ts';
import { toolStore } from '../../state/tool.ts';
import { toolById } from '../../tools/list.ts';
import { panTool } from '../../tools/pan.ts';
import { spectrumHand } from '../../tools/spectrum-hand.ts';
import type { AnyTool, Effect, PointerInput, ToolKey, ToolMachine } from '../../tools/tool.ts';
import { act, toolScene } from './act.ts';
import { paneAt } from './arrange.ts';
import type { StageController } from './controller.ts';
import { KeyHand } from './key-hand.ts';
import { inImage, liveStore, onStage, type Pane, paneOf } from './live.ts';
import { openStageMenu } from './menu-place.ts';
import { followRing } from './ring.ts';
import { type Held, inputOf, noKeys, reachOf, trailOf, wheelDelta } from './touch.ts';

/** Milliseconds between two looks at the pointer by the panels while a stroke is painted: they would cost its pixels time. */
const pause = 100;

/** Pointer, wheel and keys on the stage: finds the pane, asks the tool, carries out what it wants. */
export class StagePointer {
  readonly #host: HTMLElement;
  readonly #controller: StageController;
  #tool: AnyTool = toolById(toolStore.getState().toolId);
  #machine: ToolMachine = this.#tool.start();
  readonly #spectrumHand = spectrumHand.start();
  readonly #keys: KeyHand;
  #hand: ToolMachine | null = null;
  #space = false;
  /** The pane in which the button went down; drags stay in it. */
  #held: Pane['id'] | null = null;
  #pen: Held = { erase: false, trail: [] };
  #last = { x: 0, y: 0 };
  #told = 0;
  readonly #quits: (() => void)[] = [];

  constructor(host: HTMLElement, controller: StageController) {
    this.#host = host;
    this.#controller = controller;
    this.#keys = new KeyHand({
      host,
      controller,
      machine: () => this.#machine,
      clicks: () => this.#tool.clicks === true,
      send: (kind, pane, at) => this.#sendAt(kind, pane, at),
      press: (key, pane) => this.#press(key, pane),
      cancel: () => this.#cancelHalfDone(),
      space: (down) => this.#setSpace(down),
      held: () => this.#held !== null,
    });
    this.#listen(host, 'pointerdown', this.#down);
    this.#listen(host, 'pointermove', this.#move);
    this.#listen(host, 'pointerup', this.#up);
    this.#listen(host, 'pointercancel', this.#cancel);
    this.#listen(host, 'pointerleave', this.#leave);
    this.#listen(host, 'dblclick', this.#double);
    this.#listen(host, 'contextmenu', this.#menu);
    this.#listen(host, 'wheel', this.#wheel, { passive: false });
    // before the commands: what a tool has under way comes first
    this.#listen(window, 'keydown', this.#keys.down, { capture: true });
    this.#listen(window, 'keyup', this.#keys.up, { capture: true });
    this.#listen(window, 'blur', () => {
      this.#keys.letGoOf();
      this.#setSpace(false);
    });
    this.#quits.push(
      toolStore.subscribe((now, before) => {
        if (now.toolId === before.toolId) return;
        this.#cancelHalfDone();
        this.#tool = toolById(now.toolId);
        this.#machine = this.#tool.start();
        this.#tell();
      }),
      // what was begun on one frame must not end on another
      selectionStore.subscribe((now, before) => {
        if (now.shown !== before.shown) this.#cancelHalfDone();
      }),
    );
  }

  dispose(): void {
    this.#cancelHalfDone();
    for (const quit of this.#quits) quit();
    followRing(null, null);
  }

  #listen<K extends keyof HTMLElementEventMap>(
    target: HTMLElement | Window,
    kind: K,
    hear: (event: HTMLElementEventMap[K]) => void,
    options?: AddEventListenerOptions,
  ): void {
    target.addEventListener(kind, hear as EventListener, options);
    this.#quits.push(() => target.removeEventListener(kind, hear as EventListener, options));
  }

  #machineOf(pane: Pane): ToolMachine {
    return this.#hand ?? (pane.id === 'spectrum' ? this.#spectrumHand : this.#machine);
  }

  #at(event: MouseEvent): { x: number; y: number } {
    const box = this.#host.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  }

  #pane(x: number, y: number): Pane | null {
    const live = liveStore.getState();
    if (this.#held !== null) return paneOf(live, this.#held) ?? null;
    return paneAt(live.panes, x * live.ratio, y * live.ratio);
  }

  #carryOut(effects: readonly Effect[], pane: Pane): void {
    for (const effect of effects) act(effect, pane, this.#controller);
  }

  #send(kind: PointerInput['kind'], event: MouseEvent, pane: Pane): void {
    const { x, y } = this.#at(event);
    const input = inputOf(kind, pane, { x, y }, this.#last, event, this.#pen);
    this.#last = { x, y };
    this.#carryOut(this.#machineOf(pane).on(input, toolScene(pane)), pane);
  }

  /** As `#send`, from the keyboard: at a place of the image. */
  #sendAt(kind: PointerInput['kind'], pane: Pane, at: Place): void {
    const live = liveStore.getState();
    const seen = onStage(live, pane, at);
    const input = { ...inputOf(kind, pane, seen, this.#last, noKeys, { erase: false, trail: [] }), at };
    this.#last = seen;
    const trail = [{ ...at, pressure: 1 }];
    this.#carryOut(this.#machine.on({ ...input, trail }, toolScene(pane)), pane);
    followRing(pane, at);
    const { id } = pane;
    liveStore.setState({ pointer: { pane: id, at, ...seen }, sketch: this.#machine.sketch(), byKeys: true });
  }

  /** True when the tool took the key. */
  #press(key: ToolKey, pane: Pane): boolean {
    const effects = this.#machine.key(key, toolScene(pane));
    if (effects === null) return false;
    this.#carryOut(effects, pane);
    liveStore.setState({ sketch: this.#machine.sketch() });
    return true;
  }

  /** Takes back what is half done; false when there is nothing. */
  #cancelHalfDone(): boolean {
    const pane = liveStore.getState().panes[0];
    if (pane === undefined || (this.#held === null && !this.#machine.busy())) return false;
    const input = inputOf('cancel', pane, this.#last, this.#last, noKeys, { erase: false, trail: [] });
    this.#carryOut(this.#machineOf(pane).on(input, toolScene(pane)), pane);
    this.#letGo();
    liveStore.setState({ sketch: this.#machine.sketch() });
    return true;
  }

  /** Says where the pointer is, after the tool moved what is under it. */
  #tell(event?: MouseEvent): void {
    const live = liveStore.getState();
    const at = event === undefined ? null : this.#at(event);
    const pointer =
      at === null
        ? live.pointer
        : ((pane) => (pane === null ? null : { pane: pane.id, at: inImage(live, pane, at.x, at.y), ...at }))(
            this.#pane(at.x, at.y),
          );
    const pane = pointer === null ? undefined : paneOf(live, pointer.pane);
    followRing(pane ?? null, pointer?.at ?? null);
    if (event?.type === 'pointermove' && this.#held !== null && this.#tool.strokes === true) {
      if (event.timeStamp - this.#told < pause) return;
      this.#told = event.timeStamp;
    }
    const machine = pane === undefined ? this.#machine : this.#machineOf(pane);
    const cursor =
      pane === undefined
        ? 'default'
        : this.#space && this.#hand === null
          ? 'grab'
          : labelStore.getState().loading
            ? 'progress'
            : machine.cursor(toolScene(pane), pointer?.at ?? null, reachOf(pane));
    liveStore.setState({
      pointer,
      sketch: machine.sketch(),
      cursor,
      ...(event === undefined ? {} : { byKeys: false }),
    });
  }

  readonly #down = (event: PointerEvent): void => {
    const { x, y } = this.#at(event);
    this.#last = { x, y };
    const pane = this.#pane(x, y);
    const erase = event.pointerType === 'pen' && (event.button === 2 || event.button === 5);
    if (pane === null || this.#held !== null || (event.button > 1 && !erase)) return;
    this.#host.focus({ preventScroll: true });
    event.preventDefault();
    this.#host.setPointerCapture(event.pointerId);
    if (event.button === 1 || this.#space) this.#hand = panTool.start();
    this.#held = pane.id;
    this.#keys.rest();
    this.#pen = { erase, trail: trailOf(event, this.#host, pane, false) };
    this.#send('down', event, pane);
    this.#tell(event);
  };

  readonly #move = (event: PointerEvent): void => {
    const { x, y } = this.#at(event);
    const pane = this.#pane(x, y);
    // a mouse that is pushed aside does not draw on while a key is down
    if (!this.#keys.rest()) return;
    if (pane !== null) {
      this.#pen = { ...this.#pen, trail: trailOf(event, this.#host, pane, this.#held !== null) };
      this.#send('move', event, pane);
    } else this.#last = { x, y };
    this.#tell(event);
  };

  readonly #up = (event: PointerEvent): void => {
    const { x, y } = this.#at(event);
    const pane = this.#pane(x, y);
    if (this.#held === null || pane === null) return;
    this.#send('up', event, pane);
    this.#letGo();
    this.#tell(event);
  };

  readonly #cancel = (event: PointerEvent): void => {
    const pane = this.#held === null ? null : this.#pane(0, 0);
    if (pane !== null) this.#send('cancel', event, pane);
    this.#letGo();
    this.#tell(event);
  };

  readonly #leave = (event: PointerEvent): void => {
    if (this.#held !== null) return;
    hoverRow(null);
    followRing(null, null);
    const pane = liveStore.getState().panes[0];
    if (pane !== undefined) this.#send('leave', event, pane);
    liveStore.setState({ pointer: null });
  };

  readonly #double = (event: MouseEvent): void => {
    const { x, y } = this.#at(event);
    const pane = this.#pane(x, y);
    if (pane === null) return;
    this.#send('double', event, pane);
    this.#lookAgain(event);
  };

  /** A right click never edits: it offers what can be done with what lies there. */
  readonly #menu = (event: MouseEvent): void => {
    event.preventDefault();
    const { x, y } = this.#at(event);
    const pane = this.#pane(x, y);
    // a pen's barrel button erases
    const byPen = event instanceof PointerEvent && event.pointerType === 'pen';
    if (pane === null || this.#held !== null || byPen) return;
    openStageMenu(event, pane, inImage(liveStore.getState(), pane, x, y));
  };

  readonly #wheel = (event: WheelEvent): void => {
    event.preventDefault();
    const { x, y } = this.#at(event);
    const live = liveStore.getState();
    const pane = this.#pane(x, y);
    if (pane === null) return;
    const { notches, factor } = wheelDelta(event);
    if (event.shiftKey && this.#press({ kind: 'turn', notches }, pane)) {
      this.#tell(event);
      return;
    }
    const point = { x: x * live.ratio - pane.rect.x, y: y * live.ratio - pane.rect.y };
    this.#controller.setCamera(pane, zoomAt(pane.camera, pane.rect, point, pane.camera.zoom * factor));
    this.#lookAgain(event);
  };

  /** The image moved under a pointer that stands still: what is under it now? */
  #lookAgain(event: MouseEvent): void {
    const { x, y } = this.#at(event);
    const pane = this.#pane(x, y);
    if (this.#held === null && pane !== null) {
      this.#pen = { erase: false, trail: [] };
      this.#send('move', event, pane);
    }
    this.#tell(event);
  }

  #setSpace(down: boolean): void {
    if (this.#space === down) return;
    this.#space = down;
    this.#tell();
  }

  #letGo(): void {
    this.#held = null;
    this.#hand = null;
    this.#pen = { erase: false, trail: [] };
  }
}
