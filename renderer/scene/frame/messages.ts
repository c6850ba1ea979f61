import type { FailureInfo } from '../../../app/domain/failure.ts';
import type { Frame, Glance, Labels } from './plane.ts';

/** What the window asks the pixel worker for. `width` and `height` of labels are the image's. */
export type PixelRequest =
  /** `glance`: where to look first, null = nowhere. */
  | { readonly kind: 'frame'; readonly id: number; readonly url: string; readonly glance: string | null }
  | {
      readonly kind: 'labels';
      readonly id: number;
      readonly url: string;
      readonly width: number;
      readonly height: number;
    }
  /** The glance is on the screen: the frame may come. */
  | { readonly kind: 'seen'; readonly id: number }
  | { readonly kind: 'stop'; readonly id: number };

export type PixelReply =
  | { readonly kind: 'progress'; readonly id: number; readonly fraction: number }
  | { readonly kind: 'glance'; readonly id: number; readonly glance: Glance }
  | { readonly kind: 'frame'; readonly id: number; readonly frame: Frame }
  | { readonly kind: 'labels'; readonly id: number; readonly labels: Labels }
  | { readonly kind: 'failed'; readonly id: number; readonly failure: FailureInfo };
