import createCache from '@emotion/cache';
import { CacheProvider } from '@emotion/react';
import { ThemeProvider, useColorScheme } from '@mui/material/styles';
import { type ReactNode, useEffect } from 'react';
import { useStore } from 'zustand';
import { layoutStore } from '../state/layout.ts';
import { GlobalStyles } from '../ui/global-styles.tsx';
import { theme } from '../ui/theme.ts';

/** The nonce that the host put into the page for the style sheets made at run time. */
function nonce(): string | undefined {
  const found = document.querySelector('meta[name="csp-nonce"]')?.getAttribute('content');
  return found === null || found === undefined || found.startsWith('__') ? undefined : found;
}

const found = nonce();
const cache = createCache(found === undefined ? { key: 'ms' } : { key: 'ms', nonce: found });

function FollowTheme() {
  const choice = useStore(layoutStore, (s) => s.theme);
  const { setMode } = useColorScheme();
  useEffect(() => setMode(choice), [choice, setMode]);
  return null;
}

/** Theme, styles and type for everything inside. */
export function StyleRoot({ children }: { readonly children: ReactNode }) {
  return (
    <CacheProvider value={cache}>
      <ThemeProvider theme={theme} defaultMode="dark" storageManager={null}>
        <FollowTheme />
        <GlobalStyles />
        {children}
      </ThemeProvider>
    </CacheProvider>
  );
}
