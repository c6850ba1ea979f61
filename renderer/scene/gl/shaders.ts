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
 * 1 selected, 2 under the pointer, 4 rejected, 8 dropped by the filter, 16 hidden, 32 hatched. PLAIN: every state is 0;
 * software GL pays for what a shader could do, so this takes half the time.
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

/** Whether another id lies at one of eight places \`r\` texels away. Laid out flat: software GL is slow at loops and at tables. */
bool other(uint id, float r) {
  float d = r * 0.7071;
  uint found = (idAt(at + vec2(r, 0.0)) ^ id) | (idAt(at - vec2(r, 0.0)) ^ id)
    | (idAt(at + vec2(0.0, r)) ^ id) | (idAt(at - vec2(0.0, r)) ^ id)
    | (idAt(at + vec2(d, d)) ^ id) | (idAt(at + vec2(-d, d)) ^ id)
    | (idAt(at + vec2(d, -d)) ^ id) | (idAt(at - vec2(d, d)) ^ id);
  return found != 0u;
}

#if defined(PLAIN)
vec4 shown(uint id) {
  vec4 own = texelFetch(colours, ivec2(int((id - 1u) & 1023u), int((id - 1u) >> 10)), 0);
  bool outline = line > 0.0 && other(id, min(line * footprint, float(apron) - 0.5));
  return vec4(own.rgb, own.a * (outline ? opacity : fill));
}
#else
/** What lies on a device px that shows an instance. Loops of one turn or none: software GL leaves out what no px of a group needs. */
vec4 shown(uint id) {
  ivec2 entry = ivec2(int((id - 1u) & 1023u), int((id - 1u) >> 10));
  uint state = texelFetch(states, entry, 0).r;
  vec4 own = texelFetch(colours, entry, 0);
  vec3 tint = own.rgb;
  float body = fill * own.a;
  vec4 rim = vec4(tint, own.a * opacity);
  vec2 r = min(vec2(line, line * 2.0) * footprint, vec2(float(apron) - 0.5));
  bool selected = false;
  for (int turn = state == 0u ? 1 : 0; turn < 1; turn++) {
    if ((state & 16u) != 0u) return vec4(0.0);
    if ((state & 32u) != 0u) return vec4(1.0, 1.0, 1.0, mod(gl_FragCoord.x + gl_FragCoord.y, 7.0) < 1.5 ? opacity : 0.0);
    selected = (state & 1u) != 0u;
    bool hovered = (state & 2u) != 0u;
    if ((state & 12u) != 0u) {
      tint = vec3(0.62);
      body = 0.0;
      rim.a = 0.55 * opacity;
    }
    if ((state & 4u) != 0u && mod(gl_FragCoord.x + gl_FragCoord.y, 8.0) < 1.5) body = 0.5 * opacity;
    if (selected) {
      body = max(body, 0.3);
      tint = mix(tint, accent, 0.75);
    }
    if (hovered) body += 0.16;
    rim = selected ? vec4(accent, 1.0) : vec4(tint, hovered ? 1.0 : rim.a);
    if (hovered && !selected) r.x = min(line * 1.7 * footprint, float(apron) - 0.5);
  }
  vec4 look = vec4(tint, body);
  for (int turn = line > 0.0 ? 0 : 1; turn < 1; turn++) {
    bool outline = other(id, r.x);
    // two tones, so that the chosen stand out on dark and on bright ground
    for (int second = selected && !outline ? 0 : 1; second < 1; second++) {
      if (other(id, r.y)) look = vec4(1.0, 1.0, 1.0, 0.95);
    }
    if (outline) look = rim;
  }
  return look;
}
#endif

void main() {
  uint id = idAt(at);
  colour = vec4(0.0);
  // A loop of one turn or none: software GL goes through both sides of a branch, but leaves a loop that nobody needs.
  for (int turn = id == 0u ? 1 : 0; turn < 1; turn++) colour = shown(id);
}`;
