import { styled } from '@mui/material/styles';
import { useState } from 'react';
import { useStore } from 'zustand';
import type { ModelInfo } from '../../../app/contract/models.ts';
import type { RunInfo } from '../../../app/contract/segmentation.ts';
import { isActive, jobsStore } from '../../state/jobs.ts';
import { takeFromRun } from '../../state/labels/label-jobs.ts';
import { labelStore } from '../../state/labels/label-store.ts';
import { libraryStore } from '../../state/library.ts';
import { attempt } from '../../state/notices.ts';
import type { Scope } from '../../state/recipe-draft.ts';
import { enterRoom } from '../../state/room.ts';
import { runsStore } from '../../state/runs.ts';
import { imagesIn } from '../../state/segmenting.ts';
import { selectionStore, showImage } from '../../state/selection.ts';
import { appliesModel, applyModel } from '../../state/training/apply.ts';
import { exportModel, type ModelFormat, removeModel } from '../../state/training/models.ts';
import { wish } from '../../state/training/plan.ts';
import { Button } from '../../ui/button.tsx';
import { Select } from '../../ui/field.tsx';
import { Fold } from '../../ui/fold.tsx';
import { NoticeBox } from '../../ui/notices.tsx';
import { Progress } from '../../ui/progress.tsx';
import { ago, count, duration } from '../../ui/quantity.ts';
import { colour } from '../../ui/tokens.ts';
import { Card } from './card.tsx';
import { Diagnosis } from './diagnosis.tsx';

const Line = styled('div')({
  display: 'flex',
  flexWrap: 'wrap',
  gap: 8,
  alignItems: 'center',
  '& select': { width: 'auto', maxWidth: 220 },
});
const Result = styled('div')({ padding: '8px 0 0' });
const Muted = styled('p')({ color: colour.muted, fontSize: 12, lineHeight: '18px' });

/** Takes what a run found in as labels, and goes where they are corrected. */
async function correct(runId: number): Promise<void> {
  const run = runsStore.getState().runById.get(runId);
  const { classes } = labelStore.getState();
  const into = classes.find(({ role }) => role === 'particle') ?? classes[0];
  const [first] = run?.results ?? [];
  if (into === undefined || first === undefined) return;
  const frames = run?.results.map(({ imageId, frame }) => ({ imageId, frame })) ?? null;
  await takeFromRun({ runId, frames, classId: into.id, mode: 'add', everything: false });
  showImage(first.imageId, first.frame);
  enterRoom('label');
}

const foundFacts = ({ particles, results, created }: RunInfo) =>
  `${count(particles, 'particle')} in ${count(results.length, 'frame')}, ${ago(created, Date.now())}`;

/** What the model found the last time it was applied, and where it is empty, why. */
function LastRun({ model }: { readonly model: ModelInfo }) {
  const run = useStore(runsStore, (s) => s.runs.find((one) => appliesModel(one, model)));
  const images = useStore(libraryStore, (s) => s.imageById);
  const hasSet = useStore(labelStore, (s) => s.setId !== null);
  if (run === undefined) return null;
  const empty = run.results.find(({ particles }) => particles === 0);
  return (
    <Result>
      <Muted>{foundFacts(run)}</Muted>
      <Line>
        <Button onClick={() => enterRoom('particles')}>See the particles</Button>
        {hasSet ? (
          <Button icon="adopt" onClick={() => void attempt('stage', 'correct', () => correct(run.id))}>
            Correct as labels
          </Button>
        ) : null}
      </Line>
      {empty === undefined ? null : (
        <Result>
          <Muted>Nothing was found on {images.get(empty.imageId)?.name ?? 'a frame'}.</Muted>
          <Fold id="model diagnosis" title="Why is it empty?">
            <Diagnosis key={`${empty.imageId} ${empty.frame}`} modelId={model.id} at={empty} />
          </Fold>
        </Result>
      )}
    </Result>
  );
}

/** Using a model: on images, as the beginning of a training, elsewhere. */
export function ApplySection({ model }: { readonly model: ModelInfo }) {
  const [scope, setScope] = useState<Scope>('sample');
  const [busy, setBusy] = useState(false);
  const [removing, setRemoving] = useState(false);
  useStore(selectionStore, (s) => s.shown);
  const job = useStore(jobsStore, (s) => s.jobs.find((one) => isActive(one) && one.kind !== 'training' && busy));
  const sample = imagesIn('sample').length;
  const options: (readonly [Scope, string])[] = [
    ['shown', 'This image'],
    ['sample', `This sample (${count(sample, 'image')})`],
    ['all', `All images (${imagesIn('all').length})`],
  ];
  const apply = async () => {
    setBusy(true);
    await attempt('stage', 'apply', () => applyModel(model, scope));
    setBusy(false);
  };
  const write = (format: ModelFormat) => void attempt('stage', 'export model', () => exportModel(model, format));
  const usable = model.card.kind !== 'numbers';
  return (
    <Card title="Use" order={1}>
      <Line>
        <Select aria-label="Apply to which images" value={scope} options={options} onPick={setScope} />
        <Button look="primary" disabled={!usable || busy || imagesIn(scope).length === 0} onClick={() => void apply()}>
          Apply
        </Button>
        {model.trainable ? (
          <Button
            onClick={() => void attempt('stage', 'plan', () => wish({ start: { from: 'model', model: model.id } }))}
          >
            Begin the next training from it
          </Button>
        ) : null}
      </Line>
      {busy ? (
        <Line style={{ paddingTop: 8 }}>
          <Progress value={job?.progress ?? null} label={`Applying ${model.card.title}`} />
          <Muted>{job === undefined || job.secondsLeft === null ? '' : `${duration(job.secondsLeft)} left`}</Muted>
        </Line>
      ) : null}
      <LastRun model={model} />
      <Line style={{ paddingTop: 10 }}>
        <Button icon="export" onClick={() => write('onnx')}>
          Export ONNX…
        </Button>
        <Button onClick={() => write('bioimage')}>Export BioImage.IO…</Button>
        {model.origin === 'shipped' ? null : (
          <Button icon="trash" look="quiet" aria-pressed={removing} onClick={() => setRemoving(!removing)}>
            Remove
          </Button>
        )}
      </Line>
      {removing ? (
        <NoticeBox
          kind="suspect"
          text={`${model.card.title} goes out of the ${model.origin === 'project' ? 'project' : 'computer'}.`}
          remedy={model.origin === 'project' ? 'Undo brings it back.' : 'This can’t be undone.'}
          action={{ title: 'Remove it', run: () => void attempt('stage', 'remove model', () => removeModel(model.id)) }}
        />
      ) : null}
    </Card>
  );
}
