import { styled } from '@mui/material/styles';
import { useState } from 'react';
import { bytesPath } from '../../../app/contract/bytes.ts';
import type { ImageInfo } from '../../../app/contract/nouns.ts';
import { Icon } from '../../ui/icons.tsx';
import { colour } from '../../ui/tokens.ts';

const side = 40;
const Frame = styled('span')({
  position: 'relative',
  flex: 'none',
  width: side,
  height: side,
  display: 'flex',
  alignItems: 'center',
  justifyContent: 'center',
  borderRadius: 3,
  overflow: 'hidden',
  backgroundColor: colour.stage,
  color: colour.muted,
});
const Picture = styled('img')({ width: '100%', height: '100%', objectFit: 'cover', display: 'block' });
const Frames = styled('span')({
  position: 'absolute',
  right: 2,
  bottom: 2,
  display: 'flex',
  borderRadius: 2,
  backgroundColor: 'rgba(0, 0, 0, 0.6)',
  color: '#fff',
});

/** A picture that scrolled away is not waited for: the ones in sight come first. */
function letGo(picture: HTMLImageElement): () => void {
  return () => picture.removeAttribute('src');
}

/** A small picture of an image's first frame, drawn by the services; twice as large as shown, for dense screens. */
export function Thumbnail({ image }: { readonly image: ImageInfo }) {
  const [failed, setFailed] = useState(false);
  if (!image.available || failed) {
    return (
      <Frame>
        <Icon name={image.available ? 'image' : 'link'} />
      </Frame>
    );
  }
  return (
    <Frame>
      <Picture
        ref={letGo}
        src={`${bytesPath.thumbnail(image.id, 0, side * 2)}?v=${image.fileSha256.slice(0, 12)}`}
        alt=""
        draggable={false}
        loading="lazy"
        decoding="async"
        onError={() => setFailed(true)}
      />
      {image.frames > 1 ? (
        <Frames>
          <Icon name="frames" size={12} />
        </Frames>
      ) : null}
    </Frame>
  );
}
