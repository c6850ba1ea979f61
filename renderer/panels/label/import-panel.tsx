import { styled } from '@mui/material/styles';
import { useState } from 'react';
import { useStore } from 'zustand';
import type { FailureInfo } from '../../../app/domain/failure.ts';
import type { JobInfo } from '../../../app/domain/job.ts';
import { jobEnded } from '../../state/jobs.ts';
import { type Incoming, incomingStore, keyOf, leaveIncoming, setEntryClass } from '../../state/labels/label-files.ts';
import { importLabels } from '../../state/labels/label-jobs.ts';
import { labelStore } from '../../state/labels/label-store.ts';
import { workOnLayer } from '../../state/labels/layers.ts';
import { libraryStore } from '../../state/library.ts';
import { attempt, dismissNotice, showFailure, showNotice } from '../../state/notices.ts';
import { selectionStore } from '../../state/selection.ts';
import { Button } from '../../ui/button.tsx';
import { Checkbox, FieldRow, Select } from '../../ui/field.tsx';
import { count, significant, splitPath, thinSpace } from '../../ui/quantity.ts';
import { Swatch } from '../../ui/swatch.tsx';
import { colour } from '../../ui/tokens.ts';
import { Column, Form, Quiet } from './form.tsx';

const Head = styled('div')({ padding: '12px 12px 8px', flex: 'none' });
const Title = styled('h3')({ fontWeight: 600 });
const Says = styled(Quiet)({ paddingTop: 2 });
const Body = styled(Form)({ flex: '1 1 0', minHeight: 0, overflow: 'auto', padding: '0 12px 12px' });
const Entry = styled('div')({ display: 'flex', alignItems: 'center', gap: 8, minHeight: 32 });
const Value = styled('span')({ width: 64, flex: 'none', fontFamily: 'inherit' });
const Share = styled('span')({ width: 52, flex: 'none', textAlign: 'right', color: colour.muted, fontSize: 12 });
const Foot = styled('div')({
  display: 'flex',
  gap: 8,
  flex: 'none',
  padding: 12,
  borderTop: `1px solid ${colour.line}`,
});

const kinds = {
  index: 'Each value is a class.',
  rgb: 'Each colour is a class.',
  instances: 'Each value is a particle.',
} as const;

/** Values or colours of the file, how many pixels each has, and the class it becomes. */
function LegendRows({ incoming }: { readonly incoming: Incoming }) {
  const classes = useStore(labelStore, (s) => s.classes);
  const { legend, classOf } = incoming;
  if (legend === null || legend.kind === 'instances') return null;
  const total = legend.width * legend.height;
  if (legend.entries.length === 0) {
    return <Says>It holds {legend.distinct} different values: too many to be classes.</Says>;
  }
  return (
    <section aria-label="Legend">
      {legend.entries.map((entry, i) => {
        const own = classes.find(({ id }) => id === classOf[i]);
        const name = entry.colour ?? String(entry.value);
        return (
          <Entry key={name} title={entry.reason}>
            <Swatch colour={entry.colour ?? own?.colour ?? 'transparent'} />
            <Value>{name}</Value>
            <Share>
              {significant((entry.pixels / total) * 100, 2)}
              {thinSpace}%
            </Share>
            <Select
              aria-label={`Class of ${name}`}
              value={classOf[i] === null ? '' : String(classOf[i])}
              options={[
                ['', 'Unlabelled'] as const,
                ...classes.map(({ id, name: title }) => [String(id), title] as const),
              ]}
              onPick={(picked) => setEntryClass(i, picked === '' ? null : Number(picked))}
            />
          </Entry>
        );
      })}
    </section>
  );
}

