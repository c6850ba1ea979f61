import MuiGlobalStyles from '@mui/material/GlobalStyles';
import { themeAttribute } from './theme.ts';
import { colour, font, schemes, schemeVariables } from './tokens.ts';

const sheet = {
  [`:root, [${themeAttribute}="dark"]`]: { ...schemeVariables(schemes.dark), colorScheme: 'dark' },
  [`[${themeAttribute}="light"]`]: { ...schemeVariables(schemes.light), colorScheme: 'light' },
  '*, *::before, *::after': { boxSizing: 'border-box' },
  'html, body, #root': { height: '100%', margin: 0 },
  body: {
    backgroundColor: colour.stage,
    color: colour.text,
    fontFamily: font.body,
    fontSize: 13,
    lineHeight: '20px',
    fontVariantNumeric: 'tabular-nums',
    WebkitFontSmoothing: 'antialiased',
    overflow: 'hidden',
    overscrollBehavior: 'none',
    userSelect: 'none',
  },
  'button, input, select, textarea': { font: 'inherit', color: 'inherit', letterSpacing: 'inherit' },
  'h1, h2, h3, p, ul, ol, dl, dd, figure': { margin: 0, padding: 0, fontSize: 'inherit', fontWeight: 'inherit' },
  'ul, ol': { listStyle: 'none' },
  'input, textarea, [data-selectable]': { userSelect: 'text' },
  ':focus-visible': { outline: `2px solid ${colour.accent}`, outlineOffset: -1 },
  '::selection': { backgroundColor: colour.selected },
  '::placeholder': { color: colour.muted, opacity: 1 },
  '*': { scrollbarWidth: 'thin', scrollbarColor: `${colour.edge} transparent` },
  '@media (prefers-reduced-motion: reduce)': {
    '*, *::before, *::after': { transitionDuration: '0s !important', animationDuration: '0s !important' },
  },
} as const;

/** What holds for the whole window: the schemes' custom properties, the type, the focus ring. */
export function GlobalStyles() {
  return <MuiGlobalStyles styles={sheet} />;
}
