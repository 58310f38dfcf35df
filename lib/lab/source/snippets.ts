import type { Region } from '../run/regions.ts'

/** One part of the source that decides something. Lines count from 1. */
export interface Snippet {
  readonly region: Region
  readonly path: string
  readonly from: number
  readonly to: number
  readonly decidingLine: number
  readonly text: string
  /** Of `text`, in hexadecimal. */
  readonly sha256: string
  /** That has exactly this file; null: no repository, or the file has been changed since. */
  readonly commit: string | null
}

/** A file that has regions: of each of its lines the HTML, whose text is the line. */
export interface SourceFile {
  readonly sha256: string
  readonly lines: readonly string[]
}

/** What the source panes show: made once before the pages are served, so that it is the code that runs. */
export interface Snippets {
  /** Of everything that this was made from. */
  readonly key: string
  readonly commit: string | null
  /** Paths that are not as that commit has them. */
  readonly changed: readonly string[]
  /** NumericDate. */
  readonly builtAt: number
  readonly regions: Readonly<Record<Region, Snippet>>
  readonly files: Readonly<Record<string, SourceFile>>
}

/** Below the root of the checkout; not in the repository. */
export const SNIPPETS = '.next/snippets.json'