/** Says how an import ended; true when everything came in. */
function tellOutcome({ state, result, failure }: JobInfo): boolean {
  const failed = (result['failed'] ?? []) as readonly { path: string; failure: FailureInfo }[];
  const warnings = (result['warnings'] ?? []) as readonly string[];
  if (warnings.length > 0) {
    showNotice({
      key: 'import labels warning',
      place: 'inspector',
      kind: 'suspect',
      text: warnings.slice(0, 3).join(' '),
      remedy: warnings.length > 3 ? `And ${warnings.length - 3} more.` : '',
    });
  }
  if (failure !== null) showFailure('inspector', 'labels failed', failure);
  if (failed.length === 0) return state === 'done';
  const { message, remedy } = failed[0].failure;
  const others = failed.length === 1 ? '' : `${failed.length} files were refused. `;
  showNotice({
    key: 'labels refused',
    place: 'inspector',
    kind: 'error',
    text: `${others}${splitPath(failed[0].path).name}: ${message}`,
    remedy,
  });
  return false;
}

/** What chosen label files hold and how they come in; stands in the inspector until it is done. */
export function ImportPanel() {
  const incoming = useStore(incomingStore, (s) => s.incoming);
  const { classes, activeClassId } = useStore(labelStore);
  const shown = useStore(selectionStore, (s) => s.shown);
  const image = useStore(libraryStore, (s) => (shown === null ? undefined : s.imageById.get(shown.imageId)));
  const [here, setHere] = useState(false);
  const [mode, setMode] = useState<'replace' | 'add'>('replace');
  const [classId, setClassId] = useState(activeClassId);
  const [busy, setBusy] = useState(false);
  const [shifted, setShifted] = useState<readonly string[]>([]);
  if (incoming === null) return null;
  const { paths, legend } = incoming;
  const particles = legend === null || legend.kind === 'instances';
  const one = paths.length === 1;
  const start = (chosen: readonly string[], allowShift: boolean) =>
    void attempt('inspector', 'import labels', async () => {
      const key = keyOf(incoming);
      const imageId = one && here && image !== undefined ? image.id : null;
      setBusy(true);
      dismissNotice('inspector', 'labels refused');
      try {
        const id = await importLabels({
          paths: [...chosen],
          allowShift,
          format: legend === null ? null : legend.kind === 'instances' ? 'instances-image' : 'classes-image',
          key,
          imageId,
          classId: particles ? classId : null,
          mode,
        });
        if (id === null) return;
        const ended = await jobEnded(id);
        setShifted((ended.result['shifted'] ?? []) as readonly string[]);
        if (!tellOutcome(ended)) return;
        workOnLayer(particles ? 'instances' : 'classes');
        leaveIncoming();
      } finally {
        setBusy(false);
      }
    });
  return (
    <Column>
      <Head>
        <Title>Import labels</Title>
        <Says>
          {one ? splitPath(paths[0]).name : count(paths.length, 'file')}
          {legend === null ? '' : ` · ${legend.width} × ${legend.height} px. ${kinds[legend.kind]}`}
        </Says>
      </Head>
      <Body>
        <LegendRows incoming={incoming} />
        {particles ? (
          <FieldRow label="Particles are">
            {(id) => (
              <Select
                id={id}
                value={String(classId)}
                options={classes.map((own) => [String(own.id), own.name] as const)}
                onPick={(picked) => setClassId(Number(picked))}
              />
            )}
          </FieldRow>
        ) : null}
        <FieldRow label="Labels there">
          {(id) => (
            <Select
              id={id}
              value={mode}
              options={[
                ['replace', 'Give way'],
                ['add', 'Stay; the file adds to them'],
              ]}
              onPick={setMode}
            />
          )}
        </FieldRow>
        {one && image !== undefined ? (
          <Checkbox label={`For ${image.name}, whatever the file is called`} checked={here} onCheck={setHere} />
        ) : null}
        <Says>
          {here && one
            ? 'The file must be as large as the image.'
            : 'Files go to the images of the same name. A file of another size than its image, or that lies beside its particles, is refused.'}
        </Says>
      </Body>
      <Foot>
        <Button look="primary" disabled={busy} onClick={() => start(paths, false)}>
          Import {one ? 'it' : count(paths.length, 'file')}
        </Button>
        {shifted.length > 0 ? (
          <Button disabled={busy} onClick={() => start(shifted, true)}>
            Take in anyway
          </Button>
        ) : null}
        <Button onClick={leaveIncoming}>Leave it</Button>
      </Foot>
    </Column>
  );
}
