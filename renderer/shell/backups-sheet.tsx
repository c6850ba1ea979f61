import { styled } from '@mui/material/styles';
import { useState } from 'react';
import { useStore } from 'zustand';
import { type Backup, backupsStore, restoreBackup } from '../state/backups.ts';
import { attempt } from '../state/notices.ts';
import { closePrompt } from '../state/prompt.ts';
import { Amount } from '../ui/amount.tsx';
import { Button, IconButton } from '../ui/button.tsx';
import { Notices } from '../ui/notices.tsx';
import { ago, bytes, dateTime, splitPath } from '../ui/quantity.ts';
import { colour } from '../ui/tokens.ts';
import { Overlay } from './overlay.tsx';

const Head = styled('div')({
  flex: 'none',
  display: 'flex',
  alignItems: 'center',
  justifyContent: 'space-between',
  height: 44,
  padding: '0 8px 0 16px',
  borderBottom: `1px solid ${colour.line}`,
  fontWeight: 600,
});
const Says = styled('p')({ flex: 'none', color: colour.muted, padding: '12px 16px 4px' });
const List = styled('ul')({ overflow: 'auto', padding: '4px 8px 12px' });
const Row = styled('li')({
  display: 'grid',
  gridTemplateColumns: 'minmax(0, 1fr) auto auto',
  alignItems: 'center',
  columnGap: 16,
  minHeight: 44,
  padding: '4px 8px',
  borderRadius: 6,
  '&:hover, &:focus-within': { backgroundColor: colour.hover },
});
const Muted = styled('span')({ display: 'block', color: colour.muted, fontSize: 12, lineHeight: '16px' });

const reasons: Readonly<Record<Backup['reason'], string>> = {
  hourly: 'Kept while you worked',
  'before-upgrade': 'Before a newer version of the program opened it',
  'set-aside': 'Set aside when another state took its place',
};

/** Earlier states of a project, and the way back to each. */
export function BackupsSheet() {
  const { path, backups, restoring } = useStore(backupsStore);
  const [now] = useState(() => Date.now());
  const name = splitPath(path).name.replace(/\.morpho$/, '');
  return (
    <Overlay label={`Earlier states of ${name}`} width={560} top={10}>
      <Head>
        Earlier states of {name}
        <IconButton icon="close" label="Close" shortcut="Escape" onClick={closePrompt} />
      </Head>
      <Notices place="browser" />
      <Says>
        {backups.length === 0
          ? 'There is none yet: one is kept for every hour of work, and before a newer version of the program opens the project.'
          : 'Samples, labels, runs and edits go back to how they were. How the project is now is set aside and stays in this list; image files are not touched.'}
      </Says>
      <List aria-label="Earlier states">
        {backups.map((backup) => {
          const { value, unit } = bytes(backup.bytes);
          return (
            <Row key={backup.name}>
              <span>
                {dateTime(backup.at)}
                <Muted>
                  {ago(backup.at, now)} · {reasons[backup.reason]}
                </Muted>
              </span>
              <Muted>
                <Amount value={value} unit={unit} />
              </Muted>
              <Button
                disabled={restoring !== null}
                aria-label={`Go back to ${dateTime(backup.at)}`}
                onClick={() => void attempt('browser', 'restore', () => restoreBackup(backup))}
              >
                {restoring === backup.name ? 'Going back…' : 'Go back'}
              </Button>
            </Row>
          );
        })}
      </List>
    </Overlay>
  );
}
