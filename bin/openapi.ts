/** Writes docs/openapi.json from the contract; a test holds the file against it. */
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { contract } from '#api/contract.ts'
import { openApi } from '#server/platform/openapi.ts'

const root = path.join(import.meta.dirname, '..')
export const openApiFile = path.join(root, 'docs/openapi.json')

/** The document as it is committed: two spaces, so that a change reads as one. */
export function openApiText(): string {
  const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { version: string }
  return `${JSON.stringify(openApi(contract, version), null, 2)}\n`
}

if (import.meta.main) writeFileSync(openApiFile, openApiText())
