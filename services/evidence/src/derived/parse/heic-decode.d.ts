declare module 'heic-decode' {
  interface Decoded {
    readonly width: number;
    readonly height: number;
    /** RGBA. */
    readonly data: Uint8ClampedArray<ArrayBuffer>;
  }
  interface Image {
    readonly width: number;
    readonly height: number;
    decode(): Promise<Decoded>;
  }
  interface HeicDecode {
    all(input: { readonly buffer: Uint8Array }): Promise<Image[] & { dispose(): void }>;
  }
  const decode: HeicDecode;
  export { decode as default };
}
