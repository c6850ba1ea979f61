import { styled } from '@mui/material/styles';
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { CallOutput } from '../../../app/contract/list.ts';
import { Failure, type FailureInfo } from '../../../app/domain/failure.ts';
import { ask } from '../../client/session.ts';
import { libraryStore } from '../../state/library.ts';
import { runsStore } from '../../state/runs.ts';
import { dateTime, significant, thinSpace } from '../../ui/quantity.ts';
import { colour } from '../../ui/tokens.ts';

const List = styled('dl')({
  display: 'grid',
  gridTemplateColumns: '88px minmax(0, 1fr)',
  columnGap: 8,
  rowGap: 2,
  fontSize: 12,
  lineHeight: '18px',
  '& dt': { color: colour.muted },
  '& dd': { overflowWrap: 'anywhere', userSelect: 'text' },
});
const Problem = styled('p')({ color: colour.error, fontSize: 12 });
const Mono = styled('code')({ fontFamily: 'inherit' });

type Provenance = CallOutput<'runs.provenance'>;

const shown = (value: number | string | boolean) =>
  typeof value === 'number' ? significant(value, 5) : value === true ? 'yes' : value === false ? 'no' : value;

/** An id as words: "minArea" and "min-area" are "min area". */
const words = (key: string) =>
  key
    .replaceAll(/[._-]/g, ' ')
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase();

/** How a result was made: recipe, what "auto" became, pixel size, program, input. */
export function ProvenanceLines({ runId, imageId, frame }: { runId: number; imageId: number; frame: number }) {
  const [answer, setAnswer] = useState<Provenance | null>(null);
  const [failure, setFailure] = useState<FailureInfo | null>(null);
  const run = useStore(runsStore, (s) => s.runById.get(runId));
  const calibration = useStore(libraryStore, (s) => s.imageById.get(imageId)?.calibration);
  useEffect(() => {
    const abort = new AbortController();
    ask('runs.provenance', { runId, imageId, frame }, { signal: abort.signal }).then(
      (found) => {
        setAnswer(found);
        setFailure(null);
      },
      (thrown: unknown) => {
        if (!abort.signal.aborted) setFailure(Failure.from(thrown).info);
      },
    );
    return () => abort.abort();
  }, [runId, imageId, frame]);
  if (failure !== null) return <Problem role="alert">{failure.message}</Problem>;
  if (answer === null) return null;
  const { recipe, resolved, pixelSize, program, inputSha256, seed } = answer;
  return (
    <List>
      <dt>Recipe</dt>
      <dd>{recipe.title}</dd>
      {recipe.steps
        .filter(({ enabled }) => enabled)
        .map(({ step, params }, i) => {
          const set = Object.entries(params);
          return (
            <Step key={`${i} ${step}`} index={i + 1} name={words(step)}>
              {set.map(([key, value]) => `${words(key)} ${shown(value)}`).join(', ')}
            </Step>
          );
        })}
      {Object.entries(resolved).map(([key, value]) => (
        <Step key={key} index={null} name={words(key)}>
          {shown(value)}
        </Step>
      ))}
      <dt>Pixel size</dt>
      <dd>
        {pixelSize === null ? 'none: lengths are in px' : `${significant(pixelSize)}${thinSpace}nm`}
        {pixelSize !== null && calibration !== undefined ? `, ${calibration.source}` : ''}
      </dd>
      <dt>Run</dt>
      <dd>
        {run === undefined ? '' : dateTime(run.created)}
        {seed === 0 ? '' : `, seed ${seed}`}
      </dd>
      <dt>Program</dt>
      <dd>{/^\d/.test(program) ? `Morphoscope ${program}` : program}</dd>
      <dt>Input</dt>
      <dd title={inputSha256}>
        <Mono>sha256 {inputSha256.slice(0, 16)}…</Mono>
      </dd>
    </List>
  );
}

function Step({ index, name, children }: { index: number | null; name: string; children: string }) {
  return (
    <>
      <dt>{index === null ? 'Found' : `Step ${index}`}</dt>
      <dd>
        {name}
        {children === '' ? '' : index === null ? ` ${children}` : `: ${children}`}
      </dd>
    </>
  );
}
