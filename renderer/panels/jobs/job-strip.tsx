import { styled } from '@mui/material/styles';
import { useStore } from 'zustand';
import { clearJobs, isActive, jobsStore, leadJob } from '../../state/jobs.ts';
import { layoutStore, toggleRegion } from '../../state/layout.ts';
import { attempt } from '../../state/notices.ts';
import { stopUpload, uploadStore } from '../../state/uploads.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Icon } from '../../ui/icons.tsx';
import { Progress } from '../../ui/progress.tsx';
import { colour } from '../../ui/tokens.ts';
import { JobDetail } from './job-detail.tsx';
import { JobLine } from './job-line.tsx';

const Strip = styled('footer')({
  flex: 'none',
  backgroundColor: colour.panel,
  borderTop: `1px solid ${colour.line}`,
  fontSize: 12,
  lineHeight: '16px',
});
const Head = styled('div')({ display: 'flex', alignItems: 'center', height: 28, paddingRight: 4 });
const Grow = styled('button')({
  flex: '1 1 0',
  minWidth: 0,
  height: '100%',
  display: 'flex',
  alignItems: 'center',
  gap: 8,
  padding: '0 12px',
  border: 0,
  background: 'none',
  textAlign: 'left',
  '& > svg': { color: colour.muted },
  '&:hover > svg': { color: colour.text },
});
const Quiet = styled('span')({ color: colour.muted });
const All = styled('div')({
  maxHeight: 'min(320px, 40vh)',
  overflow: 'auto',
  borderTop: `1px solid ${colour.line}`,
});
const Foot = styled('div')({ display: 'flex', justifyContent: 'flex-end', padding: '4px 8px' });

function UploadLine() {
  const uploading = useStore(uploadStore, (s) => s.uploading);
  if (uploading === null) return null;
  return (
    <Head role="status" style={{ padding: '0 4px 0 12px', gap: 12 }}>
      <span>
        Copying file {uploading.done + 1} of {uploading.files}
      </span>
      <Quiet>{uploading.name}</Quiet>
      <Progress value={uploading.done / uploading.files} label="Copying files" />
      <IconButton icon="stop" label="Stop copying" onClick={stopUpload} />
    </Head>
  );
}

/** Below everything: one line for the work under way; a click shows every job with its outcome. */
export function JobStrip() {
  const jobs = useStore(jobsStore, (s) => s.jobs);
  const open = useStore(layoutStore, (s) => s.jobsOpen);
  const lead = leadJob(jobs);
  const waiting = jobs.filter((job) => isActive(job) && job !== lead).length;
  return (
    <Strip aria-label="Jobs">
      <UploadLine />
      <Head>
        <Grow
          type="button"
          aria-expanded={open}
          aria-label={open ? 'Hide all jobs' : 'Show all jobs'}
          onClick={() => toggleRegion('jobsOpen')}
        >
          <Icon name={open ? 'chevronDown' : 'chevronUp'} size={12} />
          {lead === null || open ? (
            <Quiet>{jobs.length === 0 ? 'No jobs' : 'Jobs of this session'}</Quiet>
          ) : (
            <JobLine job={lead} waiting={waiting} />
          )}
        </Grow>
        {lead === null || open ? null : <JobLine.Stop job={lead} />}
      </Head>
      {open ? (
        <All>
          {jobs.map((job) => (
            <JobDetail key={job.id} job={job} />
          ))}
          {jobs.some((job) => !isActive(job)) ? (
            <Foot>
              <Button look="quiet" onClick={() => void attempt('window', 'jobs', clearJobs)}>
                Clear ended jobs
              </Button>
            </Foot>
          ) : null}
        </All>
      ) : null}
    </Strip>
  );
}
