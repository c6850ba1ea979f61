// Shaders of the stage, GLSL ES 3. A tile's quad spans `clip` on the screen; `at` runs over its texels without apron.

const head = /* glsl */ `precision highp float;
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

/**
 * Instances over the image. A device px belongs to an outline when another id lies within \`line\` device px, so lines keep
 * their width at every zoom and run inside their instance (touching particles both show theirs). \`states\` holds bits:
 * 1 selected, 2 under the pointer, 4 rejected, 8 dropped by the filter, 16 hidden, 32 hatched.
 */
export const labelFragmentShader = /* glsl */ `${head}
uniform usampler2D tile;
uniform sampler2D colours;
uniform usampler2D states;
uniform float footprint;
uniform float line;
uniform float fill;
uniform float opacity;
uniform vec3 accent;
uniform int apron;
in vec2 at;
out vec4 colour;

uint idAt(vec2 p) {
  return texelFetch(tile, ivec2(floor(p)) + apron, 0).r;
}

const vec2 ring[8] = vec2[8](vec2(1.0, 0.0), vec2(-1.0, 0.0), vec2(0.0, 1.0), vec2(0.0, -1.0),
  vec2(0.7071, 0.7071), vec2(-0.7071, 0.7071), vec2(0.7071, -0.7071), vec2(-0.7071, -0.7071));

/** 1 within \`near\` device px of another id, 2 within \`far\`, else 0. A loop, so that software GL can leave it early. */
int edge(uint id, float near, float far, int steps) {
  float most = float(apron) - 0.5;
  vec2 r = min(vec2(near, far) * footprint, vec2(most));
  for (int k = 0; k < 16; k++) {
    if (k >= steps) break;
    if (idAt(at + ring[k & 7] * (k < 8 ? r.x : r.y)) != id) return k < 8 ? 1 : 2;
  }
  return 0;
}

/** What lies on a device px that shows an instance. */
vec4 shown(uint id) {
  ivec2 entry = ivec2(int((id - 1u) % 1024u), int((id - 1u) / 1024u));
  uint state = texelFetch(states, entry, 0).r;
  if ((state & 16u) != 0u) return vec4(0.0);
  if ((state & 32u) != 0u) return vec4(1.0, 1.0, 1.0, mod(gl_FragCoord.x + gl_FragCoord.y, 7.0) < 1.5 ? opacity : 0.0);
  bool selected = (state & 1u) != 0u;
  bool hovered = (state & 2u) != 0u;
  bool rejected = (state & 4u) != 0u;
  bool faint = (state & 12u) != 0u;
  vec4 own = texelFetch(colours, entry, 0);
  vec3 tint = faint ? vec3(0.62) : own.rgb;
  float body = faint ? 0.0 : fill * own.a;
  float rim = (faint ? 0.55 : own.a) * opacity;
  if (rejected && mod(gl_FragCoord.x + gl_FragCoord.y, 8.0) < 1.5) body = 0.5 * opacity;
  if (selected) {
    body = max(body, 0.3);
    tint = mix(tint, accent, 0.75);
  }
  if (hovered) body += 0.16;
  // two tones, so that the chosen stand out on dark and on bright ground
  int steps = line <= 0.0 ? 0 : selected ? 16 : 8;
  int side = edge(id, hovered && !selected ? line * 1.7 : line, line * 2.0, steps);
  if (side == 1) return selected ? vec4(accent, 1.0) : vec4(tint, hovered ? 1.0 : rim);
  if (side == 2) return vec4(1.0, 1.0, 1.0, 0.95);
  return vec4(tint, body);
}

void main() {
  uint id = idAt(at);
  colour = vec4(0.0);
  // A loop of one turn or none: software GL goes through both sides of a branch, but leaves a loop that nobody needs.
  for (int turn = id == 0u ? 1 : 0; turn < 1; turn++) colour = shown(id);
}`;
