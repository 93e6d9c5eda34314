/** The whole day of a sales person in a real browser: once with the mouse put away, once with a thumb on a small telephone. */
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { loadDemo } from '#server/demo/load-demo.ts'
import { sql } from '#server/platform/database.ts'
import { buildWebIfChanged, webFolder } from '#server/platform/web-build.ts'
import { startApp } from '#test/app.ts'
import { accessibilityFaults, launch } from './browser.ts'

await buildWebIfChanged()
const app = await startApp({ web: webFolder, cast: false })
const password = 'demo-password'
let browser: Browser
beforeAll(async () => {
  await loadDemo(app.db, { password, now_ms: Date.now() })
  browser = await launch()
}, 120_000)
afterAll(() => browser?.close())
type Deal = { stage: string; value: string | null; currency: string | null; owner: string | null; account: string }
const deal = async (name: string) => {
  const { rows } = await sql<Deal>`
    select d.stage, d.value::text, d.currency, u.name as owner, a.name as account
    from deals d
    join accounts a on a.id = d.account_id
    left join users u on u.id = d.owner_id
    where d.name = ${name}
  `.execute(app.db)
  return rows[0]
}

async function opened(options: BrowserContextOptions): Promise<Page> {
  const context = await browser.newContext(options)
  context.setDefaultTimeout(15_000)
  const page = await context.newPage()
  await page.goto(app.address)
  await page.getByLabel('E-mail').waitFor()
  return page
}
const status = async (title: string) => {
  const { rows } = await sql<{ status: string }>`select status from tasks where title = ${title}`.execute(app.db)
  return rows[0]?.status
}
test('by keyboard alone, and the focus is never lost', async () => {
  const page = await opened({ viewport: { width: 1440, height: 900 } })
  const press = async (...keys: string[]) => {
    for (const key of keys) await page.keyboard.press(key)
  }
  const type = (text: string) => page.keyboard.type(text)
  const said = (text: string | RegExp) => page.getByRole('status').getByText(text).first().waitFor()
  const heading = (name: string) => page.getByRole('heading', { level: 1, name }).waitFor()
  const focus = () => page.evaluate('document.activeElement.tagName') as Promise<string>
  const isKept = () => expect.poll(focus).not.toBe('BODY')
  /** As far as it takes: who cannot see where the focus is cannot take a short cut. */
  const tabTo = async (name: RegExp, key = 'Tab') => {
    for (let steps = 1; steps <= 30; steps++) {
      await press(key)
      const at = await page.locator(':focus').evaluate((one: any) => one.ariaLabel ?? one.innerText)
      if (name.test(at)) return steps
    }
    throw new Error(`30 steps of ${key} do not lead to ${name}`)
  }

  await type('sam@brightwater.example')
  await press('Tab')
  await type(password)
  await press('Enter')
  await page.locator('#main h1:focus').waitFor()

  await press('Control+k')
  await page.getByRole('combobox', { name: 'Search or jump' }).waitFor()
  await type('kestrel')
  await page.getByRole('option', { name: /Kestrel Logistics.*account/ }).waitFor()
  await press('Enter')
  await page.getByRole('complementary', { name: 'Kestrel Logistics' }).waitFor()
  await press('Enter')
  await heading('Kestrel Logistics')

  await press('n')
  await type('Spoke to Vera: wants an offer by Friday.')
  await press('Control+Enter')
  await said('Note added.')
  await isKept()

  await press('Escape', 'c', 'c')
  const contact = page.getByRole('dialog', { name: 'Create contact' })
  await contact.waitFor()
  await type('Vera')
  await press('Tab')
  await type('Lindqvist')
  // on the page of an account nobody has to say whose contact it is
  expect(await contact.getByRole('combobox', { name: 'Account' }).count()).toBe(0)
  await press('Enter')
  await said('Vera Lindqvist created.')
  await isKept()

  await press('c', 'd')
  const form = page.getByRole('dialog', { name: 'Create deal' })
  await form.waitFor()
  expect(await form.getByRole('combobox', { name: 'Account' }).count()).toBe(0)
  await type('Yard cameras')
  await press('Tab', 'Tab')
  await type('18000')
  await press('Enter')
  await said('Yard cameras created.')
  await isKept()
  expect(await deal('Yard cameras')).toEqual({
    stage: 'prospecting',
    value: '18000.00',
    currency: 'EUR',
    owner: 'Sam Rivera',
    account: 'Kestrel Logistics',
  })

  await press('g', 'p')
  await heading('Deals/Projects')
  await tabTo(/^Board$/)
  await press('Enter')
  await page.getByRole('list', { name: 'Deals in prospecting' }).waitFor()
  await press('/')
  await type('Yard')
  await expect.poll(() => page.locator('[data-card]').count()).toBe(1)
  await press('ArrowDown')
  await expect.poll(() => page.locator(':focus').innerText()).toBe('Yard cameras')
  await press('Shift+ArrowRight')
  await said(/Yard cameras moved to Negotiation/)
  await expect.poll(() => page.locator(':focus').innerText()).toBe('Yard cameras')

  await press('g', 't')
  await heading('Tasks')
  await press('n')
  await type('Send the offer #yard !high tomorrow 2h')
  await page
    .getByRole('status', { name: 'Understood' })
    .getByText(/Yard cameras/)
    .waitFor()
  await press('Enter')
  await said('“Send the offer” created.')
  await press('Escape', '/')
  await type('Send the offer')
  await page.getByRole('gridcell', { name: 'Send the offer' }).waitFor()
  await press('ArrowDown')
  await expect.poll(() => page.locator(':focus').innerText()).toBe('Send the offer')
  await tabTo(/^Open$/, 'ArrowRight')
  await press('e')
  await page.getByRole('combobox', { name: 'Status' }).waitFor()
  await type('Done')
  await press('Enter')
  await expect.poll(() => status('Send the offer')).toBe('done')
  await isKept()

  await press('Control+k')
  await page.getByRole('combobox', { name: 'Search or jump' }).waitFor()
  await type('#yard')
  await page.getByRole('option', { name: /Yard cameras/ }).waitFor()
  await press('Enter')
  await page.getByRole('complementary', { name: 'Yard cameras' }).waitFor()
  await press('Enter')
  await heading('Yard cameras')
  await press('t')
  await page.locator('input:focus').waitFor()
  await type('Thank Vera')
  await press('Enter')
  await page.getByText('Thank Vera', { exact: true }).waitFor()
  await isKept()
  await tabTo(/^Won$/, 'Shift+Tab')
  await press('Enter')
  await page.getByRole('dialog', { name: 'Yard cameras is won' }).waitFor()
  await type('Price and a quick answer')
  await press('Enter')
  await said('Yard cameras moved to Won.')
  await expect.poll(() => page.locator(':focus').innerText()).toBe('Won')
  expect(await deal('Yard cameras')).toMatchObject({ stage: 'won' })

  await press('g', 'q')
  await heading('Review')
  const waiting = page.getByRole('status').filter({ hasText: 'waiting' })
  await waiting.getByText(/[1-9] of/).waitFor()
  const before = await waiting.innerText()
  await press('n')
  await expect.poll(() => waiting.innerText()).not.toBe(before)
  await press('u')
  await expect.poll(() => waiting.innerText()).toBe(before)
  await isKept()
  await page.context().close()
}, 90_000)

