/** `npm run screenshots`: the pictures of the README, taken from a fresh demo company in a real browser. */
import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { launch } from '../e2e/browser.ts'

const address = process.env['APP_URL'] ?? 'http://localhost:3000'
const password = process.env['ADMIN_PASSWORD']
if (!password) {
  console.error('Start a demo with ADMIN_PASSWORD set, then run this with the same ADMIN_PASSWORD (and APP_URL).')
  process.exit(2)
}
const folder = path.join(import.meta.dirname, '../docs/screenshots')
mkdirSync(folder, { recursive: true })

const pictures = [
  { name: 'dashboard', target: '/dashboard', colorScheme: 'light', width: 1440 },
  { name: 'review', target: '/time/review?whose=team', colorScheme: 'light', width: 1440 },
  { name: 'deals-dark', target: '/deals?layout=board', colorScheme: 'dark', width: 1440 },
  { name: 'tasks-phone', target: '/tasks', colorScheme: 'light', width: 390 },
] as const

const browser = await launch()
for (const { name, target, colorScheme, width } of pictures) {
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme })
  const page = await context.newPage()
  await page.goto(address)
  await page.getByLabel('E-mail').fill('dana@brightwater.example')
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.locator('#main h1').waitFor()
  await page.goto(address + target)
  await page.locator('#main h1').waitFor()
  await page.waitForLoadState('networkidle')
  await page.screenshot({ path: path.join(folder, `${name}.png`) })
  await context.close()
}
await browser.close()
