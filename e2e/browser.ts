/** A real Chromium that needs nothing but npm: unpacked once, with fonts of its own (without any it hangs). */
import { spawnSync } from 'node:child_process'
import { createReadStream, createWriteStream, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createBrotliDecompress } from 'node:zlib'
import { AxeBuilder } from '@axe-core/playwright'
import { expect } from 'vitest'
import { chromium, type Browser, type BrowserContextOptions, type Page, type Request } from 'playwright-core'

// not the package's own arguments: they turn web security off and die on closing a context
const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
]
const cache = path.join(import.meta.dirname, '../node_modules/.cache/chromium-147')

/** CHROMIUM_PATH wins; on Linux x64 the shipped one; elsewhere an installed Chrome. */
export async function launch(): Promise<Browser> {
  const own = process.env['CHROMIUM_PATH']
  if (own) return chromium.launch({ executablePath: own, args })
  if (process.platform !== 'linux' || process.arch !== 'x64') return chromium.launch({ channel: 'chrome', args })
  if (!existsSync(path.join(cache, 'chromium'))) await unpack()
  const env = {
    ...(process.env as Record<string, string>),
    LD_LIBRARY_PATH: path.join(cache, 'lib'),
    FONTCONFIG_PATH: cache,
  }
  return chromium.launch({ executablePath: path.join(cache, 'chromium'), args, env })
}

async function unpack(): Promise<void> {
  const packed = path.join(path.dirname(createRequire(import.meta.url).resolve('@sparticuz/chromium')), '../../bin')
  const source = existsSync(packed) ? packed : path.join(packed, '../../bin')
  const half = `${cache}.${process.pid}`
  rmSync(half, { recursive: true, force: true })
  mkdirSync(half, { recursive: true })
  const inflate = (from: string, to: string, mode = 0o644) =>
    pipeline(
      createReadStream(path.join(source, from)),
      createBrotliDecompress(),
      createWriteStream(path.join(half, to), { mode }),
    )
  for (const archive of ['al2023.tar', 'fonts.tar']) {
    await inflate(`${archive}.br`, archive)
    if (spawnSync('tar', ['-xf', archive], { cwd: half }).status !== 0) throw new Error(`could not unpack ${archive}`)
  }
  await inflate('chromium.br', 'chromium', 0o755)
  const fonts = `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>${cache}/fonts</dir><dir>/usr/share/fonts</dir><cachedir>${cache}/fc-cache</cachedir></fontconfig>`
  writeFileSync(path.join(half, 'fonts.conf'), fonts)
  rmSync(cache, { recursive: true, force: true })
  renameSync(half, cache)
}

type Visit = {
  address: string
  email: string
  password: string
  target: string
  /** Gets the page before anything is in it. */
  listen?: (page: Page) => void
} & BrowserContextOptions

/**
 * A page of somebody who is signed in, with nothing in it from others. The session comes from the door the form uses; that
 * the form leads there is the matter of the tests of signing in.
 */
export async function visit(
  browser: Browser,
  { address, email, password, target, listen, ...options }: Visit,
): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options })
  // two cores shared with everything else that is tested
  context.setDefaultTimeout(15_000)
  const data = { email, password }
  const answer = await context.request.post(`${address}/api/v1/auth/login`, { data, headers: { origin: address } })
  if (!answer.ok()) throw new Error(`${email} could not sign in: ${await answer.text()}`)
  const page = await context.newPage()
  listen?.(page)
  await page.goto(address + target)
  await page.locator('#main h1').waitFor()
  return page
}

/** Gives what waits until the page asks for nothing and was drawn twice since: everything it will show is there. */
export function watch(page: Page): () => Promise<void> {
  const open = new Set<Request>()
  page.on('request', (request) => open.add(request))
  page.on('requestfinished', (request) => open.delete(request))
  page.on('requestfailed', (request) => open.delete(request))
  const drawn = () => page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))')
  return async () => {
    do {
      await drawn()
      await expect.poll(() => open.size, { interval: 10, timeout: 10_000 }).toBe(0)
      await drawn()
    } while (open.size > 0)
  }
}

/** What axe finds against WCAG 2.2 AA, one readable line each. */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page })
    // nothing is told of what passed, and no frame of another origin is here to be collected through a page of its own:
    // 0.9 s against 4 s for a list
    .options({ resultTypes: ['violations'] })
    .setLegacyMode(true)
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze()
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 160)}`))
}

/** The same in both themes, wide and narrow, and what hangs over the edge. The page is loaded once: only its look changes. */
export async function faultsInEveryLook(page: Page): Promise<string[]> {
  const found: string[] = []
  for (const width of [1440, 390])
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.setViewportSize({ width, height: 900 })
      await page.emulateMedia({ colorScheme })
      await page.locator(`html[data-theme=${colorScheme}]`).waitFor()
      const over = (await page.locator('html').evaluate((root) => root.scrollWidth)) - width
      const faults = [...(over > 0 ? [`${over} px hang over the edge`] : []), ...(await accessibilityFaults(page))]
      found.push(...faults.map((fault) => `${colorScheme} ${width}: ${fault}`))
    }
  return found
}
