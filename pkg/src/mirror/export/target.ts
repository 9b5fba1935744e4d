/** A file of an export, while it is written. */
export interface ExportFile {
  /** Writes more of it. The bytes may be reused once the promise has resolved. */
  write(bytes: Uint8Array): Promise<void>;
  /** Ends it. Nobody sees it before {@link ExportTarget.publish}. */
  close(): Promise<void>;
}

/** Where an export goes: `exportFolder(path)` of `isometric-registry/mirror/node`, or one of your own. */
export interface ExportTarget {
  /** Is told, before anything is read, which files there will be. Rejects if they must not be written. */
  begin(files: readonly string[]): Promise<void>;
  /** Begins a file. One is written at a time. */
  open(file: string): Promise<ExportFile>;
  /** Lets all files be seen, whole, the last one last. */
  publish(): Promise<void>;
  /** Forgets what has been written: the export has failed. */
  discard(): Promise<void>;
}
