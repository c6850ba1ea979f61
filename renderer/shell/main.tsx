import '../client/no-eval.ts';
import '@fontsource-variable/inter/wght.css';
import '@fontsource-variable/jetbrains-mono/wght.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Failure } from '../../app/domain/failure.ts';
import { listenToKeys } from '../commands/dispatch.ts';
import { allCommands, runCommand } from '../commands/list.ts';
import { setNarrow } from '../state/layout.ts';
import { showFailure } from '../state/notices.ts';
import { roomStore, setRooms } from '../state/room.ts';
import { App } from './app.tsx';
import { connect } from './connect.ts';
import { CrashGuard } from './crash-page.tsx';
import { guardLeaving } from './leave-guard.ts';
import { rooms } from './rooms.tsx';
import { StyleRoot } from './style-root.tsx';
import { narrowWindow } from './workbench.tsx';

setRooms(rooms.map(({ id, title, shortcut, lower }) => ({ id, title, shortcut, lower: lower?.title ?? null })));
listenToKeys(window, allCommands, () => roomStore.getState().roomId, runCommand);
connect();
guardLeaving(window);

const narrow = window.matchMedia(narrowWindow);
setNarrow(narrow.matches);
narrow.addEventListener('change', ({ matches }) => setNarrow(matches));

// What nobody caught is told instead of lost.
window.addEventListener('unhandledrejection', ({ reason }) => {
  showFailure('window', 'unexpected', Failure.from(reason).info);
});

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no #root.');
createRoot(root).render(
  <StrictMode>
    <StyleRoot>
      <CrashGuard>
        <App />
      </CrashGuard>
    </StyleRoot>
  </StrictMode>,
);
