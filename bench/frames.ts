/** `node bench/frames.ts`: 10,000 rows scroll by at 60 px a frame, in the real browser. */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import type { CDPSession, Page } from 'playwright-core'
import { hashPassword } from '#server/people/passwords.ts'
import { startPostgres } from '#server/platform/embedded-postgres.ts'
import { migrate } from '#server/platform/migrate.ts'
import { buildWebIfChanged, webFolder } from '#server/platform/web-build.ts'
import { launch } from '../e2e/browser.ts'

const rows = 10_000
const password = 'bench-password'
await buildWebIfChanged()
const folder = mkdtempSync(path.join(tmpdir(), 'daybook-bench-'))
chmodSync(folder, 0o755)
const postgres = await startPostgres({ dataDir: path.join(folder, 'postgres') })
const url = postgres.url()
const pool = new pg.Pool({ connectionString: url, max: 2 })
await migrate(pool, { dir: path.join(import.meta.dirname, '../migrations') })
await pool.query(`insert into workspace (name) values ('Bench')`)
await pool.query(
  `insert into users (name, email, role, password_hash) values ('Dana', 'dana@bench.example', 'admin', $1)`,
  [await hashPassword(password)],
)
await pool.query(
  `insert into accounts (name, industry, owner_id) select 'Customer ' || n, 'Industry ' || n % 20, (select id from users) from generate_series(1, $1::int) n`,
  [rows],
)
const child = fork(path.join(import.meta.dirname, 'http-servers.ts'), ['daybook'], {
  env: { ...process.env, DATABASE_URL: url, WEB_FOLDER: webFolder },
})
const [{ address }] = (await once(child, 'message')) as [{ address: string }]
const browser = await launch()

/** What runs in the page is text: this side of the bench knows no document. */
const inPage = {
  toEnd: `(box => { box.scrollTo(0, box.scrollHeight); return box.getAttribute('aria-rowcount') })(document.querySelector('[role=grid]'))`,
  scroll: (frames: number) => `new Promise((done) => {
    const box = document.querySelector('[role=grid]')
    box.scrollTo(0, 0)
    const times = []
    let nodes = 0
    const step = (now) => {
      times.push(now)
      nodes = Math.max(nodes, box.querySelectorAll('*').length)
      box.scrollBy(0, 60)
      times.length <= ${frames} ? requestAnimationFrame(step) : done({ times, nodes })
    }
    requestAnimationFrame(step)
  })`,
  /** The same number of frames with nothing to do: what this machine can at best. */
  idle: (frames: number) => `new Promise((done) => {
    const times = []
    const step = (now) => { times.push(now); times.length <= ${frames} ? requestAnimationFrame(step) : done({ times, nodes: 0 }) }
    requestAnimationFrame(step)
  })`,
}

async function loadAll(page: Page): Promise<void> {
  while ((await page.evaluate(inPage.toEnd)) !== String(rows + 1)) await page.waitForTimeout(20)
}

/** Time of the page's own thread in seconds: other programs on the machine do not count. */
async function busy(cdp: CDPSession): Promise<number> {
  const { metrics } = await cdp.send('Performance.getMetrics')
  return metrics.find(({ name }) => name === 'TaskDuration')!.value
}

async function frames(page: Page, script: string) {
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('Performance.enable', { timeDomain: 'threadTicks' })
  const before = await busy(cdp)
  const { times, nodes } = (await page.evaluate(script)) as { times: number[]; nodes: number }
  const cpu = ((await busy(cdp)) - before) / (times.length / 1_000)
  const lengths = times.slice(1).map((time, index) => time - times[index]!)
  const mean = lengths.reduce((sum, length) => sum + length, 0) / lengths.length
  const p95 = lengths.sort((a, b) => a - b)[Math.floor(lengths.length * 0.95)]!
  return { fps: 1_000 / mean, p95, cpu, nodes }
}

try {
  const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage()
  await page.goto(`${address}/accounts`)
  await page.getByLabel('E-mail').fill('dana@bench.example')
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('gridcell').first().waitFor()
  await loadAll(page)
  const idle = await frames(page, inPage.idle(300))
  const { fps, p95, cpu, nodes } = await frames(page, inPage.scroll(600))
  console.log(`idle: ${idle.fps.toFixed(1)} frames a second, p95 ${idle.p95.toFixed(1)} ms`)
  console.log(`  → ${rows} rows: ${fps.toFixed(1)} frames a second (promised: at least 57), p95 ${p95.toFixed(1)} ms`)
  console.log(`  → ${cpu.toFixed(1)} ms of the page's own thread a frame (a frame at 60 a second has 16.7)`)
  console.log(`  → ${nodes} nodes in the table at most (promised: 700)`)
} finally {
  await browser.close()
  child.disconnect()
  await pool.end()
  await postgres.stop()
  rmSync(folder, { recursive: true, force: true })
}
