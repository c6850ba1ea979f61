import { styled } from '@mui/material/styles';
import { useState } from 'react';
import { useStore } from 'zustand';
import type { CallInput } from '../../../app/contract/list.ts';
import { chooseExportFolder, chooseLabelFiles } from '../../state/labels/label-files.ts';
import { exportLabels } from '../../state/labels/label-jobs.ts';
import { labelSetsStore } from '../../state/labels/label-sets.ts';
import { labelStore } from '../../state/labels/label-store.ts';
import { attempt } from '../../state/notices.ts';
import { selectionStore } from '../../state/selection.ts';
import { Button } from '../../ui/button.tsx';
import { Checkbox, FieldRow, Select } from '../../ui/field.tsx';
import { Actions, Form, Quiet } from './form.tsx';

type Format = CallInput<'labels.export'>['format'];

const formats: readonly (readonly [Format, string, string])[] = [
  ['classes-tiff', 'Classes, TIFF', 'One index image a frame, with a key of the classes beside it.'],
  ['classes-png', 'Classes, PNG', 'One index image a frame, with a key of the classes beside it.'],
  [
    'classes-rgb-png',
    'Classes, coloured PNG',
    'One picture a frame in the colours of the classes, with a key beside it.',
  ],
  ['instances-tiff', 'Particles, TIFF', '32-bit numbers of particles; overlaps on further pages.'],
  ['napari-tiff', 'Particles, for napari', 'A stack of pages that napari opens as labels.'],
  ['coco', 'Particles, COCO', 'One JSON file; every particle whole, overlaps and all.'],
  ['imagej-roi', 'Particles, ImageJ ROIs', 'One ROI zip a frame.'],
  ['ome-zarr', 'OME-Zarr labels', 'One image-label a frame.'],
];

const Says = styled(Quiet)({ padding: '4px 0 2px' });

/** Labels from files and into files. */
export function FilesSection() {
  const [format, setFormat] = useState<Format>('classes-tiff');
  const [where, setWhere] = useState<'all' | 'frame'>('all');
  const [reviewedOnly, setReviewedOnly] = useState(false);
  const shown = useStore(selectionStore, (s) => s.shown);
  const setId = useStore(labelStore, (s) => s.setId);
  const labelled = useStore(labelSetsStore, (s) => s.sets.find(({ id }) => id === setId)?.frames ?? 0);
  const write = () =>
    void attempt('inspector', 'export labels', async () => {
      const path = await chooseExportFolder();
      if (path === null) return;
      const frames = where === 'frame' && shown !== null ? [{ imageId: shown.imageId, frame: shown.frame }] : null;
      await exportLabels({ format, path, frames, reviewedOnly });
    });
  return (
    <Form>
      <FieldRow label="Export as">
        {(id) => (
          <Select
            id={id}
            value={format}
            options={formats.map(([value, title]) => [value, title] as const)}
            onPick={setFormat}
          />
        )}
      </FieldRow>
      <FieldRow label="Frames">
        {(id) => (
          <Select
            id={id}
            value={where}
            options={[
              ['all', `Every labelled frame (${labelled})`],
              ['frame', 'This frame'],
            ]}
            onPick={setWhere}
          />
        )}
      </FieldRow>
      <Checkbox label="Reviewed frames only" checked={reviewedOnly} onCheck={setReviewedOnly} />
      <Says>{formats.find(([value]) => value === format)?.[2]}</Says>
      <Actions>
        <Button icon="export" onClick={write}>
          Export…
        </Button>
        <Button icon="import" onClick={() => void attempt('inspector', 'import labels', chooseLabelFiles)}>
          Import label files…
        </Button>
      </Actions>
    </Form>
  );
}
