/** Types of servers.mjs, which is JavaScript so that it runs on any Node before anything is installed. */
export interface FindOptions {
  /** May it download, build or install? */
  readonly fetch?: boolean;
  /** Gets one line per step. */
  readonly say?: (line: string) => void;
}
export type ServerName = 'mongod' | 'nats-server' | 'minio' | 'clamd' | 'chromium' | 'bagit' | 'tlog-fsck' | 'pyhanko' | 'verapdf';
export type ToolName = 'soffice' | 'pdftoppm' | 'pdftotext' | 'pdffonts' | 'pdfinfo' | 'pdfsig' | 'certutil' | 'openssl' | 'qpdf' | 'unzip' | 'zbarimg';
export declare function find(name: ServerName | ToolName, options?: FindOptions): Promise<string>;
