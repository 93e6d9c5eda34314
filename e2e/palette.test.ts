/** The palette in a real browser, by keyboard alone: records and commands, modes, typing mistakes, phone, both themes. */
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { countNewWords } from '#server/search/count-words.ts'
import { buildWebIfChanged, webFolder } from '#server/platform/web-build.ts'
import { startApp } from '#test/app.ts'
import { password } from '#test/cast.ts'
import { accessibilityFaults, launch, visit } from './browser.ts'

await buildWebIfChanged()
const app = await startApp({ worker: true, web: webFolder })
await countNewWords(app.db)
let browser: Browser
beforeAll(async () => {
  browser = await launch()
}, 120_000)
afterAll(() => browser?.close())

const signedIn = (person: string, options: BrowserContextOptions = {}) =>
  visit(browser, {
    address: app.address,
    email: `${person}@northlight.example`,
    password,
    target: '/tasks',
    ...options,
  })
const box = (page: Page) => page.getByRole('combobox', { name: 'Search or jump' })
const options = (page: Page) => page.getByRole('dialog').getByRole('option').allInnerTexts()
const current = (page: Page) => page.locator('[role=option][aria-selected=true]').innerText()
async function openPalette(page: Page): Promise<void> {
  await page.keyboard.press('Control+k')
  await box(page).waitFor()
}

test('a mistyped record is found, opened beside its list, and stands first among the recent ones', async () => {
  const page = await signedIn('dana')
  await openPalette(page)
  await page.keyboard.type('autor platfrm')
  await page.getByRole('option', { name: 'Author platform' }).waitFor()
  await page.keyboard.press('Enter')
  await page.getByRole('complementary', { name: 'Author platform' }).waitFor()
  expect(page.url()).toContain('/deals?peek=')
  await openPalette(page)
  expect(await current(page)).toContain('Author platform')
  await page.keyboard.press('Escape')
  await box(page).waitFor({ state: 'detached' })
  await page.context().close()
}, 60_000)

test('a command runs from the palette, and Esc gives the focus back', async () => {
  const page = await signedIn('dana')
  await page.getByRole('searchbox').focus()
  await openPalette(page)
  await page.keyboard.press('Escape')
  expect(await page.getByRole('searchbox').evaluate((box) => box.matches(':focus'))).toBe(true)
  await openPalette(page)
  await page.keyboard.type('>dash')
  expect(await options(page)).toEqual([expect.stringContaining('Go to Dashboard')])
  expect(await current(page)).toContain('G D')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Dashboard' }).waitFor()
  await page.context().close()
}, 60_000)

test('what the server adds stands below and never moves the highlighted line', async () => {
  const page = await signedIn('dana')
  let answer = () => {}
  const held = new Promise<void>((resolve) => (answer = resolve))
  await page.route('**/api/v1/search?*', async (route) => {
    await held
    await route.continue()
  })
  await openPalette(page)
  await page.keyboard.type('a')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  const before = { line: await current(page), lines: await options(page) }
  answer()
  await page.getByRole('group', { name: 'Found' }).waitFor()
  expect(await current(page)).toBe(before.line)
  expect((await options(page)).slice(0, before.lines.length)).toEqual(before.lines)
  await page.context().close()
}, 60_000)

test('modes narrow the list: # deals, @ people, ? what can be done', async () => {
  const page = await signedIn('dana')
  await openPalette(page)
  await page.keyboard.type('#a')
  await page.getByRole('group', { name: 'Found' }).waitFor()
  for (const line of await options(page)) expect(line).toMatch(/deal$/)
  await box(page).fill('?')
  expect((await options(page)).slice(0, 3).map((line) => line[0])).toEqual(['>', '@', '#'])
  await page.keyboard.press('Enter')
  expect(await box(page).inputValue()).toBe('>')
  await page.context().close()
}, 60_000)

test('C opens what can be made, and a letter begins it', async () => {
  const page = await signedIn('dana')
  await page.keyboard.press('c')
  await page.getByRole('dialog', { name: 'New' }).waitFor()
  expect(await accessibilityFaults(page)).toEqual([])
  await page.keyboard.press('a')
  await page.getByRole('dialog', { name: 'Create account' }).getByLabel('Name').fill('Harbour Yoga')
  await page.keyboard.press('Enter')
  await page.getByText('Harbour Yoga').first().waitFor()
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await openPalette(page)
  await page.keyboard.type('harbour yog')
  await page.getByRole('option', { name: 'Harbour Yoga' }).waitFor()
  await page.context().close()
}, 60_000)

test('nobody is offered what they may not do or see', async () => {
  const page = await signedIn('noah')
  await openPalette(page)
  await page.keyboard.type('>')
  const lines = (await options(page)).join('\n')
  expect(lines).toContain('Create task')
  expect(lines).not.toContain('Create account')
  expect(lines).not.toContain('Go to Accounts')
  await box(page).fill('author platform')
  await page.getByText('Nothing found').waitFor()
  await page.context().close()
}, 60_000)

test.each([
  ['light', 1440],
  ['dark', 1440],
  ['light', 390],
] as const)(
  'the palette is accessible in the %s theme at %i px',
  async (colorScheme, width) => {
    const phone = width < 768
    const page = await signedIn('dana', { colorScheme, viewport: { width, height: 844 }, hasTouch: phone })
    if (phone) await page.getByRole('button', { name: 'Search or jump' }).tap()
    else await openPalette(page)
    await box(page).fill('kestrel')
    await page.getByRole('group', { name: 'Found' }).waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
    const { width: wide, height } = (await page.getByRole('dialog').boundingBox())!
    if (phone) expect([wide, height]).toEqual([390, 844])
    for (const option of await page.getByRole('dialog').getByRole('option').all())
      expect((await option.boundingBox())!.height).toBeGreaterThanOrEqual(phone ? 44 : 24)
    await page.context().close()
  },
  60_000,
)
