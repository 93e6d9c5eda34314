/** Builds the web app when its sources changed since the last build; a start without changes costs the reading of them. */
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'

export const root = path.join(import.meta.dirname, '../..')
export const webFolder = path.join(root, 'dist/web')
const stamp = path.join(webFolder, '.sources')

/** Gives true when a build was needed. It takes about two seconds. */
export async function buildWebIfChanged(): Promise<boolean> {
  const sources = hashOfSources(['web', 'domain'])
  if (existsSync(path.join(webFolder, 'index.html')) && existsSync(stamp) && readFileSync(stamp, 'utf8') === sources)
    return false
  await buildForUse()
  writeFileSync(stamp, sources)
  return true
}

/** Whoever asks, as in a test, gets what people get: elsewhere than in production, React is a third larger and slower. */
async function buildForUse(): Promise<void> {
  const { build } = await import('vite')
  const before = process.env['NODE_ENV']
  process.env['NODE_ENV'] = 'production'
  try {
    await build({ configFile: path.join(root, 'web/vite.config.ts'), logLevel: 'warn' })
    compress(path.join(webFolder, 'assets'))
  } finally {
    if (before === undefined) delete process.env['NODE_ENV']
    else process.env['NODE_ENV'] = before
  }
}

/** Once and as small as it gets, so that serving a file costs nothing: a third of the bytes with gzip, less with Brotli. */
function compress(folder: string): void {
  for (const name of readdirSync(folder).filter((file) => /\.(js|css|svg)$/.test(file))) {
    const file = path.join(folder, name)
    const content = readFileSync(file)
    writeFileSync(`${file}.br`, brotliCompressSync(content))
    writeFileSync(`${file}.gz`, gzipSync(content, { level: 9 }))
  }
}

/** Of these folders, and of the packages they are built with. */
export function hashOfSources(folders: string[]): string {
  const hash = createHash('sha256')
  for (const file of [...folders.flatMap(filesBelow), 'package-lock.json'])
    hash
      .update(file)
      .update('\0')
      .update(readFileSync(path.join(root, file)))
  return hash.digest('hex')
}

const filesBelow = (folder: string): string[] =>
  readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)))
    .sort()
