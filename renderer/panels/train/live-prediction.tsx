import { styled } from '@mui/material/styles';
import { useRef } from 'react';
import { useStore } from 'zustand';
import { bytesPath } from '../../../app/contract/bytes.ts';
import type { FrameRef } from '../../../app/contract/nouns.ts';
import type { TrainingInfo } from '../../../app/contract/training.ts';
import { noClass } from '../../client/training-bytes.ts';
import { frameKey, labelSetsStore } from '../../state/labels/label-sets.ts';
import { libraryStore } from '../../state/library.ts';
import { attempt } from '../../state/notices.ts';
import type { Overlay } from '../../state/training/paint-classes.ts';
import { setTrainView, trainViewStore } from '../../state/training/train-view.ts';
import { isAtWork, watchFrame } from '../../state/training/trainings.ts';
import { viewStore } from '../../state/view.ts';
import { Switch } from '../../ui/bars.tsx';
import { Select } from '../../ui/field.tsx';
import { NoticeBox } from '../../ui/notices.tsx';
import { Tip } from '../../ui/tip.tsx';
import { colour } from '../../ui/tokens.ts';
import { overlayColours } from './class-colours.ts';
import { Diagnosis } from './diagnosis.tsx';
import { longest, PaintedClasses } from './painted-classes.tsx';
import { useMaps } from './prediction-maps.ts';
import { useZoom } from './use-zoom.ts';

const Box = styled('section')({
  display: 'flex',
  flexDirection: 'column',
  flex: '1.35 0 240px',
  minHeight: 0,
  borderTop: `1px solid ${colour.line}`,
});
const Bar = styled('div')({
  display: 'flex',
  alignItems: 'center',
  flexWrap: 'wrap',
  gap: '4px 12px',
  minHeight: 36,
  padding: '3px 12px',
  flex: 'none',
  '& select': { width: 'auto', maxWidth: 260 },
});
const Title = styled('h3')({ fontWeight: 600 });
const Spring = styled('div')({ flex: '1 1 0' });
const Panes = styled('div')({ display: 'flex', flex: '1 1 0', minHeight: 0, gap: 2, backgroundColor: colour.line });
const Pane = styled('div')({
  position: 'relative',
  flex: '1 1 0',
  minWidth: 0,
  backgroundColor: colour.stage,
  display: 'flex',
  alignItems: 'center',
  justifyContent: 'center',
  containerType: 'size',
});
const Frame = styled('div')({
  position: 'relative',
  overflow: 'hidden',
  cursor: 'grab',
  touchAction: 'none',
  '&:active': { cursor: 'grabbing' },
});
const Inner = styled('div')({
  position: 'absolute',
  inset: 0,
  transformOrigin: '0 0',
  '& > *': { position: 'absolute', inset: 0, width: '100%', height: '100%', display: 'block' },
});
const Caption = styled('div')({
  position: 'absolute',
  left: 8,
  top: 6,
  padding: '1px 6px',
  borderRadius: 3,
  backgroundColor: 'rgba(20, 21, 23, 0.75)',
  color: '#e6e6e6',
  fontSize: 12,
  pointerEvents: 'none',
});

/** The frame that is looked at: the watched one, else the first that is judged, else the first that is learned from. */
export function watchedFrame({ watched, plan }: TrainingInfo): FrameRef | null {
  const first = plan.frames.find(({ split }) => split === 'validation') ?? plan.frames[0];
  return watched ?? (first === undefined ? null : { imageId: first.imageId, frame: first.frame });
}

/** What to say where a network finds nothing but background: once there is a model, why; before, that it may still come. */
function Nothing({ training, of }: { readonly training: TrainingInfo; readonly of: FrameRef }) {
  if (training.modelId !== null) return <Diagnosis modelId={training.modelId} at={of} />;
  return (
    <NoticeBox
      kind="suspect"
      text="Only background is found on this frame so far."
      remedy={
        training.epochs.length < 10
          ? 'That is common in the first epochs: let it learn on.'
          : 'Are there enough labelled particles, as large as here and of the same brightness? Stop, and look at the patches under Augmentation.'
      }
    />
  );
}

const overlays = [
  ['prediction', 'Prediction'],
  ['errors', 'Errors'],
  ['doubt', 'Doubt'],
] as const;

