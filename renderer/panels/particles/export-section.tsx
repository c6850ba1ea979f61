import { styled } from '@mui/material/styles';
import { useState } from 'react';
import { useStore } from 'zustand';
import { ask } from '../../client/session.ts';
import {
  type ExportFormat,
  exportedFiles,
  exportFormats,
  exportRun,
  exportStore,
  setExport,
} from '../../state/exporting.ts';
import { isActive, jobsStore } from '../../state/jobs.ts';
import { attempt } from '../../state/notices.ts';
import type { RunTable } from '../../state/table.ts';
import { Switch } from '../../ui/bars.tsx';
import { Button, IconButton } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/field.tsx';
import { NoticeBox } from '../../ui/notices.tsx';
import { Progress } from '../../ui/progress.tsx';
import { count, splitPath } from '../../ui/quantity.ts';
import { Tip } from '../../ui/tip.tsx';
import { colour } from '../../ui/tokens.ts';

const Actions = styled('div')({ display: 'flex', gap: 8, flexWrap: 'wrap', margin: '8px 0' });
const File = styled('div')({ display: 'flex', alignItems: 'center', gap: 4, minHeight: 24 });
const Path = styled('span')({
  flex: '1 1 auto',
  minWidth: 0,
  overflow: 'hidden',
  textOverflow: 'ellipsis',
  whiteSpace: 'nowrap',
  userSelect: 'text',
});
const Text = styled('div')({
  position: 'relative',
  padding: '8px 36px 8px 10px',
  borderRadius: 4,
  backgroundColor: colour.field,
  border: `1px solid ${colour.line}`,
  userSelect: 'text',
  fontSize: 12,
  lineHeight: '18px',
  '& > span:last-of-type': { position: 'absolute', top: 2, right: 2 },
});
const Muted = styled('p')({ color: colour.muted, fontSize: 12 });

const copy = (text: string) => void attempt('inspector', 'copy', () => navigator.clipboard.writeText(text));

function toggled(formats: readonly ExportFormat[], format: ExportFormat, on: boolean): ExportFormat[] {
  return on ? [...formats, format] : formats.filter((other) => other !== format);
}

function Results() {
  const started = useStore(exportStore, (s) => s.jobs);
  const jobs = useStore(jobsStore, (s) => s.jobs);
  return started.map(({ format, jobId }) => {
    const job = jobs.find(({ id }) => id === jobId);
    const title = exportFormats.find((f) => f.format === format)?.title ?? format;
    const files = exportedFiles(job);
    if (job === undefined || isActive(job)) return <Progress key={jobId} value={job?.progress ?? null} label={title} />;
    if (job.failure !== null) {
      return (
        <NoticeBox key={jobId} kind="error" text={`${title}: ${job.failure.message}`} remedy={job.failure.remedy} />
      );
    }
    if (files === null || files.length === 0) return null;
    const [first] = files;
    const path = files.length === 1 ? first : splitPath(first).folder;
    return (
      <File key={jobId}>
        <Path title={files.slice(0, 20).join('\n')}>
          {files.length === 1 ? splitPath(first).name : `${count(files.length, 'file')} in ${splitPath(path).name}`}
        </Path>
        <IconButton icon="copy" label="Copy the path" more={path} onClick={() => copy(path)} />
      </File>
    );
  });
}

/** Ways out of the program: files in a folder, and the methods paragraph. */
export function ExportSection({ table }: { readonly table: RunTable }) {
  const { formats, everything } = useStore(exportStore);
  const [methods, setMethods] = useState<string | null>(null);
  const { runId, rows } = table.layout;
  const showMethods = () =>
    attempt('inspector', 'methods', async () => setMethods((await ask('runs.methods', { runId })).text));
  return (
    <>
      {exportFormats.map(({ format, title, help }) => (
        <Tip key={format} title={title} more={help} placement="left">
          <div>
            <Checkbox
              label={title}
              checked={formats.includes(format)}
              onCheck={(on) => setExport({ formats: toggled(formats, format, on) })}
            />
          </div>
        </Tip>
      ))}
      <Actions>
        <Switch
          label="Particles to export"
          value={everything ? 'all' : 'passing'}
          options={[
            ['passing', 'Only those that count'],
            ['all', 'Everything'],
          ]}
          onPick={(value) => setExport({ everything: value === 'all' })}
        />
      </Actions>
      <Muted>{count(everything ? rows : table.counts.kept, 'particle')}</Muted>
      <Actions>
        <Button
          look="primary"
          icon="export"
          disabled={formats.length === 0}
          onClick={() => void attempt('inspector', 'export', () => exportRun(runId))}
        >
          Export…
        </Button>
        <Button onClick={() => (methods === null ? void showMethods() : setMethods(null))}>
          {methods === null ? 'Show methods' : 'Hide methods'}
        </Button>
      </Actions>
      <Results />
      {methods === null ? null : (
        <Text>
          {methods}
          <span>
            <IconButton icon="copy" label="Copy the methods paragraph" onClick={() => copy(methods)} />
          </span>
        </Text>
      )}
    </>
  );
}
