import type { JobInfo } from '../../../app/domain/job.ts';

function left(seconds: number | null): string {
  if (seconds === null) return '';
  return seconds < 90 ? `, ${Math.ceil(seconds)} s left` : `, ${Math.ceil(seconds / 60)} min left`;
}

/**
 * Shows a job's progress on a terminal as one line that is written over, elsewhere as a line each ten percent.
 * @param out where to write (standard error)
 */
export function progressPrinter(out: { write(text: string): unknown; isTTY?: boolean }): (job: JobInfo) => void {
  let tenth = -1;
  return (job) => {
    const ended = job.state === 'done' || job.state === 'failed' || job.state === 'stopped';
    const percent = Math.floor(job.progress * 100);
    const line = `${job.title}: ${percent} %${job.note === '' ? '' : ` ${job.note}`}${left(job.secondsLeft)}`;
    if (out.isTTY === true) {
      out.write(`\r\u001b[2K${ended ? '' : line}`);
      return;
    }
    const now = Math.floor(percent / 10);
    if (ended || now === tenth) return;
    tenth = now;
    out.write(`${line}\n`);
  };
}
