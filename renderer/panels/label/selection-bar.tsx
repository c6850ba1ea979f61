import { styled } from '@mui/material/styles';
import { useStore } from 'zustand';
import { commandById } from '../../commands/list.ts';
import { reviewParticles } from '../../state/labels/frame-edits.ts';
import { labelStore } from '../../state/labels/label-store.ts';
import { changeLabelLayout, layoutStore } from '../../state/layout.ts';
import { libraryStore } from '../../state/library.ts';
import { attempt } from '../../state/notices.ts';
import { Amount } from '../../ui/amount.tsx';
import { Button } from '../../ui/button.tsx';
import { CommandButton } from '../../ui/command-button.tsx';
import { Input } from '../../ui/field.tsx';
import { count, pixelArea, thinSpace } from '../../ui/quantity.ts';
import { colour } from '../../ui/tokens.ts';
import { Quiet } from './form.tsx';

const Box = styled('div')({ display: 'flex', flexWrap: 'wrap', gap: 4, paddingTop: 8 });
const Facts = styled(Quiet)({ paddingTop: 8 });
const By = styled('label')({ display: 'inline-flex', alignItems: 'center', gap: 4, color: colour.muted });

/** What can be done with the chosen particles. */
export function SelectionBar() {
  const { document, selected, settled } = useStore(labelStore);
  const growBy = useStore(layoutStore, (s) => s.labelling.growBy);
  const imageId = document?.ref.imageId;
  const image = useStore(libraryStore, (s) => (imageId === undefined ? undefined : s.imageById.get(imageId)));
  void settled;
  if (document === null || selected.length === 0) return null;
  const chosen = selected.map((id) => document.instances.get(id)).filter((one) => one !== undefined);
  if (chosen.length === 0) return null;
  const reviewed = chosen.every((one) => one.reviewed);
  const area = chosen.reduce((sum, one) => sum + one.area, 0) / chosen.length;
  const small = (id: string, label: string) => (
    <span title={commandById(id).plainTitle}>
      <CommandButton id={id} label={label} />
    </span>
  );
  return (
    <>
      <Facts>
        {chosen.length === 1 ? `Particle ${chosen[0].id}` : count(chosen.length, 'particle')} chosen ·{' '}
        {chosen.length === 1 ? 'area ' : 'mean area '}
        {image === undefined ? null : <Amount {...pixelArea(image.calibration, Math.round(area))} />}
      </Facts>
      <Box role="group" aria-label="Chosen particles">
        {small('label.grow', 'Grow')}
        {small('label.shrink', 'Shrink')}
        <By title="How far grow and shrink move the outline">
          <Input
            type="number"
            aria-label="Grow and shrink by, px"
            min={1}
            max={200}
            value={growBy}
            style={{ width: 56 }}
            onChange={(event) => {
              const value = Number(event.target.value);
              if (value >= 1 && value <= 200) changeLabelLayout({ growBy: Math.round(value) });
            }}
          />
          {thinSpace}px
        </By>
        {small('label.smooth', 'Smooth')}
        {small('label.fillHoles', 'Fill holes')}
        {chosen.length > 1 ? small('label.merge', 'Merge') : null}
        {small('label.giveClass', 'Set class')}
        <Button
          icon={reviewed ? 'close' : 'check'}
          onClick={() =>
            void attempt('stage', 'review', () =>
              reviewParticles(
                document.ref,
                chosen.map(({ id }) => id),
                !reviewed,
              ),
            )
          }
        >
          {reviewed ? 'Not reviewed' : 'Reviewed'}
        </Button>
        {small('label.remove', 'Remove')}
      </Box>
    </>
  );
}
