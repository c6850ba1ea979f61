import { createTheme, type Theme } from '@mui/material/styles';
import { colour, font, type Scheme, schemes, size } from './tokens.ts';

/** Attribute on <html> that names the theme in use. */
export const themeAttribute = 'data-theme';

function palette(scheme: Scheme) {
  return {
    primary: { main: scheme.accent, contrastText: scheme.onAccent },
    secondary: { main: scheme.muted, contrastText: scheme.panel },
    error: { main: scheme.error, contrastText: scheme.panel },
    warning: { main: scheme.suspect, contrastText: scheme.panel },
    background: { default: scheme.stage, paper: scheme.raised },
    text: { primary: scheme.text, secondary: scheme.muted },
    divider: scheme.line,
  };
}

/** MUI in the program's clothes: compact, flat, no ripples, both schemes in one sheet of custom properties. */
export const theme: Theme = createTheme({
  cssVariables: { colorSchemeSelector: `[${themeAttribute}="%s"]`, cssVarPrefix: 'mui' },
  colorSchemes: { dark: { palette: palette(schemes.dark) }, light: { palette: palette(schemes.light) } },
  defaultColorScheme: 'dark',
  spacing: 4,
  shape: { borderRadius: size.radius },
  typography: {
    fontFamily: font.body,
    fontSize: 13,
    htmlFontSize: 16,
    body1: { fontSize: 13, lineHeight: '20px' },
    body2: { fontSize: 12, lineHeight: '16px' },
    button: { fontSize: 13, fontWeight: 500, textTransform: 'none', letterSpacing: 0 },
  },
  transitions: {
    duration: {
      shortest: 80,
      shorter: 100,
      short: 120,
      standard: 120,
      complex: 140,
      enteringScreen: 100,
      leavingScreen: 80,
    },
  },
  components: {
    MuiButtonBase: { defaultProps: { disableRipple: true, disableTouchRipple: true } },
    MuiTooltip: {
      defaultProps: { enterDelay: 400, enterNextDelay: 80, disableInteractive: true },
      styleOverrides: {
        tooltip: {
          backgroundColor: colour.raised,
          color: colour.text,
          boxShadow: colour.shadow,
          fontSize: 12,
          lineHeight: '16px',
          fontWeight: 400,
          padding: '6px 8px',
          maxWidth: 320,
        },
      },
    },
    MuiMenu: {
      styleOverrides: {
        paper: { backgroundColor: colour.raised, backgroundImage: 'none', boxShadow: colour.shadow, minWidth: 200 },
        list: { padding: 4 },
      },
    },
    MuiMenuItem: {
      styleOverrides: {
        root: { minHeight: 28, fontSize: 13, borderRadius: 3, padding: '4px 8px', gap: 8 },
      },
    },
    MuiDivider: { styleOverrides: { root: { borderColor: colour.line } } },
    MuiSlider: {
      defaultProps: { size: 'small' },
      styleOverrides: {
        root: { height: 2, padding: '13px 0' },
        thumb: { width: 12, height: 12, '&::before': { boxShadow: 'none' } },
        rail: { backgroundColor: colour.edge, opacity: 1 },
      },
    },
  },
});