/** The labels of a frame and what the network makes of it so far, next to each other. */
export function LivePrediction({ training }: { readonly training: TrainingInfo }) {
  const { shows, opacity } = useStore(trainViewStore);
  const peek = useStore(viewStore, (s) => s.peek);
  const images = useStore(libraryStore, (s) => s.imageById);
  const classes = useStore(labelSetsStore, (s) => s.sets.find(({ id }) => id === training.plan.setId)?.classes ?? []);
  const box = useRef<HTMLElement>(null);
  const { transform, scale, handlers } = useZoom(box);
  const of = watchedFrame(training);
  const { truth, found, failure } = useMaps(training, of);
  const image = of === null ? undefined : images.get(of.imageId);
  if (of === null || image === undefined) return null;
  const roles = training.plan.classes.map((id) => classes.find((one) => one.id === id)?.role ?? 'other');
  const colours = overlayColours(training.classes.map((one, i) => ({ colour: one.colour, role: roles[i] ?? 'other' })));
  const over = peek ? 0 : opacity;
  const aspect = image.width / image.height;
  const pane = (caption: string, map: Parameters<typeof PaintedClasses>[0]['map'], overlay: Overlay) => (
    <Pane>
      <Frame
        data-zoomed=""
        style={{ aspectRatio: String(aspect), width: `min(100cqw, ${aspect * 100}cqh)` }}
        {...handlers}
      >
        <Inner style={{ transform }}>
          <img
            src={bytesPath.thumbnail(of.imageId, of.frame, longest)}
            alt={image.name}
            draggable={false}
            style={{ imageRendering: scale > 3 ? 'pixelated' : 'auto' }}
          />
          <PaintedClasses
            map={map}
            truth={truth}
            colours={colours.map((tone) => tone ?? '').join()}
            shows={overlay}
            opacity={overlay === 'errors' ? Math.min(1, over * 1.5) : over}
          />
        </Inner>
      </Frame>
      <Caption>{caption}</Caption>
    </Pane>
  );
  const name = (ref: FrameRef) => {
    const known = images.get(ref.imageId);
    return `${known?.name ?? '?'}${(known?.frames ?? 1) > 1 ? ` · ${ref.frame + 1}` : ''}`;
  };
  const told =
    found === null
      ? isAtWork(training)
        ? 'Prediction: after the next epoch'
        : 'No prediction of this frame'
      : `After epoch ${found.epoch + 1}`;
  return (
    <Box ref={box} aria-label="Live prediction">
      <Bar>
        <Title>Prediction</Title>
        <Select
          aria-label="Frame that is watched"
          value={frameKey(of)}
          disabled={!isAtWork(training)}
          options={training.plan.frames.map((frame) => [frameKey(frame), `${name(frame)} (${frame.split})`])}
          onPick={(key) => {
            const picked = training.plan.frames.find((frame) => frameKey(frame) === key);
            if (picked !== undefined) void attempt('stage', 'watch', () => watchFrame(training.id, picked));
          }}
        />
        <Spring />
        <Tip
          title="What lies over the right picture"
          more={
            'Prediction: the most probable class.\nErrors: only where it differs from the labels; amber where a particle is missed.\nDoubt: amber where no class is sure.'
          }
        >
          <span>
            <Switch
              label="Shown over the prediction"
              value={shows}
              options={overlays}
              onPick={(next) => setTrainView({ shows: next })}
            />
          </span>
        </Tip>
        <Tip title="How strong the colours are" more="Hold H to hide them.">
          <input
            type="range"
            aria-label="Opacity of the classes"
            min={0}
            max={1}
            step={0.05}
            value={opacity}
            onChange={(event) => setTrainView({ opacity: Number(event.target.value) })}
            style={{ width: 90, accentColor: colour.accent }}
          />
        </Tip>
      </Bar>
      {failure === null ? null : <NoticeBox kind="error" text={failure.message} remedy={failure.remedy} />}
      {found?.classes.every((k) => k === noClass || roles[k] === 'background') === true ? (
        <Nothing training={training} of={of} />
      ) : null}
      <Panes>
        {pane('Labels', truth, 'prediction')}
        {pane(told, found, shows)}
      </Panes>
    </Box>
  );
}
