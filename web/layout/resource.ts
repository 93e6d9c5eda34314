/** A kind of record as screens change it: what its fields hold as text, and the one way it is written. */
import type { ComponentType } from 'react'
import type { Bulk } from './bulk.ts'
import type { FieldSpec } from './RecordForm.tsx'

/** Field names to what they hold; null is empty. */
export type Changes = Record<string, string | null>
export type Recorded = { id: string }

export type Resource<Row extends Recorded> = {
  /** The first part of its keys in the cache. */
  key: string
  /** As in "Deal changed". */
  noun: string
  fields: FieldSpec[]
  valuesOf: (row: Row) => Changes
  get: (id: string) => Promise<Row>
  nameOf: (row: Row) => string
  /** What is there already that may be the one that is being typed. */
  alike?: ComponentType<{ entered: Changes }>
  /** Left out where they are made in their own way. */
  create?: (changes: Changes) => Promise<Row>
  /** Writes on the version of `base`; 412 where the record is newer. */
  patch: (base: Row, changes: Changes) => Promise<Row>
  /** The row as it will look, before the server answered. */
  preview: (row: Row, changes: Changes) => Row
  /** The fields that keys of a list change: A assigns, S says how far it is, M maps. */
  keys?: { a?: string; s?: string; m?: string }
  /** What is done to many at once, and how that is sent. */
  bulk?: Bulk
  /** Where what is deleted waits to be restored. */
  bin?: { remove: (row: Row) => Promise<Row>; restore: (id: string) => Promise<Row> }
}

/** Several words in one field, one a line: a word has no line break. */
export const linesOf = (words: readonly string[]): string | null => words.join('\n') || null
export const wordsIn = (lines: string | null | undefined): string[] => (lines ? lines.split('\n') : [])

const differing = (a: Changes, b: Changes, names: string[]) =>
  names.filter((name) => (a[name] || null) !== (b[name] || null))

/**
 * Three versions of a record, field by field: which of mine somebody else changed to something else meanwhile. What they
 * changed beside mine needs no question, and what they changed to the same is no conflict.
 */
export function conflicts(base: Changes, theirs: Changes, mine: Changes): string[] {
  const changed = new Set(differing(base, theirs, Object.keys(mine)))
  return differing(theirs, mine, Object.keys(mine)).filter((name) => changed.has(name))
}

/** The values the fields of a change had before it: what takes it back. */
export const backTo = (values: Changes, changes: Changes): Changes =>
  Object.fromEntries(Object.keys(changes).map((name) => [name, values[name] ?? null]))
