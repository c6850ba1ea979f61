import { styled } from '@mui/material/styles';
import { Component, type ErrorInfo, type ReactNode } from 'react';
import { programStore } from '../state/program.ts';
import { Button } from '../ui/button.tsx';
import { CopyButton } from '../ui/copy-button.tsx';
import { Mark } from '../ui/mark.tsx';
import { colour, font } from '../ui/tokens.ts';

const Page = styled('main')({
  height: '100%',
  overflow: 'auto',
  padding: '12vh 24px 24px',
  maxWidth: 640,
  margin: '0 auto',
  display: 'flex',
  flexDirection: 'column',
  gap: 16,
});
const Title = styled('h1')({ fontSize: 20, lineHeight: '28px', fontWeight: 600 });
const Details = styled('pre')({
  margin: 0,
  padding: 12,
  borderRadius: 4,
  backgroundColor: colour.panel,
  color: colour.muted,
  fontFamily: font.mono,
  fontSize: 12,
  lineHeight: '16px',
  whiteSpace: 'pre-wrap',
  overflowWrap: 'anywhere',
  maxHeight: '40vh',
  overflow: 'auto',
  userSelect: 'text',
});
const Actions = styled('div')({ display: 'flex', gap: 8, flexWrap: 'wrap' });

interface Crash {
  readonly error: unknown;
  readonly where: string;
}

/** What to send with a report: enough to find the fault, nothing of the person's data. */
export function crashDetails({ error, where }: Crash): string {
  const { info } = programStore.getState();
  const stack = error instanceof Error ? (error.stack ?? `${error.name}: ${error.message}`) : String(error);
  const program = info === null ? 'Morphoscope' : `Morphoscope ${info.version} · ${info.host} · ${info.platform}`;
  return [program, navigator.userAgent, '', stack, where.trim()].join('\n').trim();
}

/** Shown instead of the window when drawing it failed. The services run on; nothing that was saved is touched. */
export class CrashGuard extends Component<{ readonly children: ReactNode }, { readonly crash: Crash | null }> {
  override state: { readonly crash: Crash | null } = { crash: null };

  static getDerivedStateFromError(error: unknown): { crash: Crash } {
    return { crash: { error, where: '' } };
  }

  override componentDidCatch(error: unknown, info: ErrorInfo): void {
    this.setState({ crash: { error, where: info.componentStack ?? '' } });
  }

  override render(): ReactNode {
    const { crash } = this.state;
    if (crash === null) return this.props.children;
    const details = crashDetails(crash);
    return (
      <Page>
        <Mark size={40} />
        <Title>The window stopped working</Title>
        <p>
          Your project is safe: every edit was saved when you made it, and running jobs go on. Load the window again to
          continue. If this comes back, copy the details and send them with a report.
        </p>
        <Actions>
          <Button look="primary" icon="restore" onClick={() => location.reload()}>
            Load the window again
          </Button>
          <CopyButton label="Copy details" text={() => details} />
        </Actions>
        <Details tabIndex={0} aria-label="Details of the error">
          {details}
        </Details>
      </Page>
    );
  }
}
