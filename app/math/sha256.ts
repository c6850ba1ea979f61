// Round constants: the first 32 bits of the fractional parts of the cube roots of the first 64 primes, and of the square
// roots of the first 8 (FIPS 180-4, 4.2.2 and 5.3.3). BigInt arithmetic gives them exactly.
function rootFraction(prime: number, root: bigint): number {
  const target = BigInt(prime) << (32n * root);
  let low = 0n;
  let high = 1n << 40n;
  while (high - low > 1n) {
    const middle = (low + high) >> 1n;
    if (middle ** root <= target) low = middle;
    else high = middle;
  }
  return Number(low & 0xffff_ffffn) | 0;
}
const primes: number[] = [];
for (let n = 2; primes.length < 64; n++) if (primes.every((p) => n % p !== 0)) primes.push(n);
const constants = Int32Array.from(primes, (p) => rootFraction(p, 3n));
const start = Int32Array.from(primes.slice(0, 8), (p) => rootFraction(p, 2n));

/**
 * SHA-256 (FIPS 180-4) of bytes given piece by piece; the result does not depend on how they were cut.
 * `hex` ends it. Some 100 MB/s; hosts with a native one hand that to long jobs (`TaskEnvironment.sha256`).
 */
export class Sha256 {
  private readonly state = Int32Array.from(start);
  private readonly schedule = new Int32Array(64);
  private readonly rest = new Uint8Array(64);
  private restLength = 0;
  private length = 0;

  update(bytes: Uint8Array): this {
    this.length += bytes.length;
    let from = 0;
    if (this.restLength > 0) {
      from = Math.min(64 - this.restLength, bytes.length);
      this.rest.set(bytes.subarray(0, from), this.restLength);
      this.restLength += from;
      if (this.restLength < 64) return this;
      compress(this.state, this.schedule, this.rest, 0, 64);
      this.restLength = 0;
    }
    const whole = from + Math.floor((bytes.length - from) / 64) * 64;
    compress(this.state, this.schedule, bytes, from, whole);
    this.rest.set(bytes.subarray(whole));
    this.restLength = bytes.length - whole;
    return this;
  }

  /** 64 lower-case hexadecimal digits. */
  hex(): string {
    const bits = this.length * 8;
    const tail = new Uint8Array(this.restLength < 56 ? 64 : 128);
    tail.set(this.rest.subarray(0, this.restLength));
    tail[this.restLength] = 0x80;
    const view = new DataView(tail.buffer);
    view.setUint32(tail.length - 8, Math.floor(bits / 2 ** 32));
    view.setUint32(tail.length - 4, bits >>> 0);
    compress(this.state, this.schedule, tail, 0, tail.length);
    return Array.from(this.state, (word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
  }
}

/** SHA-256 of `bytes`, 64 hexadecimal digits. */
export function sha256(bytes: Uint8Array): string {
  return new Sha256().update(bytes).hex();
}

function big0(x: number): number {
  return ((x >>> 2) | (x << 30)) ^ ((x >>> 13) | (x << 19)) ^ ((x >>> 22) | (x << 10));
}
function big1(x: number): number {
  return ((x >>> 6) | (x << 26)) ^ ((x >>> 11) | (x << 21)) ^ ((x >>> 25) | (x << 7));
}

/** Runs the compression function over bytes [from, to), a multiple of 64 long. */
function compress(state: Int32Array, w: Int32Array, bytes: Uint8Array, from: number, to: number): void {
  let [s0, s1, s2, s3, s4, s5, s6, s7] = state;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let at = from; at < to; at += 64) {
    for (let i = 0; i < 16; i++) w[i] = view.getInt32(at + 4 * i);
    for (let i = 16; i < 64; i++) {
      const x = w[i - 15];
      const y = w[i - 2];
      const small0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
      const small1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
      w[i] = (w[i - 16] + small0 + w[i - 7] + small1) | 0;
    }
    let a = s0;
    let b = s1;
    let c = s2;
    let d = s3;
    let e = s4;
    let f = s5;
    let g = s6;
    let h = s7;
    for (let i = 0; i < 64; i += 8) {
      h = (h + big1(e) + (g ^ (e & (f ^ g))) + constants[i] + w[i]) | 0;
      d = (d + h) | 0;
      h = (h + big0(a) + ((a & b) | (c & (a | b)))) | 0;
      g = (g + big1(d) + (f ^ (d & (e ^ f))) + constants[i + 1] + w[i + 1]) | 0;
      c = (c + g) | 0;
      g = (g + big0(h) + ((h & a) | (b & (h | a)))) | 0;
      f = (f + big1(c) + (e ^ (c & (d ^ e))) + constants[i + 2] + w[i + 2]) | 0;
      b = (b + f) | 0;
      f = (f + big0(g) + ((g & h) | (a & (g | h)))) | 0;
      e = (e + big1(b) + (d ^ (b & (c ^ d))) + constants[i + 3] + w[i + 3]) | 0;
      a = (a + e) | 0;
      e = (e + big0(f) + ((f & g) | (h & (f | g)))) | 0;
      d = (d + big1(a) + (c ^ (a & (b ^ c))) + constants[i + 4] + w[i + 4]) | 0;
      h = (h + d) | 0;
      d = (d + big0(e) + ((e & f) | (g & (e | f)))) | 0;
      c = (c + big1(h) + (b ^ (h & (a ^ b))) + constants[i + 5] + w[i + 5]) | 0;
      g = (g + c) | 0;
      c = (c + big0(d) + ((d & e) | (f & (d | e)))) | 0;
      b = (b + big1(g) + (a ^ (g & (h ^ a))) + constants[i + 6] + w[i + 6]) | 0;
      f = (f + b) | 0;
      b = (b + big0(c) + ((c & d) | (e & (c | d)))) | 0;
      a = (a + big1(f) + (h ^ (f & (g ^ h))) + constants[i + 7] + w[i + 7]) | 0;
      e = (e + a) | 0;
      a = (a + big0(b) + ((b & c) | (d & (b | c)))) | 0;
    }
    s0 = (s0 + a) | 0;
    s1 = (s1 + b) | 0;
    s2 = (s2 + c) | 0;
    s3 = (s3 + d) | 0;
    s4 = (s4 + e) | 0;
    s5 = (s5 + f) | 0;
    s6 = (s6 + g) | 0;
    s7 = (s7 + h) | 0;
  }
  state.set([s0, s1, s2, s3, s4, s5, s6, s7]);
}
