/** What a browser has to fetch has an end (ui.md §7): measured on the build that is served, gzip as on the wire. */
import { readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { buildWebIfChanged, webFolder } from '#server/platform/web-build.ts'

await buildWebIfChanged()
const assets = path.join(webFolder, 'assets')
const kilobytes = (file: string) => gzipSync(readFileSync(path.join(assets, file))).length / 1_000
const page = readFileSync(path.join(webFolder, 'index.html'), 'utf8')
const scripts = readdirSync(assets).filter((file) => file.endsWith('.js'))
const atStart = scripts.filter((file) => page.includes(`="/assets/${file}"`))

test('what every page loads first is at most 150 kB of script', () => {
  expect(atStart.length).toBeGreaterThan(0)
  expect(atStart.reduce((sum, file) => sum + kilobytes(file), 0)).toBeLessThanOrEqual(150)
})

test('no part that is loaded later is more than 40 kB', () => {
  const later = scripts.filter((file) => !atStart.includes(file))
  expect(later.length).toBeGreaterThan(10)
  expect(later.filter((file) => kilobytes(file) > 40)).toEqual([])
})

test('the style sheet is at most 20 kB', () => {
  const sheets = readdirSync(assets).filter((file) => file.endsWith('.css'))
  expect(sheets.reduce((sum, file) => sum + kilobytes(file), 0)).toBeLessThanOrEqual(20)
})

test('no shape of the server, and nothing that makes shapes, is sent to a browser', () => {
  expect(
    scripts.filter((file) => readFileSync(path.join(assets, file), 'utf8').includes('additionalProperties')),
  ).toEqual([])
})
