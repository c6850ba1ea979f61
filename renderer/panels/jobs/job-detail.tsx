import { styled } from '@mui/material/styles';
import { useState } from 'react';
import type { FailureInfo } from '../../../app/domain/failure.ts';
import type { JobInfo } from '../../../app/domain/job.ts';
import { importResult } from '../../state/jobs.ts';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Icon } from '../../ui/icons.tsx';
import { splitPath } from '../../ui/quantity.ts';
import { colour } from '../../ui/tokens.ts';
import { JobLine } from './job-line.tsx';

const Row = styled('div')({
  display: 'flex',
  alignItems: 'center',
  gap: 12,
  minHeight: 28,
  padding: '0 4px 0 12px',
});
const Space = styled('span')({ flex: '1 1 0' });
const Failed = styled('ul')({ padding: '0 12px 8px 12px' });
const File = styled('li')({
  display: 'grid',
  gridTemplateColumns: '14px minmax(120px, 1fr) minmax(0, 3fr)',
  columnGap: 8,
  padding: '4px 0',
  borderTop: `1px solid ${colour.line}`,
  userSelect: 'text',
  '& > svg': { color: colour.suspect },
});
const Doubt = styled('div')({
  display: 'flex',
  alignItems: 'center',
  gap: 8,
  padding: '0 12px 6px 12px',
  color: colour.suspect,
  userSelect: 'text',
});
const Name = styled('span')({ overflowWrap: 'anywhere' });
const Muted = styled('span')({ display: 'block', color: colour.muted, overflowWrap: 'anywhere' });

/** Failures as lines to copy into a mail: path, what happened, what to do. */
export function failureText(failed: readonly { path: string; failure: FailureInfo }[]): string {
  return failed.map(({ path, failure }) => `${path}\t${failure.message}\t${failure.remedy}`).join('\n');
}

function FailedFiles({ failed }: { readonly failed: readonly { path: string; failure: FailureInfo }[] }) {
  const [all, setAll] = useState(false);
  const shown = all ? failed : failed.slice(0, 50);
  return (
    <Failed aria-label="Files that could not be read">
      {shown.map(({ path, failure }) => {
        const { folder, name } = splitPath(path);
        return (
          <File key={path}>
            <Icon name="warning" size={14} />
            <Name title={path}>
              {name}
              <Muted>{folder}</Muted>
            </Name>
            <span>
              {failure.message}
              <Muted>{failure.remedy}</Muted>
            </span>
          </File>
        );
      })}
      {shown.length < failed.length ? (
        <Button look="quiet" onClick={() => setAll(true)}>
          Show all {failed.length}
        </Button>
      ) : null}
    </Failed>
  );
}

/** A job with all it has to say: its line, and after an import every file that could not be taken in and why. */
export function JobDetail({ job }: { readonly job: JobInfo }) {
  const { failed, warnings } = importResult(job) ?? { failed: [], warnings: [] };
  return (
    <div>
      <Row>
        <JobLine job={job} />
        <Space />
        {failed.length === 0 ? null : <CopyButton look="quiet" label="Copy list" text={() => failureText(failed)} />}
        <JobLine.Stop job={job} />
      </Row>
      {job.state === 'failed' && job.failure !== null ? (
        <Failed>
          <File>
            <Icon name="error" size={14} />
            <Name>{job.failure.subject ?? job.failure.message}</Name>
            <Muted>{job.failure.remedy}</Muted>
          </File>
        </Failed>
      ) : null}
      {warnings.map((warning) => (
        <Doubt key={warning}>
          <Icon name="warning" size={14} />
          {warning}
        </Doubt>
      ))}
      {failed.length === 0 ? null : <FailedFiles failed={failed} />}
    </div>
  );
}
