import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'

const root = path.join(import.meta.dirname, '../..')
const files = execFileSync('git', ['ls-files'], { cwd: root, encoding: 'utf8' })
  .split('\n')
  .filter(
    (file) => file !== '' && !/^test\/data\/|\.(png|woff2)$|^LICENSE$/.test(file) && existsSync(path.join(root, file)),
  )
const read = (file: string) => readFileSync(path.join(root, file), 'utf8')

test('nothing is left to do, skipped, or tried alone', () => {
  const marks = new RegExp(['TO' + 'DO', 'FIX' + 'ME', '\\.sk' + 'ip\\(', '\\.on' + 'ly\\('].join('|'))
  expect(files.filter((file) => file !== 'package-lock.json' && marks.test(read(file)))).toEqual([])
})

test('no registry host and no path of a machine stands in the tree', () => {
  const names = new RegExp(['registry\\.' + 'npmjs', '/wo' + 'rk/', '/ro' + 'ot/'].join('|'))
  expect(files.filter((file) => names.test(read(file)))).toEqual([])
})

test('the lock file names no host and lacks no platform’s binary', () => {
  const { packages } = JSON.parse(read('package-lock.json')) as {
    packages: Record<string, { resolved?: string; optionalDependencies?: Record<string, string> }>
  }
  expect(Object.values(packages).filter(({ resolved }) => resolved !== undefined)).toEqual([])
  const missing = Object.entries(packages).flatMap(([at, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter((name) => !isFound(packages, at, name)),
  )
  expect(missing).toEqual([])
})

/** As Node looks: in this package's own node_modules, then in each above. */
function isFound(packages: object, at: string, name: string): boolean {
  for (let place = at; ; place = place.slice(0, Math.max(0, place.lastIndexOf('/node_modules/')))) {
    if (`${place === '' ? '' : `${place}/`}node_modules/${name}` in packages) return true
    if (place === '') return false
  }
}

test('links between documents lead somewhere', () => {
  const broken = files
    .filter((file) => file.endsWith('.md'))
    .flatMap((file) =>
      [...read(file).matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)]
        .map(([, link]) => path.join(path.dirname(file), link!))
        .filter((target) => !existsSync(path.join(root, target))),
    )
  expect(broken).toEqual([])
})
