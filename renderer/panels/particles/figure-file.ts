import { Failure } from '../../../app/domain/failure.ts';
import { font, schemes } from '../../ui/tokens.ts';

/** A plot as an SVG file of its own: in the colours of the light theme, on white, as for print. */
export function figureSvg(svg: SVGSVGElement): string {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  for (const unwanted of copy.querySelectorAll('[data-screen-only]')) unwanted.remove();
  for (const hidden of copy.querySelectorAll('[data-figure-only]')) hidden.removeAttribute('display');
  const width = svg.clientWidth;
  const height = svg.clientHeight;
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  copy.setAttribute('viewBox', `0 0 ${width} ${height}`);
  copy.setAttribute('width', String(width));
  copy.setAttribute('height', String(height));
  copy.setAttribute('font-family', font.body.replaceAll("'", ''));
  copy.removeAttribute('style');
  copy.removeAttribute('class');
  const ground = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
  ground.setAttribute('width', String(width));
  ground.setAttribute('height', String(height));
  ground.setAttribute('fill', '#ffffff');
  copy.prepend(ground);
  const text = new XMLSerializer().serializeToString(copy);
  return text.replace(/var\(--ms-(\w+)\)/g, (_, name: string) => schemes.light[name as keyof typeof schemes.light]);
}

/** A figure as a PNG of `scale` px a CSS px. Throws `Failure` when the browser can't draw it. */
export async function figurePng(svg: SVGSVGElement, scale: number): Promise<Blob> {
  const url = URL.createObjectURL(new Blob([figureSvg(svg)], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = svg.clientWidth * scale;
    canvas.height = svg.clientHeight * scale;
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
    if (blob === null) throw new Failure('internal', 'The figure could not be drawn.', 'Save it as SVG instead.');
    return blob;
  } finally {
    URL.revokeObjectURL(url);
  }
}

/** Gives a file to the person, where the system puts what is saved from here. */
export function saveFile(content: Blob, name: string): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
