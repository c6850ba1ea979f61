/** Colours by what they are for. Greys are neutral: nothing near a micrograph may tint it. */
export interface Scheme {
  readonly stage: string;
  readonly panel: string;
  readonly raised: string;
  /** Pointer over something that can be chosen. */
  readonly hover: string;
  /** Ground of what takes input. */
  readonly field: string;
  readonly line: string;
  /** Edge of a field that takes input; 3:1 against the panel. */
  readonly edge: string;
  readonly text: string;
  readonly muted: string;
  readonly accent: string;
  /** Text on the accent. */
  readonly onAccent: string;
  readonly selected: string;
  /** Selected, but the focus is elsewhere. */
  readonly selectedQuiet: string;
  readonly suspect: string;
  readonly suspectGround: string;
  readonly error: string;
  readonly errorGround: string;
  readonly shadow: string;
}

export const schemes: { readonly dark: Scheme; readonly light: Scheme } = {
  dark: {
    stage: '#1b1c1e',
    panel: '#232528',
    raised: '#2b2e32',
    hover: '#2f3237',
    field: '#1b1c1e',
    line: '#34373c',
    edge: '#6b7178',
    text: '#e6e6e6',
    muted: '#a8adb3',
    accent: '#4fa3ff',
    onAccent: '#08182a',
    selected: '#26384c',
    selectedQuiet: '#30343a',
    suspect: '#f0b13c',
    suspectGround: '#352c1b',
    error: '#ff7b72',
    errorGround: '#3a2224',
    shadow: '0 8px 28px rgba(0, 0, 0, 0.45), 0 0 0 1px #3b3f45',
  },
  light: {
    stage: '#dddddd',
    panel: '#f5f6f7',
    raised: '#ffffff',
    hover: '#e9ebed',
    field: '#ffffff',
    line: '#d4d7db',
    edge: '#858b93',
    text: '#1e2023',
    muted: '#555b63',
    accent: '#085cb8',
    onAccent: '#ffffff',
    selected: '#d6e7fa',
    selectedQuiet: '#e1e4e8',
    suspect: '#835100',
    suspectGround: '#fbf0d9',
    error: '#bf2a24',
    errorGround: '#fbe6e4',
    shadow: '0 8px 28px rgba(20, 24, 30, 0.18), 0 0 0 1px #c9cdd2',
  },
};

const names = Object.keys(schemes.dark) as (keyof Scheme)[];

/** The present theme's colours, for styles: `colour.panel`. They follow the theme without a new render. */
export const colour = Object.fromEntries(names.map((name) => [name, `var(--ms-${name})`])) as unknown as Scheme;

/** A scheme as custom properties of CSS. */
export function schemeVariables(scheme: Scheme): Record<string, string> {
  return Object.fromEntries(names.map((name) => [`--ms-${name}`, scheme[name]]));
}

/** Okabe and Ito's colours for groups and classes, black left out, then further ones that stay apart for the colour-blind. */
export const groupColours = [
  '#56b4e9',
  '#e69f00',
  '#009e73',
  '#cc79a7',
  '#f0e442',
  '#0072b2',
  '#d55e00',
  '#999999',
  '#88ccee',
  '#ddcc77',
  '#aa4499',
  '#44aa99',
] as const;

/** Sizes, px. Everything stands on a grid of 4. */
export const size = { row: 28, control: 28, bar: 40, radius: 4 } as const;

export const font = {
  body: "'Inter Variable', system-ui, sans-serif",
  mono: "'JetBrains Mono Variable', ui-monospace, monospace",
} as const;
