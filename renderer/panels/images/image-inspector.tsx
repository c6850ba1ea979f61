import { styled } from '@mui/material/styles';
import type { ImageInfo } from '../../../app/contract/nouns.ts';
import { count } from '../../ui/quantity.ts';
import { Section } from '../../ui/section.tsx';
import { colour } from '../../ui/tokens.ts';
import { CalibrationEditor } from './calibration-editor.tsx';
import { FileFacts } from './file-facts.tsx';
import { MetadataTree } from './metadata-tree.tsx';

const Head = styled('div')({
  flex: 'none',
  display: 'flex',
  alignItems: 'center',
  minHeight: 40,
  padding: '4px 12px',
  borderBottom: `1px solid ${colour.line}`,
});
const Name = styled('h2')({
  fontWeight: 600,
  overflowWrap: 'anywhere',
  userSelect: 'text',
});
const Scroll = styled('div')({ flex: '1 1 0', minHeight: 0, overflow: 'auto' });

/** Properties of the image on the stage; with several chosen, what they share. */
export function ImageInspector({
  image,
  images,
}: {
  readonly image: ImageInfo;
  readonly images: readonly ImageInfo[];
}) {
  const many = images.length > 1;
  const ids = images.map(({ id }) => id);
  return (
    <>
      <Head>
        <Name>{many ? `${count(images.length, 'image')} selected` : image.name}</Name>
      </Head>
      <Scroll>
        <Section id="pixel-size" title="Pixel size">
          <CalibrationEditor key={ids.join()} images={images} shown={image} />
        </Section>
        <Section id="file" title={many ? `File of ${image.name}` : 'File'}>
          <FileFacts image={image} />
        </Section>
        <Section id="metadata" title="Metadata">
          <MetadataTree key={image.id} imageId={image.id} />
        </Section>
      </Scroll>
    </>
  );
}
