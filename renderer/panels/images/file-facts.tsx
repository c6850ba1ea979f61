import { styled } from '@mui/material/styles';
import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import type { ImageInfo } from '../../../app/contract/nouns.ts';
import type { ElementType } from '../../../app/domain/element-type.ts';
import { programStore } from '../../state/program.ts';
import { projectStore } from '../../state/project.ts';
import { Amount } from '../../ui/amount.tsx';
import { dateTime, length, resolvePath, significant, splitPath, thinSpace } from '../../ui/quantity.ts';
import { colour } from '../../ui/tokens.ts';

const List = styled('dl')({
  display: 'grid',
  gridTemplateColumns: '88px minmax(0, 1fr)',
  columnGap: 8,
  rowGap: 4,
  '& dt': { color: colour.muted },
  '& dd': { overflowWrap: 'anywhere', userSelect: 'text' },
});

const Suspect = styled('span')({ color: colour.suspect });

const typeNames: Readonly<Record<ElementType, string>> = {
  uint8: '8-bit unsigned',
  int8: '8-bit signed',
  uint16: '16-bit unsigned',
  int16: '16-bit signed',
  uint32: '32-bit unsigned',
  int32: '32-bit signed',
  uint64: '64-bit unsigned',
  int64: '64-bit signed',
  float32: '32-bit float',
  float64: '64-bit float',
  complex64: 'complex, 2 × 32-bit float',
  complex128: 'complex, 2 × 64-bit float',
  rgb8: 'RGB, 8-bit a channel',
  rgba8: 'RGBA, 8-bit a channel',
  bool: 'binary',
};

/** A path that breaks after its separators. */
function Breakable({ path }: { readonly path: string }) {
  return path.split(/(?<=[\\/])/).map((part, i) => (
    <span key={i}>
      {part}
      <wbr />
    </span>
  ));
}

function Fact({
  name,
  title,
  children,
}: {
  readonly name: string;
  readonly title?: string;
  readonly children: ReactNode;
}) {
  return (
    <>
      <dt title={title}>{name}</dt>
      <dd title={title}>{children}</dd>
    </>
  );
}

function FieldOfView({ image }: { readonly image: ImageInfo }) {
  const { space, x, y } = image.calibration;
  if (x === null || y === null) return null;
  const width = image.width * x;
  const height = image.height * y;
  if (space === 'reciprocal') {
    return (
      <Fact name="Extent" title="Width and height in reciprocal space">
        <Amount value={`${significant(width)}${thinSpace}×${thinSpace}${significant(height)}`} unit="nm⁻¹" />
      </Fact>
    );
  }
  const first = length(width);
  const scale = width / Number(first.value);
  return (
    <Fact name="Field of view" title="Width and height: size in px times pixel size">
      <Amount value={`${first.value}${thinSpace}×${thinSpace}${significant(height / scale)}`} unit={first.unit} />
    </Fact>
  );
}

/** What the file is, as the reader found it. */
export function FileFacts({ image }: { readonly image: ImageInfo }) {
  const formats = useStore(programStore, (s) => s.formats);
  const project = useStore(projectStore, (s) => s.project?.path ?? '');
  const { name, folder } = splitPath(resolvePath(project, image.path));
  const inside = folder === project || folder.startsWith(`${project}/`) || folder.startsWith(`${project}\\`);
  const format = formats.find(({ id }) => id === image.format)?.title ?? image.format;
  return (
    <List>
      <Fact name="File">{name}</Fact>
      <Fact name="Folder">
        {image.available || image.packed ? null : <Suspect>no longer in </Suspect>}
        {image.packed ? 'packed inside the project' : inside ? 'inside the project' : <Breakable path={folder} />}
      </Fact>
      <Fact name="Format">{format}</Fact>
      <Fact name="Size" title="Width and height of a frame, as stored in the file">
        <Amount value={`${image.width}${thinSpace}×${thinSpace}${image.height}`} unit="px" />
      </Fact>
      <Fact name="Type">{typeNames[image.elementType]}</Fact>
      {image.frames > 1 ? <Fact name="Frames">{image.frames}</Fact> : null}
      <Fact
        name={image.frames > 1 ? 'Values, frame 1' : 'Values'}
        title="Smallest and largest value of the first frame, as stored in the file"
      >
        {significant(image.min, 6)} to {significant(image.max, 6)}
      </Fact>
      <FieldOfView image={image} />
      <Fact name="Imported">{dateTime(image.imported)}</Fact>
    </List>
  );
}
