import { styled } from '@mui/material/styles';
import { type RefObject, useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { libraryStore } from '../../state/library.ts';
import { selectionStore } from '../../state/selection.ts';
import { NoticeBox } from '../../ui/notices.tsx';
import { colour } from '../../ui/tokens.ts';
import { AnnotationLayer } from './annotation-layer.tsx';
import { showBrushRing } from './brush-ring.ts';
import { ContrastPanel } from './contrast-panel.tsx';
import { StageController } from './controller.ts';
import { liveStore } from './live.ts';
import { PaneHeads } from './pane-heads.tsx';
import { PaneStates } from './pane-states.tsx';
import { ParticleTip } from './particle-tip.tsx';
import { StagePointer } from './pointer.ts';
import { ProfilePlot } from './profile-plot.tsx';
import { ScaleBars } from './scale-bars.tsx';
import { SpectrumPanel } from './spectrum-panel.tsx';
import { mountedStage } from './stage-context.ts';
import { SwipeLine } from './swipe-line.tsx';
import { UncertaintyLegend } from './uncertainty-legend.tsx';

// clip, not hidden: what gets the focus must not scroll the image away
const Frame = styled('div')({ position: 'relative', flex: '1 1 0', minHeight: 0, minWidth: 0, overflow: 'clip' });
const Host = styled('div')({
  position: 'absolute',
  inset: 0,
  touchAction: 'none',
  userSelect: 'none',
  outline: 'none',
  '&:focus-visible::after': {
    content: '""',
    position: 'absolute',
    inset: 0,
    boxShadow: `inset 0 0 0 1px ${colour.accent}`,
    pointerEvents: 'none',
  },
});
const Canvas = styled('canvas')({ position: 'absolute', inset: 0, width: '100%', height: '100%', display: 'block' });

/**
 * Device px of an element: exact where the browser tells them, unless they disagree with its own pixel ratio (as in a window
 * whose ratio is only emulated).
 */
function deviceSize(entry: ResizeObserverEntry, ratio: number): { width: number; height: number } {
  const width = entry.contentRect.width * ratio;
  const height = entry.contentRect.height * ratio;
  const exact = entry.devicePixelContentBoxSize?.[0];
  if (exact !== undefined && Math.abs(exact.inlineSize - width) < 2 && Math.abs(exact.blockSize - height) < 2) {
    return { width: exact.inlineSize, height: exact.blockSize };
  }
  return { width: Math.round(width), height: Math.round(height) };
}

/** Follows the size of the host and the colours of the theme. */
function follow(host: HTMLElement, controller: StageController): () => void {
  const observer = new ResizeObserver(([entry]) => {
    const ratio = window.devicePixelRatio;
    controller.resize(deviceSize(entry, ratio), ratio);
  });
  try {
    observer.observe(host, { box: 'device-pixel-content-box' });
  } catch {
    observer.observe(host);
  }
  const colours = () => {
    const ground = getComputedStyle(host).getPropertyValue('--ms-stage').trim();
    if (ground !== '') controller.scene.setBackground(ground);
  };
  const themes = new MutationObserver(colours);
  themes.observe(document.documentElement, { attributes: true });
  colours();
  return () => {
    observer.disconnect();
    themes.disconnect();
  };
}

/** Makes the controller of this canvas while it is mounted. */
function useController(host: RefObject<HTMLDivElement | null>, canvas: RefObject<HTMLCanvasElement | null>): void {
  useEffect(() => {
    if (host.current === null || canvas.current === null) return;
    let made: StageController;
    try {
      made = new StageController(canvas.current);
    } catch {
      mountedStage.setState({ controller: null, cannotDraw: true });
      return;
    }
    const quit = follow(host.current, made);
    const hideRing = showBrushRing(host.current);
    const pointer = new StagePointer(host.current, made);
    mountedStage.setState({ controller: made, cannotDraw: false });
    return () => {
      mountedStage.setState({ controller: null });
      quit();
      hideRing();
      pointer.dispose();
      made.dispose();
    };
  }, [host, canvas]);
}

/** The canvas and everything that lies on it. */
export function Viewport() {
  const host = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  useController(host, canvas);
  const cannotDraw = useStore(mountedStage, (s) => s.cannotDraw);
  const cursor = useStore(liveStore, (s) => s.cursor);
  const imageId = useStore(selectionStore, (s) => s.shown?.imageId ?? null);
  const name = useStore(libraryStore, (s) => (imageId === null ? '' : (s.imageById.get(imageId)?.name ?? '')));
  return (
    <Frame>
      <Host
        ref={host}
        role="application"
        aria-label={`Micrograph ${name}`}
        aria-roledescription="image view"
        tabIndex={0}
        style={{ cursor }}
      >
        <Canvas ref={canvas} aria-hidden />
        <AnnotationLayer />
      </Host>
      {cannotDraw ? (
        <NoticeBox
          kind="error"
          text="This window can't draw images: WebGL 2 is not available."
          remedy="Update the graphics driver, or start the program with hardware acceleration on."
        />
      ) : null}
      <SwipeLine />
      <ScaleBars />
      <PaneHeads />
      <PaneStates />
      <ParticleTip />
      <ProfilePlot />
      <SpectrumPanel />
      <ContrastPanel />
      <UncertaintyLegend />
    </Frame>
  );
}
