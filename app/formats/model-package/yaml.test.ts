import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readYaml, type Yaml } from './yaml-read.ts';
import { writeYaml } from './yaml-write.ts';

it('reads what it writes', () => {
  const word = fc.stringMatching(/^[a-z_][a-z0-9_]{0,8}$/);
  const scalar = fc.oneof(
    fc.string(),
    fc.constantFrom('a: b', '- x', '# no', "it's", '"', 'true', '1', '', 'zwei\nZeilen', '\u00b5m'),
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((v) => (Object.is(v, -0) ? 0 : v)),
    fc.boolean(),
    fc.constant(null),
  );
  const { value } = fc.letrec<{ value: Yaml }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      scalar,
      fc.array(tie('value'), { maxLength: 4 }),
      fc.dictionary(word, tie('value'), { maxKeys: 4, noNullPrototype: true }),
    ),
  }));
  fc.assert(
    fc.property(value, (given) => {
      expect(readYaml(writeYaml(given))).toEqual(given);
    }),
  );
});

it('reads what people and other programs write', () => {
  const text = `%YAML 1.2
---
# a comment
name: UNet 2D # behind
cite:
  - text:
      'Ronneberger, Olaf et al. It''s a U-net.
      MICCAI 2015.'
    doi: 10.1007/978-3
  - text: plain that goes
      on
authors: [{name: "A: B", orcid: 0000-0001}, {name: C}]
covers:
- cover0.png
inputs:
- id: raw
  axes:
  -   type: batch
      size: 1
  - {type: space, id: y, size: {min: 64, step: 32}}
  preprocessing: []
text: |
  first
    second
folded: >-
  one
  two
empty:
number: -1.5e3
yes: true
nothing: ~
version: 0.5.3
`;
  expect(readYaml(text)).toEqual({
    name: 'UNet 2D',
    cite: [
      { text: "Ronneberger, Olaf et al. It's a U-net. MICCAI 2015.", doi: '10.1007/978-3' },
      { text: 'plain that goes on' },
    ],
    authors: [{ name: 'A: B', orcid: '0000-0001' }, { name: 'C' }],
    covers: ['cover0.png'],
    inputs: [
      {
        id: 'raw',
        axes: [
          { type: 'batch', size: 1 },
          { type: 'space', id: 'y', size: { min: 64, step: 32 } },
        ],
        preprocessing: [],
      },
    ],
    text: 'first\n  second\n',
    folded: 'one two',
    empty: null,
    number: -1500,
    yes: true,
    nothing: null,
    version: '0.5.3',
  });
});

it.each(['a: "b', 'a: [1, 2', 'a: &x 1', 'a: *x', 'a: 1\n  b: 2\n', 'a: 1\na: 2', '\ta: 1', 'a: {b}', '- 1\nb: 2'])(
  'refuses %j with the line',
  (text) => {
    expect(() => readYaml(text)).toThrow(/^line \d/);
  },
);

it('refuses endless nesting', () => {
  expect(() => readYaml('['.repeat(500))).toThrow(RangeError);
  expect(() => readYaml(`a: ${'['.repeat(500)}${']'.repeat(500)}`)).toThrow(/nested/);
});
