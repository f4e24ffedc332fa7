/** Types of servers.mjs, which is JavaScript so that it runs on any Node before anything is installed. */
export interface FindOptions {
  /** May it download, build or install? */
  readonly fetch?: boolean;
  /** Gets one line per step. */
  readonly say?: (line: string) => void;
}
export declare const PDF_TOOLS: readonly ['pdftoppm', 'pdftotext', 'pdffonts', 'pdfinfo', 'pdfsig', 'certutil', 'openssl', 'qpdf', 'zbarimg'];
export type PdfTool = (typeof PDF_TOOLS)[number];
export type ServerName = 'mongod' | 'nats-server' | 'minio' | 'clamd' | 'chromium' | 'bagit' | 'tlog-fsck' | 'pyhanko' | 'verapdf';
export declare function find(name: ServerName | PdfTool, options?: FindOptions): Promise<string>;
export declare function find(name: 'pdf-tools', options?: FindOptions): Promise<Record<PdfTool, string>>;
