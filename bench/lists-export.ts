/** The memory of the process while a whole list leaves it as CSV. */
import { memoryOf, type Server } from './children.ts'

type Memory = Awaited<ReturnType<typeof memoryOf>>

/** Gives how many rows there were. */
export async function exportMemory(server: Server, token: string, path = '/contacts/export'): Promise<number> {
  const before = await memoryOf(server)
  const began = performance.now()
  const answer = await fetch(`${server.address}/api/v1${path}`, {
    headers: { authorization: `Bearer ${token}` },
  })
  if (!answer.ok) throw new Error(`export: ${answer.status} ${await answer.text()}`)
  const seen: Memory[] = []
  let lines = 0
  let asked = began
  let first_ms = 0
  for await (const part of answer.body!) {
    first_ms ||= performance.now() - began
    for (const byte of part) if (byte === 10) lines++
    if (performance.now() - asked < 200) continue
    seen.push(await memoryOf(server))
    asked = performance.now()
  }
  const said = (memories: Memory[]) => {
    const most = (what: keyof Memory) => Math.max(0, ...memories.map((memory) => memory[what]))
    return `${most('rss_mb')} MB resident, ${most('heap_mb')} MB heap`
  }
  const quarter = (place: number) => seen.slice((seen.length * place) / 4, (seen.length * (place + 1)) / 4)
  const took_s = (performance.now() - began) / 1_000
  const rows = lines - 1
  console.log(
    `\n${path}: ${rows} rows in ${took_s.toFixed(1)} s, ${Math.round(rows / took_s)} a second, the first byte after ${first_ms.toFixed(0)} ms`,
  )
  console.log(`  before: ${said([before])}; then the most in each quarter of the way:`)
  console.log(`  ${[0, 1, 2, 3].map((place) => said(quarter(place))).join('; ')} (promised: flat)`)
  return rows
}
