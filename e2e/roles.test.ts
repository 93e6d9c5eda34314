/** As each role, through every page that is linked and every button on it: nothing is offered that is then refused. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { roles, type Role } from '#domain/permissions.ts'
import { emailOf, people } from '#server/demo/cast.ts'
import { loadDemo } from '#server/demo/load-demo.ts'
import { buildWebIfChanged, webFolder } from '#server/platform/web-build.ts'
import { startApp } from '#test/app.ts'
import { launch, watch, visit } from './browser.ts'

await buildWebIfChanged()
const app = await startApp({ worker: true, web: webFolder, cast: false })
const password = 'demo-password'
let browser: Browser
beforeAll(async () => {
  await loadDemo(app.db, { password, now_ms: Date.now() })
  browser = await launch()
}, 120_000)
afterAll(() => browser?.close())

const emailFor = (role: Role) => emailOf(people.find((person) => person.role === role)!.name)
const signIn = (role: Role, target: string) =>
  visit(browser, {
    address: app.address,
    email: emailFor(role),
    password,
    target,
  })

/** What went wrong since it was last asked. */
function listen(page: Page): () => string[] {
  let faults: string[] = []
  page.on('pageerror', (error) => faults.push(error.message))
  page.on('response', (response) => {
    // 409, 412 and 422 answer what was typed, not who typed it
    if ([400, 401, 403, 404, 405].includes(response.status()) || response.status() >= 500)
      faults.push(`${response.status()} ${response.request().method()} ${new URL(response.url()).pathname}`)
  })
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) faults.push(message.text())
  })
  return () => {
    const told = faults
    faults = []
    return told
  }
}

const patternOf = (href: string) => new URL(href, app.address).pathname.replaceAll(/[0-9a-f-]{36}/g, '{id}')
const linksOn = (page: Page) =>
  page.locator('a[href^="/"]').evaluateAll((links) => links.map((link) => link.getAttribute('href')!))

/** What would end the walk, or the session it walks in. */
const leaves = /sign out|look through|view as|end/i

/** Presses what is offered by name, in the page itself: what a dialog covers is pressed too. */
async function pressEverything(page: Page, address: string): Promise<void> {
  const names = await page
    .locator('#main button:enabled:visible')
    .evaluateAll((all) => all.map((button) => button.getAttribute('aria-label') ?? button.textContent ?? ''))
  for (const name of new Set(names.filter((text) => text.trim() !== '' && !leaves.test(text)).slice(0, 40))) {
    await page.locator('#main button').evaluateAll((all, wanted) => {
      const button = all.find((one) => (one.getAttribute('aria-label') ?? one.textContent) === wanted)
      button?.dispatchEvent(new Event('click', { bubbles: true, cancelable: true }))
    }, name)
    await page.keyboard.press('Escape')
    if (new URL(page.url()).pathname !== new URL(address, app.address).pathname) await page.goto(app.address + address)
  }
}

test.each(roles)(
  '%s finds every page in order, and no button that is refused',
  async (role) => {
    const page = await signIn(role, '/')
    const faultsOf = listen(page)
    const settled = watch(page)
    const seen = new Map([['/api/docs', '']])
    const waiting = ['/', ...(await linksOn(page))]
    for (let href = waiting.shift(); href !== undefined; href = waiting.shift()) {
      if (seen.has(patternOf(href))) continue
      seen.set(patternOf(href), href)
      await page.goto(app.address + href)
      await page.locator('h1').first().waitFor()
      await settled()
      expect(faultsOf(), `${role} opens ${href}`).toEqual([])
      expect(await page.getByRole('alert').allInnerTexts(), `${role} opens ${href}`).toEqual([])
      waiting.push(...(await linksOn(page)))
      await pressEverything(page, href)
      await settled()
      expect(faultsOf(), `${role} presses what is on ${href}`).toEqual([])
    }
    expect(seen.size).toBeGreaterThan(6)
    await page.context().close()
  },
  120_000,
)

test.each(['//evil.example', '/%09/evil.example'])(
  'signing in leads to no other site: next=%s',
  async (next) => {
    const page = await (await browser.newContext()).newPage()
    await page.goto(`${app.address}/sign-in?next=${next}`)
    await page.getByLabel('E-mail').fill(emailFor('employee'))
    await page.getByLabel('Password').fill(password)
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await page.locator('#main h1').waitFor()
    expect(new URL(page.url()).origin).toBe(app.address)
    await page.context().close()
  },
  60_000,
)
