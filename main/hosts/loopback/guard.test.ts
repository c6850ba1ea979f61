import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { Guard } from './guard.ts';

const request = (headers: Record<string, string>) => ({ headers }) as unknown as IncomingMessage;

function opened() {
  const guard = new Guard();
  guard.listen(4242);
  const ticket = new URL(guard.url).searchParams.get('ticket') ?? '';
  const cookie = guard.redeem(ticket) ?? '';
  return { guard, ticket, cookie: cookie.split(';')[0], attributes: cookie };
}

describe('who may talk to the loopback host', () => {
  it('takes the ticket once', () => {
    const { guard, ticket, attributes } = opened();
    expect(attributes).toContain('HttpOnly');
    expect(attributes).toContain('SameSite=Strict');
    expect(guard.redeem(ticket)).toBeUndefined();
    expect(new Guard().redeem('')).toBeUndefined();
  });

  it('passes our own page and nobody else', () => {
    const { guard, cookie } = opened();
    const host = '127.0.0.1:4242';
    const origin = 'http://127.0.0.1:4242';
    expect(guard.refusal(request({ host, cookie, origin }), true)).toBe(0);
    expect(guard.refusal(request({ host, cookie }), false)).toBe(0);
    expect(guard.refusal(request({ host, cookie }), true)).toBe(403);
    expect(guard.refusal(request({ host, cookie, origin: 'http://evil.example' }), false)).toBe(403);
    expect(guard.refusal(request({ host: 'evil.example:4242', cookie, origin }), false)).toBe(403);
    expect(guard.refusal(request({ host }), false)).toBe(401);
    expect(guard.refusal(request({ host, cookie: `${cookie.slice(0, -1)}x` }), false)).toBe(401);
    expect(guard.refusal(request({ host, cookie: cookie.replace('4242', '4243') }), false)).toBe(401);
  });
});
