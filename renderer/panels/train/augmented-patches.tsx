import { styled } from '@mui/material/styles';
import { useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { Failure, type FailureInfo } from '../../../app/domain/failure.ts';
import { TrainingPlan } from '../../../app/domain/training/training-plan.ts';
import { ask } from '../../client/session.ts';
import { fetchPatches, type Patch } from '../../client/training-bytes.ts';
import { labelSetsStore } from '../../state/labels/label-sets.ts';
import { paintClasses } from '../../state/training/paint-classes.ts';
import { planInHand, planStore } from '../../state/training/plan.ts';
import { Button } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/field.tsx';
import { NoticeBox } from '../../ui/notices.tsx';
import { Progress } from '../../ui/progress.tsx';
import { colour } from '../../ui/tokens.ts';
import { overlayColours } from './class-colours.ts';

const Grid = styled('div')({
  display: 'grid',
  gridTemplateColumns: 'repeat(auto-fill, minmax(84px, 1fr))',
  gap: 3,
  padding: '6px 0',
});
const Picture = styled('canvas')({
  width: '100%',
  aspectRatio: '1',
  borderRadius: 2,
  backgroundColor: colour.field,
  display: 'block',
});
const Line = styled('div')({ display: 'flex', alignItems: 'center', justifyContent: 'space-between', gap: 8 });
const count = 9;

function drawPatch(
  canvas: HTMLCanvasElement,
  { side, grey, classes }: Patch,
  colours: readonly (string | null)[] | null,
) {
  canvas.width = side;
  canvas.height = side;
  const pixels = new ImageData(side, side);
  const over = colours === null ? null : paintClasses({ width: side, height: side, classes }, colours, side).rgba;
  for (let i = 0; i < side * side; i++) {
    const clear = over === null ? 1 : 1 - (over[i * 4 + 3] / 255) * 0.4;
    for (let c = 0; c < 3; c++) {
      pixels.data[i * 4 + c] = grey[i] * clear + (over === null ? 0 : over[i * 4 + c] * (1 - clear));
    }
    pixels.data[i * 4 + 3] = 255;
  }
  canvas.getContext('2d')?.putImageData(pixels, 0, 0);
}

/** Real patches of the training frames, changed by chance as the settings say: what the network will see. */
export function AugmentedPatches() {
  const state = useStore(planStore);
  const sets = useStore(labelSetsStore, (s) => s.sets);
  const [seed, setSeed] = useState(1);
  const [labels, setLabels] = useState(true);
  const [patches, setPatches] = useState<readonly Patch[] | null>(null);
  const [failure, setFailure] = useState<FailureInfo | null>(null);
  /** What the patches that are shown were made from. */
  const [made, setMade] = useState<string | null>(null);
  const grid = useRef<HTMLDivElement>(null);
  const plan = planInHand(state);
  const key = plan === null || state.loading ? null : JSON.stringify(plan);
  useEffect(() => {
    if (key === null) return;
    const asked = TrainingPlan.parse(JSON.parse(key));
    const controller = new AbortController();
    void (async () => {
      try {
        const {
          url,
          side,
          count: n,
        } = await ask('training.preview', { plan: asked, count, seed }, { signal: controller.signal });
        setPatches(await fetchPatches(url, side, n, { signal: controller.signal }));
        setFailure(null);
        setMade(`${seed} ${key}`);
      } catch (thrown) {
        const { info } = Failure.from(thrown);
        if (info.tag !== 'stopped') setFailure(info);
      }
    })();
    return () => controller.abort();
  }, [key, seed]);
  const classes = sets.find(({ id }) => id === plan?.setId)?.classes ?? [];
  const planned = plan?.classes.flatMap((id) => classes.filter((one) => one.id === id)) ?? [];
  useEffect(() => {
    if (patches === null) return;
    for (const [i, canvas] of [...(grid.current?.querySelectorAll('canvas') ?? [])].entries()) {
      drawPatch(canvas, patches[i], labels ? overlayColours(planned) : null);
    }
  });
  return (
    <>
      <Line>
        <Checkbox label="Labels" checked={labels} onCheck={setLabels} />
        <Button onClick={() => setSeed(seed + 1)}>Other patches</Button>
      </Line>
      {failure === null && key !== null && made !== `${seed} ${key}` ? (
        <Progress value={null} label="Making patches" />
      ) : null}
      {failure === null ? null : <NoticeBox kind="error" text={failure.message} remedy={failure.remedy} />}
      <Grid ref={grid} role="img" aria-label="Augmented patches">
        {patches?.map((_, i) => (
          <Picture key={i} />
        ))}
      </Grid>
    </>
  );
}
