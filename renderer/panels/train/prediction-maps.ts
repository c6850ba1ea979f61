import { useEffect, useState } from 'react';
import type { FrameRef } from '../../../app/contract/nouns.ts';
import type { TrainingInfo } from '../../../app/contract/training.ts';
import { Failure, type FailureInfo } from '../../../app/domain/failure.ts';
import { type ClassMap, fetchPrediction, fetchTruth, type Prediction } from '../../client/training-bytes.ts';

/** Truth and newest prediction of the watched frame, fetched as they come. */
export function useMaps(training: TrainingInfo, of: FrameRef | null) {
  const [truth, setTruth] = useState<{ readonly of: string; readonly map: ClassMap } | null>(null);
  const [found, setFound] = useState<{ readonly of: string; readonly map: Prediction } | null>(null);
  const [failure, setFailure] = useState<FailureInfo | null>(null);
  const { id, predicted } = training;
  const [imageId, frame] = [of?.imageId ?? 0, of?.frame ?? 0];
  const key = `${id} ${imageId} ${frame}`;
  useEffect(() => {
    if (imageId === 0) return;
    const controller = new AbortController();
    // without it, the prediction is shown alone
    fetchTruth(id, { imageId, frame }, { signal: controller.signal }).then(
      (map) => setTruth({ of: `${id} ${imageId} ${frame}`, map }),
      () => undefined,
    );
    return () => controller.abort();
  }, [id, imageId, frame]);
  useEffect(() => {
    if (predicted === null) return;
    const controller = new AbortController();
    fetchPrediction(id, predicted, { signal: controller.signal }).then(
      (map) => {
        setFound({ of: `${id} ${map.of.imageId} ${map.of.frame}`, map });
        setFailure(null);
      },
      (thrown: unknown) => {
        const { info } = Failure.from(thrown);
        if (info.tag !== 'stopped' && info.tag !== 'not-found') setFailure(info);
      },
    );
    return () => controller.abort();
  }, [id, predicted]);
  return {
    truth: truth?.of === key ? truth.map : null,
    found: found?.of === key ? found.map : null,
    failure,
  };
}