const phone = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 }

test('by thumb on a telephone: nothing is too small to hit or cut off', async () => {
  const page = await opened(phone)
  /** What is shown can be hit: 44 px high, within the screen, and the page does not slide sideways. */
  const looks = async (where: string) => expect(await page.evaluate(tooSmall), where).toEqual([])
  const tap = (name: string | RegExp, role: 'button' | 'link' = 'button') =>
    page.getByRole(role, { name }).first().tap()
  const bar = (name: string) =>
    page.getByRole('navigation', { name: 'Main, small screen' }).getByRole('link', { name }).tap()
  const heading = (name: string) => page.getByRole('heading', { level: 1, name }).waitFor()
  const said = (text: string) => page.getByRole('status').getByText(text).first().waitFor()

  await looks('sign in')
  await page.getByLabel('E-mail').fill('sam@brightwater.example')
  await page.getByLabel('Password').fill(password)
  await tap('Sign in')
  await heading('Dashboard')
  await looks('dashboard')

  await tap('Search or jump')
  await page.getByRole('combobox', { name: 'Search or jump' }).fill('kestrel')
  await page.getByRole('option', { name: /Kestrel Logistics.*account/ }).waitFor()
  await looks('palette')
  await page.getByRole('option', { name: /Kestrel Logistics.*account/ }).tap()
  await heading('Kestrel Logistics')
  await looks('account')

  await tap('Add note')
  await page.getByLabel('Write a note').fill('Met at the fair.')
  await page.getByRole('button', { name: 'Add note' }).last().tap()
  await said('Note added.')
  await looks('note')
  const side = (name: string) =>
    page.getByRole('navigation', { name: 'Sides of this record' }).getByRole('link', { name, exact: true }).tap()
  await side('Contacts')
  await tap('Create contact')
  const contact = page.getByRole('dialog', { name: 'Create contact' })
  await contact.getByLabel('Last name').fill('Halvorsen')
  await looks('contact form')
  expect(await accessibilityFaults(page)).toEqual([])
  await contact.getByRole('button', { name: 'Create contact' }).tap()
  await said('Halvorsen created.')
  await looks('contact made')

  await side('Deals')
  await tap('Create deal')
  const form = page.getByRole('dialog', { name: 'Create deal' })
  await form.getByLabel('Name').fill('Gate scanners')
  await looks('deal form')
  await form.getByRole('button', { name: 'Create deal' }).tap()
  await said('Gate scanners created.')

  await bar('Deals')
  await tap('Board', 'link')
  await page.getByLabel('Search deals').fill('Gate scanners')
  await expect.poll(() => page.locator('[data-card]').count()).toBe(1)
  await looks('board')
  expect(await accessibilityFaults(page)).toEqual([])
  await tap('Move Gate scanners to…')
  await looks('move')
  await page.getByRole('dialog').getByRole('button', { name: 'Negotiation' }).tap()
  await expect.poll(async () => (await deal('Gate scanners'))?.stage).toBe('negotiation')

  await bar('Tasks')
  await page.getByLabel('New task in one line').fill('Show the scanner #gate-scanners today')
  await page.getByLabel('New task in one line').press('Enter')
  await said('“Show the scanner” created.')
  await looks('task')
  await page.getByRole('row', { name: /Show the scanner/ }).tap()
  await page.getByRole('complementary', { name: 'Show the scanner' }).waitFor()
  await looks('task open')
  await page.getByRole('combobox', { name: 'Status' }).selectOption('done')
  await tap('Save task')
  await expect.poll(() => status('Show the scanner')).toBe('done')
  await tap('Close')

  await bar('Deals')
  await tap('Board', 'link')
  await page.getByLabel('Stage').selectOption('negotiation')
  await page.getByRole('link', { name: 'Gate scanners' }).tap()
  await heading('Gate scanners')
  await looks('deal')
  await tap('Won')
  await page.getByLabel('Reason').fill('The only one in stock')
  await looks('closing')
  await tap('Mark won')
  await said('Gate scanners moved to Won.')

  await bar('Time')
  await looks('time')
  await tap('Review', 'link')
  const waiting = page.getByRole('status').filter({ hasText: 'waiting' })
  await waiting.getByText(/[1-9] of/).waitFor()
  await looks('review')
  expect(await accessibilityFaults(page)).toEqual([])
  const before = await waiting.innerText()
  await tap(/Internal, not billable/)
  await expect.poll(() => waiting.innerText()).not.toBe(before)
  await tap('Undo')
  await expect.poll(() => waiting.innerText()).toBe(before)
  await page.context().close()
}, 90_000)

/** Links within a sentence, and what a whole row or card around it answers to as well, need no size of their own. */
const tooSmall = `(() => {
  const faults = []
  const root = document.documentElement
  if (root.scrollWidth > root.clientWidth) faults.push('the page slides sideways')
  const top = [...document.querySelectorAll('dialog[open], aside')].at(-1) ?? document
  for (const one of top.querySelectorAll('a, button, input, select, textarea, [role=option]')) {
    const target = one.closest('label, [role=row], [data-card]') ?? one
    const { width, height, left, right } = target.getBoundingClientRect()
    if (width === 0 || !one.checkVisibility({ visibilityProperty: true }) || one.closest('.sr-only') || one.matches('.sr-only')) continue
    const name = one.ariaLabel ?? one.innerText ?? one.name
    if (height < 43.5 || width < 43.5) faults.push(\`\${Math.round(width)} × \${Math.round(height)}: \${name}\`)
    const slides = one.closest('nav, [role=grid], .overflow-x-auto')
    if (!slides && (left < 0 || right > innerWidth + 0.5)) faults.push('cut off: ' + name)
  }
  return faults
})()`
