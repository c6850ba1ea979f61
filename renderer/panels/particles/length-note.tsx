import { useStore } from 'zustand';
import type { TableLayout } from '../../../app/contract/particles.ts';
import { runById } from '../../commands/list.ts';
import { orderStore } from '../../state/particle-order.ts';
import { enterRoom } from '../../state/room.ts';
import { selectImages } from '../../state/selection.ts';
import { NoticeBox } from '../../ui/notices.tsx';

/** Ids of the images of a run that have no pixel size, in its order. */
export function uncalibratedImages({ spans }: TableLayout): number[] {
  return [...new Set(spans.filter(({ pixelSize }) => pixelSize === null).map(({ imageId }) => imageId))];
}

/** Says over the numbers why lengths are in px, and leads to the images that lack their pixel size. */
export function LengthNote() {
  const layout = useStore(orderStore, (s) => s.order?.table.layout ?? null);
  if (layout === null || layout.lengthUnit === 'nm' || layout.rows === 0) return null;
  const bare = uncalibratedImages(layout);
  const all = new Set(layout.spans.map(({ imageId }) => imageId)).size;
  return (
    <NoticeBox
      kind="suspect"
      text={
        layout.lengthUnit === 'px'
          ? 'Lengths are in px: no image of this run has a pixel size.'
          : `${bare.length} of ${all} images ${bare.length === 1 ? 'has' : 'have'} no pixel size. ${bare.length === 1 ? 'Its' : 'Their'} lengths are in px, in columns of their own; plots, means and filters in nm leave them out.`
      }
      action={{
        title: bare.length === 1 ? 'Set it' : 'Set them',
        run: () => {
          selectImages(bare, bare[0]);
          enterRoom('images');
          runById('images.calibrate');
        },
      }}
    />
  );
}
