import { styled } from '@mui/material/styles';
import { type DragEvent, useState } from 'react';
import { useStore } from 'zustand';
import { Failure } from '../../../app/domain/failure.ts';
import { commandById, runCommand } from '../../commands/list.ts';
import { browserStore } from '../../state/browser.ts';
import { showFailure } from '../../state/notices.ts';
import { programStore } from '../../state/program.ts';
import { projectStore } from '../../state/project.ts';
import { setCreating, startStore } from '../../state/start.ts';
import { Icon, type IconName } from '../../ui/icons.tsx';
import { Keys } from '../../ui/keys.tsx';
import { Mark } from '../../ui/mark.tsx';
import { Notices } from '../../ui/notices.tsx';
import { Progress } from '../../ui/progress.tsx';
import { count } from '../../ui/quantity.ts';
import { colour } from '../../ui/tokens.ts';
import { FileBrowser } from '../files/file-browser.tsx';
import { type Dropped, droppedFiles, holdsFiles } from '../samples/dropped-files.ts';
import { CreateForm } from './create-form.tsx';
import { RecentProjects } from './recent-projects.tsx';

const Page = styled('main')({
  flex: '1 1 0',
  minHeight: 0,
  overflow: 'auto',
  display: 'flex',
  flexDirection: 'column',
  backgroundColor: colour.panel,
  '&[data-over]': { boxShadow: `inset 0 0 0 2px ${colour.accent}` },
});
const Middle = styled('div')({
  margin: 'auto',
  width: '100%',
  maxWidth: 1040,
  padding: 32,
  display: 'grid',
  gridTemplateColumns: 'minmax(280px, 380px) minmax(0, 1fr)',
  gap: '32px 56px',
  '@media (max-width: 760px)': { gridTemplateColumns: 'minmax(0, 1fr)', padding: 20 },
});
const Brand = styled('div')({ display: 'flex', alignItems: 'center', gap: 14, marginBottom: 28 });
const Word = styled('h1')({ fontSize: 24, lineHeight: '28px', fontWeight: 600, letterSpacing: '-0.01em' });
const Says = styled('p')({ color: colour.muted });
const Actions = styled('div')({ display: 'flex', flexDirection: 'column', gap: 2, margin: '0 -10px' });
const Action = styled('button')({
  display: 'flex',
  alignItems: 'center',
  gap: 12,
  minHeight: 40,
  padding: '4px 10px',
  border: 0,
  borderRadius: 6,
  background: 'none',
  textAlign: 'left',
  fontWeight: 500,
  '& > svg': { color: colour.muted },
  '&:hover': { backgroundColor: colour.hover },
  '&:disabled': { opacity: 0.5 },
});
const ActionText = styled('span')({
  flex: '1 1 auto',
  '& small': { display: 'block', color: colour.muted, fontSize: 12, lineHeight: '16px', fontWeight: 400 },
});
const Hint = styled('p')({ color: colour.muted, fontSize: 12, lineHeight: '16px', marginTop: 20 });
const Browser = styled('div')({
  display: 'flex',
  height: 'min(560px, calc(100vh - 64px))',
  border: `1px solid ${colour.line}`,
  borderRadius: 8,
  overflow: 'hidden',
});
const Version = styled('p')({ color: colour.muted, fontSize: 12, padding: '0 32px 16px', textAlign: 'right' });

function ActionButton({
  icon,
  title,
  more,
  shortcut,
  disabled,
  onClick,
}: {
  readonly icon: IconName;
  readonly title: string;
  readonly more?: string;
  readonly shortcut?: string | undefined;
  readonly disabled: boolean;
  readonly onClick: () => void;
}) {
  return (
    <Action type="button" disabled={disabled} onClick={onClick}>
      <Icon name={icon} size={20} />
      <ActionText>
        {title}
        {more === undefined ? null : <small>{more}</small>}
      </ActionText>
      {shortcut === undefined ? null : <Keys shortcut={shortcut} />}
    </Action>
  );
}

/** What a person sees without an open project: begin, open, go on where they were, or drop micrographs. */
export function StartScreen() {
  const browsing = useStore(browserStore, (s) => s.request !== null);
  const { opening, recent } = useStore(projectStore);
  const info = useStore(programStore, (s) => s.info);
  const creating = useStore(startStore, (s) => s.creating);
  const [dropped, setDropped] = useState<readonly Dropped[]>([]);
  const [over, setOver] = useState(false);

  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    droppedFiles(event.dataTransfer).then(
      (files) => {
        setDropped(files);
        if (files.length > 0) setCreating(true);
      },
      (thrown: unknown) => showFailure('start', 'drop', Failure.from(thrown).info),
    );
  };
  const busy = opening !== null;
  const open = commandById('project.open');
  return (
    <Page
      aria-label="Start"
      data-over={over ? '' : undefined}
      onDragOver={(event) => {
        if (!holdsFiles(event.dataTransfer)) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
    >
      <Notices place="start" />
      {busy ? <Progress value={null} label={`Opening ${opening}`} /> : null}
      <Middle>
        <div>
          <Brand>
            <Mark size={48} />
            <div>
              <Word>Morphoscope</Word>
              <Says>Electron micrographs of nanomaterials, measured.</Says>
            </div>
          </Brand>
          {creating ? (
            <CreateForm
              dropped={dropped}
              onDone={() => {
                setCreating(false);
                setDropped([]);
              }}
            />
          ) : (
            <Actions>
              <ActionButton icon="plus" title="New project" disabled={busy} onClick={() => setCreating(true)} />
              <ActionButton
                icon="folderOpen"
                title="Open project…"
                shortcut={open.shortcuts?.[0]}
                disabled={busy}
                onClick={() => runCommand(open)}
              />
              <ActionButton
                icon="image"
                title="Open the sample project"
                more="Simulated micrographs with conditions, and three real ones"
                disabled={busy}
                onClick={() => runCommand(commandById('project.openSample'))}
              />
            </Actions>
          )}
          <Hint>
            {dropped.length > 0
              ? `${count(dropped.length, 'dropped item')} will be imported into the new project.`
              : 'Or drop micrographs here to begin a project with them.'}
          </Hint>
        </div>
        {browsing ? (
          <Browser>
            <FileBrowser />
          </Browser>
        ) : (
          <RecentProjects recent={recent} disabled={busy} />
        )}
      </Middle>
      {info === null ? null : <Version>Version {info.version}</Version>}
    </Page>
  );
}
