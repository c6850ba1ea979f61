import type { ReactNode } from 'react';

// Drawn on a 16 px grid with a line of 1.4 px, so that they stay sharp beside 13 px type.
const paths = {
  undo: <path d="M6 3.5 3 6.5l3 3M3.4 6.5H9.5a3.5 3.5 0 0 1 0 7H7" />,
  redo: <path d="m10 3.5 3 3-3 3M12.6 6.5H6.5a3.5 3.5 0 0 0 0 7H9" />,
  search: <path d="M7 11.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9ZM10.3 10.3l3.2 3.2" />,
  plus: <path d="M8 3v10M3 8h10" />,
  close: <path d="m4 4 8 8M12 4l-8 8" />,
  check: <path d="m3 8.5 3.5 3.5L13 4.5" />,
  chevronRight: <path d="m6 3.5 4.5 4.5L6 12.5" />,
  chevronDown: <path d="M3.5 6 8 10.5 12.5 6" />,
  chevronUp: <path d="M3.5 10 8 5.5l4.5 4.5" />,
  up: <path d="M8 13V3M4 7l4-4 4 4" />,
  folder: <path d="M2 4.5v8h12v-7H8L6.5 3.5H2v1Z" />,
  folderOpen: <path d="M2 12.5v-9h4.5L8 5h5v2M2 12.5l2-5.5h11l-2 5.5H2Z" />,
  file: <path d="M4 2h5l3 3v9H4V2ZM9 2v3h3" />,
  image: <path d="M2.5 3h11v10h-11V3ZM2.5 11l3-3.2 2.4 2.4L10.5 7l3 3.4M6 6.2a.7.7 0 1 1-1.4 0 .7.7 0 0 1 1.4 0Z" />,
  import: <path d="M8 2v8M4.8 7 8 10.2 11.2 7M2.5 11v2.5h11V11" />,
  project: <path d="M2.5 4.5h11v9h-11v-9ZM4 2.5h8M6 8h4M6 10.5h4" />,
  stop: <rect x="4" y="4" width="8" height="8" rx="1" fill="currentColor" />,
  warning: <path d="M8 2.2 14.4 13.4H1.6L8 2.2ZM8 6.5v3.4M8 11.4v.6" />,
  info: <path d="M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM8 7.3v3.6M8 5v.6" />,
  error: <path d="M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM8 4.8v3.8M8 10.5v.6" />,
  panelLeft: <path d="M2.5 3h11v10h-11V3ZM6.2 3v10" />,
  panelRight: <path d="M2.5 3h11v10h-11V3ZM9.8 3v10" />,
  panelLower: <path d="M2.5 3h11v10h-11V3ZM2.5 9.2h11" />,
  link: (
    <path d="M6.8 9.2 9.2 6.8M7.4 4.7l1.4-1.4a2.7 2.7 0 0 1 3.9 3.9l-1.4 1.4M8.6 11.3l-1.4 1.4a2.7 2.7 0 0 1-3.9-3.9l1.4-1.4" />
  ),
  eye: <path d="M1.5 8S4 3.8 8 3.8 14.5 8 14.5 8 12 12.2 8 12.2 1.5 8 1.5 8ZM8 10a2 2 0 1 0 0-4 2 2 0 0 0 0 4Z" />,
  ruler: <path d="M1.8 10.8 10.8 1.8l3.4 3.4-9 9-3.4-3.4ZM4.5 8.1l1.3 1.3M6.7 5.9l1.8 1.8M8.9 3.7l1.3 1.3" />,
  table: <path d="M2.5 3h11v10h-11V3ZM2.5 6.3h11M2.5 9.7h11M6.5 3v10" />,
  chip: <path d="M4.5 4.5h7v7h-7v-7ZM6 2.5v2M10 2.5v2M6 11.5v2M10 11.5v2M2.5 6h2M2.5 10h2M11.5 6h2M11.5 10h2" />,
  sun: (
    <path d="M8 10.8a2.8 2.8 0 1 0 0-5.6 2.8 2.8 0 0 0 0 5.6ZM8 1.5v1.6M8 12.9v1.6M1.5 8h1.6M12.9 8h1.6M3.4 3.4l1.1 1.1M11.5 11.5l1.1 1.1M12.6 3.4l-1.1 1.1M4.5 11.5l-1.1 1.1" />
  ),
  moon: <path d="M13.2 9.6A5.6 5.6 0 0 1 6.4 2.8a5.6 5.6 0 1 0 6.8 6.8Z" />,
  more: <path d="M3.5 8h.01M8 8h.01M12.5 8h.01" strokeWidth="2" />,
  trash: <path d="M3 4.5h10M6.5 4.5v-2h3v2M4.3 4.5l.6 9h6.2l.6-9M6.8 7v4M9.2 7v4" />,
  pencil: <path d="m3 13 .7-3L10.9 2.8l2.3 2.3L6 12.3 3 13ZM9.4 4.3l2.3 2.3" />,
  watch: <path d="M2 4.5v8h6M2 4.5v-1h4.5L8 5.5h6v2M11.5 14a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM11.5 9.7v1.5l1 .8" />,
  copy: <path d="M5.5 5.5h8v8h-8v-8ZM10.5 5.5v-3h-8v8h3" />,
  keyboard: <path d="M1.5 4h13v8h-13V4ZM4 6.5h.01M6.7 6.5h.01M9.3 6.5h.01M12 6.5h.01M4 9.5h.01M12 9.5h.01M6 9.5h4" />,
  restore: <path d="M3 3v3.5h3.5M3.3 6.3A5.3 5.3 0 1 1 2.7 9.5" />,
  frames: <path d="M4.5 5.5h9v8h-9v-8ZM2.5 11V3.5H11" />,
  pointer: <path d="m4 2.5 8.5 5.2-3.8.9-1.9 3.6L4 2.5Z" />,
  lasso: (
    <path d="M5 10.2C3.2 9.5 2 8.2 2 6.7 2 4.4 4.7 2.5 8 2.5s6 1.9 6 4.2-2.7 4.2-6 4.2c-.6 0-1.2-.1-1.8-.2M6.4 11.2a1.4 1.4 0 1 1-2.8 0 1.4 1.4 0 0 1 2.8 0ZM4.6 12.6c0 .7-.5 1.2-1.3 1.4" />
  ),
  hand: (
    <path d="M5.2 8.6V4.2a.9.9 0 0 1 1.8 0v3-4a.9.9 0 0 1 1.8 0v4-3.2a.9.9 0 0 1 1.8 0v3.4-1.8a.9.9 0 0 1 1.8 0v4.2c0 2.2-1.5 3.7-3.6 3.7-1.7 0-2.6-.6-3.4-1.9L3.2 9.3c-.5-.9.7-1.7 1.4-.9l.6.2Z" />
  ),
  scaleBar: <path d="M2 10.5h12M2 8.5v4M14 8.5v4M5.5 6.5v-4l3.4 4v-4" />,
  square: <path d="M3 3h10v10H3V3ZM6.5 3v.01M9.5 3v.01" strokeDasharray="2.2 1.6" />,
  fit: <path d="M2.5 6V2.5H6M10 2.5h3.5V6M13.5 10v3.5H10M6 13.5H2.5V10" />,
  oneToOne: <path d="M3 5.2 4.8 4v8M10.2 5.2 12 4v8M8 6.4v.01M8 9.8v.01" />,
  contrast: <path d="M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM8 2v12M8 5h3.6M8 8h5.8M8 11h3.6" />,
  overlay: <path d="M6.2 10.4a3.9 3.9 0 1 0 0-7.8 3.9 3.9 0 0 0 0 7.8ZM10 6.6l4 1.6-1 5-5.4.3-.9-3.1" />,
  spectrum: (
    <path
      d="M8 8h.01M4.6 6.4h.01M11.4 9.6h.01M9.6 4.6h.01M6.4 11.4h.01M12.6 5.4h.01M3.4 10.6h.01M8 1.8v.01M8 14.2v-.01"
      strokeWidth="2"
    />
  ),
  compare: <path d="M8 2v12M6 3.5H2.5v9H6M10 3.5h3.5v9H10" />,
  swap: <path d="M2.5 5.5h9M9 3l2.5 2.5L9 8M13.5 10.5h-9M7 8l-2.5 2.5L7 13" />,
  smooth: <path d="M2.5 12.5C6 12.5 6 3.5 8 3.5s2 9 5.5 9" />,
  nextFrame: <path d="M4 3.5 9.5 8 4 12.5v-9ZM12 3.5v9" />,
  previousFrame: <path d="M12 3.5 6.5 8l5.5 4.5v-9ZM4 3.5v9" />,
  sortUp: <path d="M5 13V3M2.5 5.5 5 3l2.5 2.5M9.5 4h2M9.5 7.5h3.5M9.5 11H15" />,
  sortDown: <path d="M5 3v10M2.5 10.5 5 13l2.5-2.5M9.5 4H15M9.5 7.5h3.5M9.5 11h2" />,
  columns: <path d="M2.5 3h11v10h-11V3ZM6.2 3v10M9.8 3v10" />,
  filter: <path d="M2.5 3.5h11L9.5 8.4v4.1l-3-1.5V8.4L2.5 3.5Z" />,
  export: <path d="M8 10.2V2M4.8 5.2 8 2l3.2 3.2M2.5 11v2.5h11V11" />,
  brush: (
    <path d="M13.5 2.5 7.2 8.8M6 8.6c1.5.2 2.4 1.300 1.800 2.800-.7 1.700-2.700 2.300-5.300 2.100 1.100-.8 1-1.700 1.200-2.700.3-1.400 1.100-2.300 2.300-2.200Z" />
  ),
  rangeBrush: (
    <path d="M14 2.500 9.200 7.300M8 7.200c1.200.2 2 1 1.500 2.300-.6 1.500-2.200 1.900-4.300 1.700.9-.7.800-1.400 1-2.200.2-1.200.9-1.900 1.800-1.800ZM1.800 14h12.400M4.500 14v-1.200M11.500 14v-1.200" />
  ),
  eraser: (
    <path d="m9.200 2.800 4 4-6.400 6.400H4.300L2.300 11.200a.8.8 0 0 1 0-1.100l6-6M5.600 6.400l4 4M7 13.200h6.500" />
  ),
  bucket: (
    <path d="M6.500 3 12 8.500l-4.600 4.600a1.200 1.200 0 0 1-1.700 0L2.900 10.300a1.200 1.200 0 0 1 0-1.700L8 3.500M3 8.700h8.700M13.200 10.500c.8 1.200 1.100 1.700 1.100 2.200a1.100 1.100 0 0 1-2.200 0c0-.5.3-1 1.100-2.200Z" />
  ),
  polygon: (
    <path d="M3.500 5.500 8.500 2.500l5 4-2 7H4.500l-1-8ZM3.500 5.500h.01M8.500 2.500h.01M13.500 6.500h.01M11.500 13.500h.01M4.500 13.500h.01" />
  ),
  wire: (
    <path d="M2.500 11.500c2.500.5 2-4 4-5s3 2 4.500.5.500-3.500 2.500-4M2.500 11.500h.01M6.500 6.500h.01M13.500 3h.01M2 14.200h4M10 11.500l1.500 1.500 2.500-3" />
  ),
  rectangle: <path d="M2.500 4h11v8h-11V4Z" />,
  ellipse: <path d="M8 12.500c3.300 0 6-2 6-4.500s-2.700-4.500-6-4.500S2 5.500 2 8s2.700 4.500 6 4.500Z" />,
  wand: (
    <path d="m3 13 6.500-6.500M9 2.200v2M9 8.800v2M5.700 5.500h2M12.300 6.500h-2M12.200 3.300l-1.300 1.300M6 2.900l1 1" />
  ),
  edgeWand: (
    <path d="m2.500 13.500 5-5M7.200 4.200v1.600M4.500 6.700H6M5 4.500l1 1M9.500 2.500c3.500.5 5 4 3.800 6.500-.8 1.800-2.300 2-3.300 4.500" />
  ),
  adopt: (
    <path d="M8 2.200c3.200 0 5.800 1.800 5.800 4.600 0 1.700-1 3-2.500 3.800M8 2.200C4.800 2.200 2.200 4 2.200 6.800c0 1.700 1 3 2.500 3.800M8 6v7.500M5.200 10.800 8 13.600l2.800-2.800" />
  ),
  cut: (
    <path d="M4.300 6.300a1.900 1.900 0 1 0 0-3.800 1.900 1.900 0 0 0 0 3.800ZM4.300 13.500a1.900 1.900 0 1 0 0-3.800 1.900 1.900 0 0 0 0 3.800ZM5.900 5.500 13.500 11.500M5.900 10.500l7.600-6" />
  ),
  merge: <path d="M6 11.500a4 4 0 1 1 1.300-6.900M10 4.500a4 4 0 1 1-1.300 6.900M6.500 8h3M8 6.500v3" />,
  grow: (
    <path d="M8 10.500a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5ZM8 3.500v-2M8 14.500v-2M12.500 8h2M1.500 8h2M7 2.500l1-1 1 1M7 13.500l1 1 1-1" />
  ),
  layers: <path d="m8 2.500 6 3-6 3-6-3 6-3ZM2 8.500l6 3 6-3M2 11.500l6 3 6-3" />,
  lock: <path d="M3.500 7.500h9v6h-9v-6ZM5.500 7.500v-2a2.500 2.500 0 0 1 5 0v2" />,
  eyeOff: <path d="M1.500 8S4 3.800 8 3.800 14.500 8 14.500 8 12 12.200 8 12.200 1.500 8 1.500 8ZM3 13.500l10-11" />,
  grip: <path d="M6 4h.01M6 8h.01M6 12h.01M10 4h.01M10 8h.01M10 12h.01" strokeWidth="1.800" />,
  onScreen: <path d="M2 3h12v8H2V3ZM6 13.500h4M8 9a2 2 0 1 0 0-4 2 2 0 0 0 0 4Z" />,
  pressure: <path d="m4 12 5.500-9 2.500 1.500-5.500 9-2.800 1.200L4 12ZM10 14h4" />,
  flag: <path d="M4 14V2.500M4 3h8.500l-2 3 2 3H4" />,
} satisfies Record<string, ReactNode>;

export type IconName = keyof typeof paths;

/** One of the program's own icons. It says nothing by itself: whatever holds it has a name. */
export function Icon({ name, size = 16 }: { readonly name: IconName; readonly size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.4"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
      style={{ flex: 'none', display: 'block' }}
    >
      {paths[name]}
    </svg>
  );
}
