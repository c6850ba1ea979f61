import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { programStore } from '../state/program.ts';
import { NoticeBox } from '../ui/notices.tsx';
import { reconnect } from './connect.ts';

/** Says that the connection to the services is lost, and when it is tried again. */
export function LinkBanner() {
  const link = useStore(programStore, (s) => s.link);
  const [now, setNow] = useState(() => Date.now());
  const lost = link.state === 'lost';
  useEffect(() => {
    if (!lost) return undefined;
    const timer = setInterval(() => setNow(Date.now()), 500);
    return () => clearInterval(timer);
  }, [lost]);
  // A blink of the connection is not worth a word.
  if (link.state !== 'lost' || link.attempts < 2) return null;
  const seconds = Math.max(0, Math.ceil((link.retryAt - now) / 1000));
  return (
    <NoticeBox
      kind="suspect"
      text="The connection to the program is lost. What you see may be old, and nothing can be edited until it is back."
      remedy={seconds > 0 ? `Trying again in ${seconds} s.` : 'Trying again now.'}
      action={{ title: 'Try now', run: reconnect }}
    />
  );
}
