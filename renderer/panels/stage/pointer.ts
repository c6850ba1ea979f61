import { zoomAt } from '../../scene/camera.ts';
import { hoverRow } from '../../state/selection.ts';
import { toolStore } from '../../state/tool.ts';
import { toolById } from '../../tools/list.ts';
import { panTool } from '../../tools/pan.ts';
import { spectrumHand } from '../../tools/spectrum-hand.ts';
import type { PointerInput, ToolMachine } from '../../tools/tool.ts';
import { act, toolScene } from './act.ts';
import { paneAt } from './arrange.ts';
import type { StageController } from './controller.ts';
import { inImage, liveStore, type Pane, paneOf } from './live.ts';

/** CSS px within which something counts as hit. */
const reach = 6;
/** Zoom factor a wheel notch (100 px), as an exponent of e a px. */
const wheelStep = 0.0016;
/** A pinch on a trackpad comes as small wheel steps with Ctrl. */
const pinchStep = 0.01;

/** Pointer, wheel and Space on the stage: finds the pane, asks the tool, carries out what it wants. */
export class StagePointer {
  readonly #host: HTMLElement;
  readonly #controller: StageController;
  #machine: ToolMachine = toolById(toolStore.getState().toolId).start();
  readonly #spectrumHand = spectrumHand.start();
  #hand: ToolMachine | null = null;
  #space = false;
  /** The pane in which the button went down; drags stay in it. */
  #held: Pane['id'] | null = null;
  #last = { x: 0, y: 0 };
  readonly #quits: (() => void)[] = [];

  constructor(host: HTMLElement, controller: StageController) {
    this.#host = host;
    this.#controller = controller;
    this.#listen(host, 'pointerdown', this.#down);
    this.#listen(host, 'pointermove', this.#move);
    this.#listen(host, 'pointerup', this.#up);
    this.#listen(host, 'pointercancel', this.#cancel);
    this.#listen(host, 'pointerleave', this.#leave);
    this.#listen(host, 'dblclick', this.#double);
    this.#listen(host, 'wheel', this.#wheel, { passive: false });
    this.#listen(window, 'keydown', this.#key);
    this.#listen(window, 'keyup', this.#key);
    this.#listen(window, 'blur', () => this.#setSpace(false));
    this.#quits.push(
      toolStore.subscribe((now, before) => {
        if (now.toolId === before.toolId) return;
        this.#machine = toolById(now.toolId).start();
        this.#tell();
      }),
    );
  }

  dispose(): void {
    for (const quit of this.#quits) quit();
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

  #tool(pane: Pane): ToolMachine {
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

  #send(kind: PointerInput['kind'], event: MouseEvent, pane: Pane): void {
    const { x, y } = this.#at(event);
    const live = liveStore.getState();
    const input: PointerInput = {
      kind,
      at: inImage(live, pane, x, y),
      dx: x - this.#last.x,
      dy: y - this.#last.y,
      shift: event.shiftKey,
      mod: event.ctrlKey || event.metaKey,
      alt: event.altKey,
      reach: (reach * live.ratio) / pane.camera.zoom,
    };
    this.#last = { x, y };
    for (const effect of this.#tool(pane).on(input, toolScene(pane))) act(effect, pane, this.#controller);
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
    const tool = pane === undefined ? this.#machine : this.#tool(pane);
    const near = pane === undefined ? 0 : (reach * live.ratio) / pane.camera.zoom;
    const cursor =
      pane === undefined
        ? 'default'
        : this.#space && this.#hand === null
          ? 'grab'
          : tool.cursor(toolScene(pane), pointer?.at ?? null, near);
    liveStore.setState({ pointer, sketch: tool.sketch(), cursor });
  }

  readonly #down = (event: PointerEvent): void => {
    const { x, y } = this.#at(event);
    this.#last = { x, y };
    const pane = this.#pane(x, y);
    if (pane === null || this.#held !== null || event.button > 1) return;
    this.#host.focus({ preventScroll: true });
    event.preventDefault();
    this.#host.setPointerCapture(event.pointerId);
    if (event.button === 1 || this.#space) this.#hand = panTool.start();
    this.#held = pane.id;
    this.#send('down', event, pane);
    this.#tell(event);
  };

  readonly #move = (event: PointerEvent): void => {
    const { x, y } = this.#at(event);
    const pane = this.#pane(x, y);
    if (pane !== null) this.#send('move', event, pane);
    else this.#last = { x, y };
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

  readonly #wheel = (event: WheelEvent): void => {
    event.preventDefault();
    const { x, y } = this.#at(event);
    const live = liveStore.getState();
    const pane = this.#pane(x, y);
    if (pane === null) return;
    const lines =
      event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 33 : event.deltaMode === WheelEvent.DOM_DELTA_PAGE ? 300 : 1;
    const factor = Math.exp(
      -event.deltaY * lines * (event.ctrlKey && Math.abs(event.deltaY) < 50 ? pinchStep : wheelStep),
    );
    const point = { x: x * live.ratio - pane.rect.x, y: y * live.ratio - pane.rect.y };
    this.#controller.setCamera(pane, zoomAt(pane.camera, pane.rect, point, pane.camera.zoom * factor));
    this.#lookAgain(event);
  };

  /** The image moved under a pointer that stands still: what is under it now? */
  #lookAgain(event: MouseEvent): void {
    const { x, y } = this.#at(event);
    const pane = this.#pane(x, y);
    if (this.#held === null && pane !== null) this.#send('move', event, pane);
    this.#tell(event);
  }

  readonly #key = (event: KeyboardEvent): void => {
    if (event.key !== ' ') return;
    const inside =
      event.target === document.body || (event.target instanceof Node && this.#host.contains(event.target));
    if (!inside) return;
    event.preventDefault();
    this.#setSpace(event.type === 'keydown');
  };

  #setSpace(down: boolean): void {
    if (this.#space === down) return;
    this.#space = down;
    this.#tell();
  }

  #letGo(): void {
    this.#held = null;
    this.#hand = null;
  }
}
