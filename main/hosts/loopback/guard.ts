import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** Equal in constant time, whatever their lengths. */
function same(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}

/**
 * Who may talk to the loopback host: whoever brings the one-time ticket of the printed URL gets a cookie for the rest
 * of the session; a page of another origin, another host name (DNS rebinding) or a second use of the ticket gets nothing.
 */
export class Guard {
  readonly #session = randomBytes(32).toString('hex');
  #ticket: string | undefined = randomBytes(32).toString('hex');
  #port = 0;

  listen(port: number): void {
    this.#port = port;
  }

  get origin(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  get url(): string {
    return `${this.origin}/?ticket=${this.#ticket ?? ''}`;
  }

  get #cookie(): string {
    // Cookies ignore ports, so the name carries it: two programs on one machine keep apart.
    return `morphoscope-${this.#port}`;
  }

  /** The cookie header for whoever brings the ticket; undefined for a wrong or used one. */
  redeem(ticket: string): string | undefined {
    if (this.#ticket === undefined || !same(ticket, this.#ticket)) return undefined;
    this.#ticket = undefined;
    return `${this.#cookie}=${this.#session}; HttpOnly; SameSite=Strict; Path=/`;
  }

  /** 0 when the request may pass, else the status to refuse it with. `originNeeded` for sockets and writes. */
  refusal(request: IncomingMessage, originNeeded: boolean): 0 | 401 | 403 {
    const { host, origin, cookie } = request.headers;
    if (host !== `127.0.0.1:${this.#port}`) return 403;
    if (origin !== undefined && origin !== this.origin) return 403;
    if (originNeeded && origin === undefined) return 403;
    const brought = cookie
      ?.split(';')
      .map((pair) => pair.trim())
      .find((pair) => pair.startsWith(`${this.#cookie}=`))
      ?.slice(this.#cookie.length + 1);
    return brought !== undefined && same(brought, this.#session) ? 0 : 401;
  }
}
