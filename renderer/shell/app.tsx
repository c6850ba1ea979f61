import { styled } from '@mui/material/styles';
import { useEffect } from 'react';
import { useStore } from 'zustand';
import { StartScreen } from '../panels/start/start-screen.tsx';
import { projectStore } from '../state/project.ts';
import { promptStore } from '../state/prompt.ts';
import { Notices } from '../ui/notices.tsx';
import { BackupsSheet } from './backups-sheet.tsx';
import { CheatSheet } from './cheat-sheet.tsx';
import { FlowBar } from './flow-bar.tsx';
import { LinkBanner } from './link-banner.tsx';
import { Palette } from './palette.tsx';
import { Workbench } from './workbench.tsx';

const Frame = styled('div')({ height: '100%', display: 'flex', flexDirection: 'column', minWidth: 0 });

/** The whole window: the start screen, or the workbench with the open project. */
export function App() {
  const open = useStore(projectStore, (s) => s.project !== null);
  const known = useStore(projectStore, (s) => s.known);
  const prompt = useStore(promptStore, (s) => s.prompt);
  const name = useStore(projectStore, (s) => s.project?.name);
  useEffect(() => {
    document.title = name === undefined ? 'Morphoscope' : `${name} – Morphoscope`;
  }, [name]);
  return (
    <Frame>
      {open ? <FlowBar /> : null}
      <LinkBanner />
      <Notices place="window" />
      {open ? <Workbench /> : known ? <StartScreen /> : null}
      {prompt === 'palette' ? <Palette /> : null}
      {prompt === 'keys' ? <CheatSheet /> : null}
      {prompt === 'backups' ? <BackupsSheet /> : null}
    </Frame>
  );
}
