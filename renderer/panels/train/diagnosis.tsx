import { styled } from '@mui/material/styles';
import { useEffect, useState } from 'react';
import type { FrameRef } from '../../../app/contract/nouns.ts';
import { Failure } from '../../../app/domain/failure.ts';
import type { Finding } from '../../../app/domain/training/scores.ts';
import { ask } from '../../client/session.ts';
import { NoticeBox } from '../../ui/notices.tsx';
import { colour } from '../../ui/tokens.ts';

const Quiet = styled('p')({ color: colour.muted, fontSize: 12, padding: '6px 0' });

/** Why a model finds nothing on a frame, or little, and what to do: asked for when the output is empty. */
export function Diagnosis({ modelId, at }: { readonly modelId: string; readonly at: FrameRef }) {
  const [findings, setFindings] = useState<readonly Finding[] | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const { imageId, frame } = at;
  useEffect(() => {
    const controller = new AbortController();
    ask('training.diagnose', { modelId, imageId, frame }, { signal: controller.signal }).then(
      (answer) => setFindings(answer.findings),
      (thrown: unknown) => {
        if (!controller.signal.aborted) setFailure(Failure.from(thrown));
      },
    );
    return () => controller.abort();
  }, [modelId, imageId, frame]);
  if (failure !== null) return <NoticeBox kind="error" text={failure.info.message} remedy={failure.info.remedy} />;
  if (findings === null) return <Quiet role="status">Looking why…</Quiet>;
  if (findings.length === 0) return <Quiet>Nothing odd was found: there may be no particles here.</Quiet>;
  return findings.map(({ message, remedy }) => (
    <NoticeBox key={message} kind="suspect" text={message} remedy={remedy} />
  ));
}
