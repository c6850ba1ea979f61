/** No element is made taller than this, px: browsers can't, and on dense screens the limit halves. */
export const tallest = 8_000_000;

/** Place in content of `total` px that a scroll bar at `at` of a spacer stands for; `view` is what is seen at once. */
export function contentTop(at: number, total: number, spacer: number, view: number): number {
  return total <= spacer ? at : (at / Math.max(1, spacer - view)) * (total - view);
}

/** The inverse of `contentTop`. */
export function barTop(top: number, total: number, spacer: number, view: number): number {
  return total <= spacer ? top : (top / Math.max(1, total - view)) * (spacer - view);
}

export interface TallPlace {
  /** First visible px of the content. */
  readonly top: number;
  readonly left: number;
  /** Visible size, px; the height without the head. */
  readonly width: number;
  readonly height: number;
  /** What to add to a place in the content to get its place inside the scroller, px. */
  readonly shift: number;
}

/**
 * Scrolling through content of any height: beyond `tallest` the scroll bar stands for more than a px a px, while wheel
 * and keys still move by what they say. Listeners hear of every change of `place`.
 */
export class TallView {
  readonly #headHeight: number;
  readonly #ears = new Set<() => void>();
  #element: HTMLElement | null = null;
  #total = 0;
  #bar = 0;
  #place: TallPlace = { top: 0, left: 0, width: 0, height: 0, shift: 0 };

  /** `headHeight`: what a heading that stays in sight takes of the view, px. */
  constructor(headHeight = 0) {
    this.#headHeight = headHeight;
  }

  readonly place = (): TallPlace => this.#place;

  readonly subscribe = (hear: () => void): (() => void) => {
    this.#ears.add(hear);
    return () => this.#ears.delete(hear);
  };

  /** Takes the scrolling element; returns the way to let it go. For React's `ref`. */
  readonly attach = (element: HTMLElement | null): (() => void) | undefined => {
    if (element === null) return undefined;
    this.#element = element;
    const observer = new ResizeObserver(() => this.#measure());
    observer.observe(element);
    element.addEventListener('scroll', this.#onScroll, { passive: true });
    element.addEventListener('wheel', this.#onWheel, { passive: false });
    this.#measure();
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', this.#onScroll);
      element.removeEventListener('wheel', this.#onWheel);
      this.#element = null;
    };
  };

  /** Says how tall the content is, px. */
  setTotal(total: number): void {
    if (total === this.#total) return;
    this.#total = total;
    this.#tell(this.#place.top);
  }

  /** Brings a place of the content to the top of the view, as far as there is content. */
  readonly scrollTo = (wanted: number): void => {
    const element = this.#element;
    if (element === null) return;
    const { height } = this.#place;
    const top = Math.max(0, Math.min(this.#total - height, wanted));
    element.scrollTop = barTop(top, this.#total, this.#spacer, height);
    // what the browser made of it, so that its rounding is not taken for scrolling
    this.#bar = element.scrollTop;
    this.#tell(top);
  };

  get #spacer(): number {
    return Math.min(this.#total, tallest);
  }

  #measure(): void {
    const element = this.#element;
    if (element === null) return;
    const width = element.clientWidth;
    const height = Math.max(0, element.clientHeight - this.#headHeight);
    if (width === this.#place.width && height === this.#place.height) return;
    this.#place = { ...this.#place, width, height };
    this.#tell(this.#place.top);
  }

  readonly #onScroll = (): void => {
    const element = this.#element;
    if (element === null) return;
    const bar = element.scrollTop;
    const moved = Math.abs(bar - this.#bar) >= 0.5 || this.#total <= this.#spacer;
    this.#bar = bar;
    this.#tell(moved ? contentTop(bar, this.#total, this.#spacer, this.#place.height) : this.#place.top);
  };

  readonly #onWheel = (event: WheelEvent): void => {
    if (this.#total <= this.#spacer || event.ctrlKey || event.deltaY === 0) return;
    event.preventDefault();
    const unit = event.deltaMode === 1 ? 20 : event.deltaMode === 2 ? this.#place.height : 1;
    this.scrollTo(this.#place.top + event.deltaY * unit);
  };

  #tell(wanted: number): void {
    const top = Math.max(0, Math.min(this.#total - this.#place.height, wanted));
    const left = this.#element?.scrollLeft ?? 0;
    this.#place = { ...this.#place, top, left, shift: this.#bar - top };
    for (const hear of this.#ears) hear();
  }
}
