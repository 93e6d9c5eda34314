#!/usr/bin/env node
/**
 * daybook-bridge: brings the time ActivityWatch records on this machine to Daybook. It reads the local server, leaves out what
 * its person keeps out, and sends the rest, each entry once, however often either side or this program is away.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { NoActivityWatch, readRange, type ActivityWatch } from './activitywatch.ts'
import { collect, rangeOf, type Collected } from './collect.ts'
import { backOff, fetchRules, NotNow, NotWelcome, sendAll, type Daybook } from './daybook.ts'
import { openOutbox, type Memory, type Outbox } from './outbox.ts'

const help = `Brings the time ActivityWatch records on this machine to Daybook.

  --key <key>                 the key of this machine: Daybook, Settings › Security › Machines. Kept for later starts.
  --server <address>          where Daybook is. Kept for later starts.
  --activitywatch <address>   where ActivityWatch is (http://127.0.0.1:5600)
  --activitywatch-key <key>   where it asks for one
  --since <day>               how far back to begin, at the first start (today)
  --every <seconds>           how often to look (60)
  --once                      look and send once, then end
  --dry-run                   show what would be sent, and send nothing
  --folder <folder>           where to remember (~/.daybook-bridge)

Apps, sites and hours you keep out stay on this machine. The name of the project your editor has open, from ActivityWatch's watchers for
editors, is read and sent once you switch it on in Daybook, under My data; never a file, a path or a language.
DAYBOOK_KEY and DAYBOOK_SERVER may be given in the environment instead.`

const batchSize = 1_000

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      key: { type: 'string' },
      server: { type: 'string' },
      activitywatch: { type: 'string', default: 'http://127.0.0.1:5600' },
      'activitywatch-key': { type: 'string' },
      since: { type: 'string' },
      every: { type: 'string', default: '60' },
      folder: { type: 'string', default: path.join(homedir(), '.daybook-bridge') },
      once: { type: 'boolean', default: false },
      'dry-run': { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) return say(help)
  const every_seconds = Number(values.every)
  if (!(every_seconds >= 5)) throw new Misused('--every: give at least 5 seconds.')
  const daybook = whereTo(values.folder, values)
  const machine = { address: bare(values.activitywatch), key: values['activitywatch-key'] ?? null }
  const outbox = openOutbox(values.folder)
  const memory = outbox.memory() ?? { open_from: firstDay(values.since), handed_on: {}, rules: null }
  if (values['dry-run']) return show(await look(machine, daybook, memory))
  const stop = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort())
  return keepGoing({ machine, daybook, outbox }, memory, values.once ? null : every_seconds, stop.signal)
}

/** The command was not understood; the message says what to write instead. */
class Misused extends Error {}

type Sides = { machine: ActivityWatch; daybook: Daybook; outbox: Outbox }

/** `every_seconds` null: until all is sent, or something cannot be done now; gives 1 then. */
async function keepGoing(
  sides: Sides,
  from: Memory,
  every_seconds: number | null,
  signal: AbortSignal,
): Promise<number> {
  let memory = from
  let failures = 0
  while (!signal.aborted) {
    const { next, failed, wait_seconds } = await pass(sides, memory)
    // weeks offline are read one after the other, without waiting
    const isBehind = !failed && next.open_from !== memory.open_from
    failures = failed ? failures + 1 : 0
    memory = next
    if (isBehind) continue
    if (every_seconds === null) return failed ? 1 : 0
    await backOff(every_seconds, failures, wait_seconds, signal)
  }
  return 0
}

type Passed = { next: Memory; failed: boolean; wait_seconds: number }

