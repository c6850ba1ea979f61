import type { ColourMap } from '../state/view.ts';

// 52 colours a map, equally spaced and joined by straight lines; within one grey level of 255 (cividis: three) of the
// published 256-entry tables. Sources: viridis, magma, inferno (van der Walt and Smith, CC0), cividis (Nunez et al. 2018,
// CC0), turbo (Mikhailov 2019). Ice is black, blue, white with lightness rising steadily.
const stops: Readonly<Record<ColourMap, string>> = {
  grey: '000000ffffff',
  ice: '000000070b21101a48142a6f163d931a52b12468c73a80d65597e071aee78fc4ecaed9f2cfecf8ffffff',
  viridis:
    '44015446085c471063481769481d6f482475472a7a46307e453781433d844142873f48893d4e8a3a538b38598c355e8d33638d31688e' +
    '2e6d8e2c718e2a768e297b8e27808e25848e23898e218e8d20928c1f978b1e9c891fa18820a58524aa8328ae802eb37c35b7793dbc74' +
    '46c06f50c46a5ac86465cb5e70cf577cd25089d54895d840a2da37b0dd2fbddf26cae11ed8e219e5e418f1e51dfde725',
  magma:
    '00000402020b0504160907200e0b2b140e361a104221114e28125a311165390f6e420f754a107952137c5a167e6219806a1c81721f81' +
    '792282812581892881912b81992d80a1307eaa337db2357bba3878c23b75ca3e72d2426fd9466be04b67e75263ec5860f1605df4695c' +
    'f7725cf97b5dfb8560fc8e64fd9869fea16efeaa74feb47bfebd82fec68afecf92fed89afde2a3fdebacfcf4b6fcfdbf',
  inferno:
    '00000302020c0504170a072210092d160c391e0c45260c512f0a5b380962400967490b6a510e6c59106e61136e69166e71196e781c6d' +
    '801f6c88226a902568982766a02a63a82e5fb0315bb73557bf3952c63d4dcc4248d34743d94d3ddf5337e45a31e9612bed6925f1711f' +
    'f47918f78212f98b0bfa9406fb9d06fca60bfcb014fbba1ffac42af8cd37f6d746f4e156f1ea69f1f27df5f992fcfea4',
  cividis:
    '00224e002656002a5f002d68003071073370173770203a6f273e6e2e416d34456c3a486c3f4c6c444f6c49536c4e566c535a6d575d6d' +
    '5c616e60646f656870696b716d6f727272747676767a7a787e7d788381798885788d8878928c789690779b9476a09875a59c74aaa073' +
    'afa471b5a86fbaac6dbfb06bc4b468c9b965cfbd62d4c15fdac65bdfca57e5cf52ead34cf0d846f6dd40fce235ffe836',
  turbo:
    '31123b36215f3b2f80403e9d424bb64559cb4666dd4773ec4680f6458cfe4099ff38a5fb2fb2f427bee91fc9dd19d4d018ddc21ae5b6' +
    '22ebaa2ff19b3ff68a52fa7a65fd6979fe598bff4b9cfe40a9fb39b7f735c3f234d0ea34dbe236e5d938eecf3af5c53afaba39fdaf35' +
    'fea130fe932afc8423f9751df46617ef5811e84b0ce14109d83706ce2d04c32503b71d02a916019b0f018b09027a0403',
};

/** What people read in the picker. */
export const colourMapTitles: Readonly<Record<ColourMap, string>> = {
  grey: 'Grey',
  viridis: 'Viridis',
  magma: 'Magma',
  inferno: 'Inferno (fire)',
  cividis: 'Cividis',
  turbo: 'Turbo',
  ice: 'Ice',
};

/** 256 x RGBA bytes, black end first, opaque. A fresh array. */
export function colourTable(map: ColourMap): Uint8Array<ArrayBuffer> {
  const hex = stops[map];
  const count = hex.length / 6;
  const table = new Uint8Array(1024);
  for (let i = 0; i < 256; i++) {
    const at = (i / 255) * (count - 1);
    const left = Math.min(count - 2, Math.floor(at));
    const t = at - left;
    for (let c = 0; c < 3; c++) {
      const a = channel(hex, left, c);
      const b = channel(hex, left + 1, c);
      table[i * 4 + c] = Math.round(a + (b - a) * t);
    }
    table[i * 4 + 3] = 255;
  }
  return table;
}

/** Fills `out` (RGBA) with the map from grey 0 to 1, shown = grey ^ gamma, black and white swapped when `invert`. */
export function bakeTable(
  toning: { readonly colourMap: ColourMap; readonly gamma: number; readonly invert: boolean },
  out: Uint8Array,
): void {
  const table = colourTable(toning.colourMap);
  const last = out.length / 4 - 1;
  for (let i = 0; i <= last; i++) {
    const shown = (i / last) ** toning.gamma;
    const at = (toning.invert ? 1 - shown : shown) * 255;
    const left = Math.min(254, Math.floor(at));
    const t = at - left;
    for (let c = 0; c < 3; c++) {
      const a = table[left * 4 + c];
      out[i * 4 + c] = Math.round(a + (table[left * 4 + 4 + c] - a) * t);
    }
    out[i * 4 + 3] = 255;
  }
}

const channel = (hex: string, stop: number, c: number) =>
  Number.parseInt(hex.slice(stop * 6 + c * 2, stop * 6 + c * 2 + 2), 16);

/** A CSS gradient of the map, black end left, for pickers and colour bars. */
export function cssGradient(map: ColourMap, invert = false): string {
  const hex = stops[map];
  const count = hex.length / 6;
  const step = Math.max(1, Math.floor((count - 1) / 16));
  const colours: string[] = [];
  for (let i = 0; i < count; i += step) colours.push(`#${hex.slice(i * 6, i * 6 + 6)}`);
  return `linear-gradient(to right, ${(invert ? colours.reverse() : colours).join(', ')})`;
}
