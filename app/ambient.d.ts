// The few globals that every JavaScript runtime has and the ECMAScript library types lack.
// `app/` compiles without DOM and Node types, so that a wrong global does not compile.

declare class TextDecoder {
  constructor(label?: string, options?: { fatal?: boolean; ignoreBOM?: boolean });
  decode(input?: ArrayBufferView | ArrayBuffer): string;
}

declare class TextEncoder {
  encode(input?: string): Uint8Array<ArrayBuffer>;
}