/** One look at each side. What cannot be done now is said, and done the next time. */
async function pass({ machine, daybook, outbox }: Sides, memory: Memory): Promise<Passed> {
  const passed: Passed = { next: memory, failed: false, wait_seconds: 0 }
  const notNow = (error: unknown) => {
    if (!isNotNow(error)) throw error
    passed.failed = true
    if (error instanceof NotNow) passed.wait_seconds = error.wait_seconds
    complain(error.message)
  }
  try {
    const found = await look(machine, daybook, memory)
    for (let at = 0; at < found.entries.length; at += batchSize) outbox.add(found.entries.slice(at, at + batchSize))
    passed.next = found.memory
    outbox.remember(found.memory)
  } catch (error) {
    notNow(error)
  }
  try {
    const sent = Object.entries(await sendAll(daybook, outbox)).filter(([, count]) => count > 0)
    if (sent.length > 0) say(`sent: ${sent.map(([status, count]) => `${count} ${status}`).join(', ')}`)
  } catch (error) {
    notNow(error)
  }
  return passed
}

const isNotNow = (error: unknown): error is Error =>
  error instanceof NotNow || error instanceof NotWelcome || error instanceof NoActivityWatch

/** Without Daybook, by the rules it gave last; without ever having had them nothing is read at all. */
async function look(machine: ActivityWatch, daybook: Daybook, memory: Memory): Promise<Collected> {
  const rules = await fetchRules(daybook).catch((error: unknown) => {
    if (!(error instanceof NotNow) || memory.rules === null) throw error
    return memory.rules
  })
  const range = rangeOf(memory, Date.now())
  if (range.until_ms <= range.from_ms) return { entries: [], memory: { ...memory, rules }, withheld: 0, notes: [] }
  return collect(await readRange(machine, rules, range), memory, rules, range)
}

function show({ entries, withheld, notes }: Collected): number {
  for (const { start_time, end_time, app, title, url, project_name } of entries)
    say([start_time, end_time, app, title, url, project_name].map((part) => part ?? '–').join('  '))
  for (const note of notes) say(note)
  return say(`${entries.length} entries would be sent, ${withheld} stay here. Nothing was sent.`)
}

const isUnknownOption = (error: unknown): error is Error =>
  error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')

/** Given once, they are kept in a file only their owner can read. */
function whereTo(folder: string, given: { key?: string | undefined; server?: string | undefined }): Daybook {
  const file = path.join(folder, 'daybook.json')
  const kept = readKept(file)
  const key = given.key ?? process.env['DAYBOOK_KEY'] ?? kept.key
  const address = given.server ?? process.env['DAYBOOK_SERVER'] ?? kept.address ?? origin()
  if (!key) throw new Misused('--key: make one in Daybook, Settings › Security › Machines.')
  if (!/^dbk_[0-9a-f]{12}_[0-9a-f]{64}$/.test(key)) throw new Misused('--key: this is not a whole key.')
  if (!address || !URL.canParse(address))
    throw new Misused('--server: say where Daybook is, like https://daybook.example.')
  const daybook = { address: bare(address), key }
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  writeFileSync(file, JSON.stringify(daybook), { mode: 0o600 })
  return daybook
}

function readKept(file: string): Partial<Daybook> {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Daybook
  } catch {
    return {}
  }
}

/** The Daybook this copy was fetched from says where it is in a file beside. */
function origin(): string | undefined {
  try {
    return JSON.parse(readFileSync(new URL('./origin.json', import.meta.url), 'utf8')) as string
  } catch {
    return undefined
  }
}

const bare = (address: string) => address.replace(/\/+$/, '')

/** A day in UTC; today is the one that began last, and nobody's past is sent unasked. */
function firstDay(since: string | undefined): string {
  if (since === undefined) return new Date().toISOString().slice(0, 10)
  if (!/^\d{4}-\d\d-\d\d$/.test(since) || Number.isNaN(Date.parse(since)))
    throw new Misused('--since: give a day like 2026-11-02.')
  return since
}

function say(text: string): number {
  process.stdout.write(`${text}\n`)
  return 0
}
const complain = (text: string) => process.stderr.write(`${new Date().toISOString()} ${text}\n`)

process.exitCode = await main().catch((error: unknown) => {
  const isMisused = error instanceof Misused || isUnknownOption(error)
  complain(isMisused || isNotNow(error) ? error.message : (error as Error).stack!)
  return isMisused ? 2 : 1
})
