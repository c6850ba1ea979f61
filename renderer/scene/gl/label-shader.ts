import { head } from './shaders.ts';

/**
 * Instances over the image. A device px belongs to an outline when another id lies within \`line\` device px, so lines keep
 * their width at every zoom and run inside their instance (touching particles both show theirs). \`states\` holds bits:
 * 1 selected, 2 under the pointer, 4 rejected, 8 dropped by the filter, 16 hidden, 32 hatched. PLAIN: every state is 0.
 * PACKED: a texel holds two pages of ids, the lower one in its low bits; where instances of both are seen the px is hatched.
 *
 * Software GL pays for what a shader could do, goes through both sides of a branch and is slow at everything that is written under a
 * condition: so there are variants, selections instead of branches, and loops of one turn or none where a whole group of px can be left out.
 */
export const labelFragmentShader = /* glsl */ `${head}
uniform usampler2D tile;
uniform sampler2D colours;
uniform usampler2D states;
uniform float footprint;
uniform float line;
uniform float fill;
uniform float opacity;
uniform float hatch;
uniform vec3 accent;
uniform int apron;
in vec2 at;
out vec4 colour;

uint texelAt(vec2 p) {
  return texelFetch(tile, ivec2(floor(p)) + apron, 0).r;
}

/** Bits in which one of eight texels that lie \`lines\` outlines away differs from \`ids\`: of both pages at once. */
uint others(uint ids, float lines) {
  float r = min(lines * line * footprint, float(apron) - 0.5);
  float d = r * 0.7071;
  return (texelAt(at + vec2(r, 0.0)) ^ ids) | (texelAt(at - vec2(r, 0.0)) ^ ids)
    | (texelAt(at + vec2(0.0, r)) ^ ids) | (texelAt(at - vec2(0.0, r)) ^ ids)
    | (texelAt(at + vec2(d, d)) ^ ids) | (texelAt(at + vec2(-d, d)) ^ ids)
    | (texelAt(at + vec2(d, -d)) ^ ids) | (texelAt(at - vec2(d, d)) ^ ids);
}

ivec2 entryOf(uint id) {
  return ivec2(int((id - 1u) & 1023u), int((id - 1u) >> 10));
}

/** Every \`period\`th diagonal line of px. */
bool striped(float period) {
  return mod(gl_FragCoord.x + gl_FragCoord.y, period) < 1.5;
}

#if defined(PLAIN)
vec4 look(uint id, bool rim) {
  vec4 own = texelFetch(colours, entryOf(id), 0);
  return vec4(own.rgb, id == 0u ? 0.0 : own.a * (rim ? opacity : fill));
}
#else
/** \`near\`: another id lies within one outline, \`wide\`: within two. */
vec4 look(uint id, uint state, bool near, bool wide) {
  vec4 own = texelFetch(colours, entryOf(id), 0);
  bool selected = (state & 1u) != 0u;
  bool hovered = (state & 2u) != 0u;
  bool faded = (state & 12u) != 0u;
  vec3 tint = faded ? vec3(0.62) : own.rgb;
  float body = faded ? 0.0 : fill * own.a;
  float edge = hovered ? 1.0 : faded ? 0.55 * opacity : own.a * opacity;
  body = (state & 4u) != 0u && striped(8.0) ? 0.5 * opacity : body;
  body = selected ? max(body, 0.3) : body;
  tint = selected ? mix(tint, accent, 0.75) : tint;
  body += hovered ? 0.16 : 0.0;
  vec4 inside = vec4(tint, body);
  // two tones, so that the chosen stand out on dark and on bright ground
  inside = selected && wide ? vec4(1.0, 1.0, 1.0, 0.95) : inside;
  vec4 shown = near || (hovered && wide && !selected) ? (selected ? vec4(accent, 1.0) : vec4(tint, edge)) : inside;
  shown = (state & 32u) != 0u ? vec4(1.0, 1.0, 1.0, striped(7.0) ? opacity : 0.0) : shown;
  shown.a = id == 0u || (state & 16u) != 0u ? 0.0 : shown.a;
  return shown;
}

uint stateOf(uint id) {
  return id == 0u ? 16u : texelFetch(states, entryOf(id), 0).r;
}
#endif

#if defined(PACKED)
/** Colours times opacity. */
vec4 over(vec4 below, vec4 top) {
  return vec4(below.rgb * (1.0 - top.a) + top.rgb * top.a, below.a + top.a - below.a * top.a);
}
#endif

vec4 shown(uint ids) {
  uint near = 0u;
  for (int turn = line > 0.0 ? 0 : 1; turn < 1; turn++) near = others(ids, 1.0);
#if defined(PACKED)
  uint low = ids & 0xffffu;
  uint high = ids >> 16;
  bool nearLow = (near & 0xffffu) != 0u;
  bool nearHigh = (near >> 16) != 0u;
#if defined(PLAIN)
  bool crowded = low != 0u && high != 0u;
  vec4 a = look(low, nearLow);
  vec4 b = look(high, nearHigh);
#else
  uint stateLow = stateOf(low);
  uint stateHigh = stateOf(high);
  bool crowded = ((stateLow | stateHigh) & 16u) == 0u;
  uint wide = 0u;
  for (int turn = line > 0.0 && ((stateLow | stateHigh) & 3u) != 0u ? 0 : 1; turn < 1; turn++) wide = others(ids, 2.0);
  vec4 a = look(low, stateLow, nearLow, (wide & 0xffffu) != 0u);
  vec4 b = look(high, stateHigh, nearHigh, (wide >> 16) != 0u);
#endif
  vec4 laid = over(vec4(a.rgb * a.a, a.a), b);
  laid = over(laid, vec4(1.0, 1.0, 1.0, crowded && striped(7.0) ? hatch : 0.0));
  return vec4(laid.rgb / max(laid.a, 0.001), laid.a);
#elif defined(PLAIN)
  return look(ids, near != 0u);
#else
  uint state = stateOf(ids);
  uint wide = 0u;
  for (int turn = line > 0.0 && (state & 3u) != 0u ? 0 : 1; turn < 1; turn++) wide = others(ids, 2.0);
  return look(ids, state, near != 0u, wide != 0u);
#endif
}

void main() {
  uint ids = texelAt(at);
  colour = vec4(0.0);
  for (int turn = ids == 0u ? 1 : 0; turn < 1; turn++) colour = shown(ids);
}`;
