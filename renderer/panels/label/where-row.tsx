import { useStore } from 'zustand';
import { imagesIn } from '../../state/segmenting.ts';
import { selectionStore } from '../../state/selection.ts';
import { FieldRow, Select } from '../../ui/field.tsx';
import { framesIn, type Where } from './frames-in.ts';

/** Asks to which frames something is to be done. */
export function WhereRow({ where, onWhere }: { readonly where: Where; readonly onWhere: (where: Where) => void }) {
  const shown = useStore(selectionStore, (s) => s.shown);
  const frames = framesIn('image', shown).length;
  return (
    <FieldRow label="On">
      {(id) => (
        <Select
          id={id}
          value={where}
          options={[
            ['frame', 'This frame'],
            ...(frames > 1 ? [['image', `All ${frames} frames of this image`] as const] : []),
            ['all', `All images (${imagesIn('all').length})`],
          ]}
          onPick={onWhere}
        />
      )}
    </FieldRow>
  );
}
