// Shaders of the stage, GLSL ES 3. A tile's quad spans `clip` on the screen; `at` runs over its texels without apron.

export const head = /* glsl */ `precision highp float;
precision highp int;
precision highp sampler2D;
precision highp usampler2D;
`;

export const tileVertexShader = /* glsl */ `${head}
in vec3 position;
uniform vec4 clip;
uniform vec2 texels;
out vec2 at;
void main() {
  at = position.xy * texels;
  gl_Position = vec4(mix(clip.xy, clip.zw, position.xy), 0.0, 1.0);
}`;

/** The whole canvas as one triangle. */
export const groundVertexShader = /* glsl */ `${head}
in vec3 position;
void main() {
  gl_Position = vec4(position, 1.0);
}`;

export const groundFragmentShader = /* glsl */ `${head}
uniform sampler2D ground;
out vec4 colour;
void main() {
  colour = vec4(texelFetch(ground, ivec2(gl_FragCoord.xy), 0).rgb, 1.0);
}`;

/** Entries of a baked table of colours; finer than the grey levels of most windows. */
export const tableSize = 8192;

/**
 * Grey values to colours through a table that has gamma and inversion in it. BOX (zoomed out): a device px shows the
 * exact mean of the texels under it, a box of \`footprint\` texels, 1 to 2, so at most 3 x 3 of them. BLEND (magnified,
 * smooth): four texels by distance. Else the texel itself. Variants instead of branches: software GL runs both sides.
 */
export const imageFragmentShader = /* glsl */ `${head}
#if defined(UINT)
uniform usampler2D tile;
#define VALUE float
#define FETCH(p) float(texelFetch(tile, p, 0).r)
#elif defined(COLOUR)
uniform sampler2D tile;
#define VALUE vec3
#define FETCH(p) (texelFetch(tile, p, 0).rgb * 255.0)
#else
uniform sampler2D tile;
#define VALUE float
#define FETCH(p) texelFetch(tile, p, 0).r
#endif
uniform sampler2D colours;
uniform vec2 window;
uniform float footprint;
uniform float opacity;
uniform int apron;
in vec2 at;
out vec4 colour;

#if defined(BOX)
VALUE sampled() {
  vec2 low = at - 0.5 * footprint;
  ivec2 first = ivec2(floor(low));
  vec2 a = vec2(first) + 1.0 - low;
  vec2 c = max(vec2(0.0), vec2(footprint) - a - 1.0);
  vec2 b = vec2(footprint) - a - c;
  first += apron;
  VALUE top = FETCH(first) * a.x + FETCH(first + ivec2(1, 0)) * b.x + FETCH(first + ivec2(2, 0)) * c.x;
  VALUE middle = FETCH(first + ivec2(0, 1)) * a.x + FETCH(first + ivec2(1, 1)) * b.x + FETCH(first + ivec2(2, 1)) * c.x;
  VALUE bottom = FETCH(first + ivec2(0, 2)) * a.x + FETCH(first + ivec2(1, 2)) * b.x + FETCH(first + ivec2(2, 2)) * c.x;
  return (top * a.y + middle * b.y + bottom * c.y) / (footprint * footprint);
}
#elif defined(BLEND)
VALUE sampled() {
  vec2 p = at - 0.5;
  ivec2 first = ivec2(floor(p)) + apron;
  vec2 t = fract(p);
  VALUE top = mix(FETCH(first), FETCH(first + ivec2(1, 0)), t.x);
  VALUE bottom = mix(FETCH(first + ivec2(0, 1)), FETCH(first + ivec2(1, 1)), t.x);
  return mix(top, bottom, t.y);
}
#else
VALUE sampled() {
  return FETCH(ivec2(floor(at)) + apron);
}
#endif

vec3 tinted(float grey) {
  int entry = int(clamp(grey, 0.0, 1.0) * ${tableSize - 1}.0 + 0.5);
  return texelFetch(colours, ivec2(entry, 0), 0).rgb;
}

void main() {
  VALUE value = (sampled() - window.x) * window.y;
#if defined(COLOUR)
  colour = vec4(tinted(value.r).r, tinted(value.g).g, tinted(value.b).b, opacity);
#else
  colour = vec4(tinted(value == value ? value : 0.0), opacity);
#endif
}`;
