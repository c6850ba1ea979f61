import Slider from '@mui/material/Slider';
import { styled } from '@mui/material/styles';
import { useStore } from 'zustand';
import type { LabelClass } from '../../../app/domain/labels/label-class.ts';
import { runById } from '../../commands/list.ts';
import { type ForestState, forestStore, setForest } from '../../state/labels/forest.ts';
import { labelStore } from '../../state/labels/label-store.ts';
import { labelViewStore, setLabelView } from '../../state/labels/label-view.ts';
import { Checkbox } from '../../ui/field.tsx';
import { NoticeBox } from '../../ui/notices.tsx';
import { Progress } from '../../ui/progress.tsx';
import { count, thinSpace } from '../../ui/quantity.ts';
import { Swatch } from '../../ui/swatch.tsx';
import { Tip } from '../../ui/tip.tsx';
import { colour } from '../../ui/tokens.ts';
import { ForestActions } from './forest-actions.tsx';
import { ForestFilters } from './forest-filters.tsx';
import { Segmented } from './tool-options.tsx';

const Row = styled('div')({ display: 'flex', alignItems: 'center', gap: 8, minHeight: 32 });
const Name = styled('span')({ color: colour.muted, width: 88, flex: 'none' });
const Says = styled('p')({ color: colour.muted, fontSize: 12, lineHeight: '16px', padding: '2px 0 6px' });
const Wants = styled('ul')({
  margin: '0 0 6px',
  '& li': { display: 'flex', alignItems: 'center', gap: 8, minHeight: 24, fontSize: 12 },
  '& span:last-of-type': { marginLeft: 'auto', color: colour.muted },
});
const Busy = styled('div')({ height: 3, display: 'flex' });
const Switch = styled('button')({
  flex: 'none',
  position: 'relative',
  width: 30,
  height: 16,
  padding: 0,
  border: `1px solid ${colour.edge}`,
  borderRadius: 9,
  backgroundColor: colour.field,
  '&::after': {
    content: '""',
    position: 'absolute',
    top: 2,
    left: 2,
    width: 10,
    height: 10,
    borderRadius: 5,
    backgroundColor: colour.muted,
    transition: 'transform 100ms',
  },
  '&[aria-checked="true"]': { backgroundColor: colour.accent, borderColor: colour.accent },
  '&[aria-checked="true"]::after': { transform: 'translateX(14px)', backgroundColor: colour.onAccent },
});

/** Starts and stops the live forest. */
export function ForestSwitch() {
  const on = useStore(forestStore, (s) => s.on);
  return (
    <Tip title={on ? 'Stop the pixel forest' : 'Start the pixel forest'} shortcut="Shift+F" placement="top">
      <Switch
        type="button"
        role="switch"
        aria-label="Live pixel forest"
        aria-checked={on}
        onClick={() => runById('label.forest')}
      />
    </Tip>
  );
}

/** Which classes wait for scribbles. */
function Wanted({ learned }: Pick<ForestState, 'learned'>) {
  const classes = useStore(labelStore, (s) => s.classes).filter(({ role }) => role !== 'ignore');
  const painted = (one: LabelClass) => learned?.pixels.find(({ classId }) => classId === one.id)?.pixels ?? 0;
  return (
    <>
      <Says>
        {classes.length < 2
          ? 'The forest tells classes apart: add a second class above.'
          : 'Paint a few strokes in two classes at least; the forest tells the rest.'}
      </Says>
      <Wants aria-label="Pixels to learn from">
        {classes.map((one) => (
          <li key={one.id}>
            <Swatch colour={one.colour} />
            <span>{one.name}</span>
            <span>{painted(one) === 0 ? 'no strokes yet' : count(painted(one), 'px', 'px')}</span>
          </li>
        ))}
      </Wants>
    </>
  );
}

/** From how much it learned and how quick it was. */
function learnedText({ learned, took }: Pick<ForestState, 'learned' | 'took'>): string {
  if (learned === null) return '';
  const pixels = learned.pixels.reduce((sum, one) => sum + one.pixels, 0);
  const from = `Learned from ${count(pixels, 'px', 'px')} in ${count(learned.frames, 'frame')}`;
  return took === null ? from : `${from}, told in ${(took / 1000).toFixed(2)}${thinSpace}s`;
}

function Looks() {
  const { opacity, showsBackground } = useStore(forestStore);
  const uncertainty = useStore(labelViewStore, (s) => s.uncertainty);
  const option = (value: boolean, title: string) => (
    <button type="button" aria-pressed={uncertainty === value} onClick={() => setLabelView({ uncertainty: value })}>
      {title}
    </button>
  );
  return (
    <>
      <Row>
        <Name>Show</Name>
        <Tip title="Classes or uncertainty" shortcut="Shift+U" placement="left">
          <Segmented role="group" aria-label="What the forest shows">
            {option(false, 'Classes')}
            {option(true, 'Uncertainty')}
          </Segmented>
        </Tip>
      </Row>
      <Row>
        <Name>Opacity</Name>
        <Slider
          aria-label="Opacity of the forest"
          min={0}
          max={100}
          disabled={uncertainty}
          value={Math.round(opacity * 100)}
          onChange={(_, value) => setForest({ opacity: (value as number) / 100 })}
          sx={{ flex: '1 1 auto', marginInline: '6px' }}
        />
        <span style={{ minWidth: 40, textAlign: 'right' }}>
          {Math.round(opacity * 100)}
          {thinSpace}%
        </span>
      </Row>
      <Checkbox
        label="Tint the background too"
        checked={showsBackground}
        onCheck={(on) => setForest({ showsBackground: on })}
      />
    </>
  );
}

/** A forest that learns from strokes while somebody paints, and tells the rest of the frame. */
export function ForestSection() {
  const { on, told, learned, took, computing, failure } = useStore(forestStore);
  if (!on) {
    return <Says>Paint a few strokes in each class: a forest learns from them and tells the rest, live.</Says>;
  }
  return (
    <>
      <Busy>{computing ? <Progress value={null} label="The forest learns" /> : null}</Busy>
      {failure === null ? null : <NoticeBox kind="error" text={failure.message} remedy={failure.remedy} />}
      {told === null ? (
        learned === null && failure === null ? (
          <Says>Looking at the frame…</Says>
        ) : (
          <Wanted learned={learned} />
        )
      ) : (
        <>
          <Says role="status">{learnedText({ learned, took })}</Says>
          <Looks />
          <ForestActions />
        </>
      )}
      <ForestFilters />
    </>
  );
}
