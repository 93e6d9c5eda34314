/** The bridge as a package that npx runs from this server's own address (bridge/main.ts): nothing to publish, nothing to look for. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { FastifyInstance } from 'fastify'
import { createTarGzip } from 'nanotar'
import { hashOfSources, root } from './web-build.ts'

const folder = path.join(root, 'dist/bridge')
const program = path.join(folder, 'bridge.js')
const stamp = path.join(folder, '.sources')

/** One file without dependencies, for Node 20 and later. Built again when its sources changed. */
async function buildBridgeIfChanged(): Promise<void> {
  const sources = hashOfSources(['bridge', 'domain'])
  if (existsSync(program) && existsSync(stamp) && readFileSync(stamp, 'utf8') === sources) return
  const { build } = await import('vite')
  await build({
    root,
    configFile: false,
    logLevel: 'warn',
    ssr: { noExternal: true },
    build: {
      ssr: path.join(root, 'bridge/main.ts'),
      outDir: folder,
      target: 'node20',
      rollupOptions: { output: { entryFileNames: 'bridge.js' } },
    },
  })
  mkdirSync(folder, { recursive: true })
  writeFileSync(stamp, sources)
}

/** `origin`: where the program will find this server, so that a key is all it asks for. */
async function packBridge(origin: string, version: string): Promise<Buffer> {
  const manifest = {
    name: 'daybook-bridge',
    version,
    description: 'Brings the time ActivityWatch records on this machine to Daybook',
    license: 'Apache-2.0',
    type: 'module',
    bin: { 'daybook-bridge': 'bridge.js' },
    engines: { node: '>=20' },
  }
  const files = [
    { name: 'package/package.json', data: JSON.stringify(manifest, null, 2) },
    { name: 'package/origin.json', data: JSON.stringify(origin) },
    { name: 'package/bridge.js', data: readFileSync(program, 'utf8'), attrs: { mode: '755' } },
  ]
  return Buffer.from(await createTarGzip(files))
}

/** `npx <address>/bridge.tgz`. Built when the first asks for it; whoever asks reached us under the address that is packed. */
export function serveBridge(app: FastifyInstance, version: string): void {
  let built: Promise<void> | undefined
  app.get('/bridge.tgz', async (request, reply) => {
    built ??= buildBridgeIfChanged()
    await built.catch((error: unknown) => {
      built = undefined
      throw error
    })
    const bytes = await packBridge(`${request.protocol}://${request.host}`, version)
    return reply.headers({ 'content-type': 'application/gzip', 'cache-control': 'no-cache' }).send(bytes)
  })
}
