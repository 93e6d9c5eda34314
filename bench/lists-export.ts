/** The memory of the process while all contacts leave it as CSV. */
import { memoryOf, type Server } from './children.ts'

type Memory = Awaited<ReturnType<typeof memoryOf>>

export async function exportMemory(server: Server, token: string): Promise<void> {
  const before = await memoryOf(server)
  const began = performance.now()
  const answer = await fetch(`${server.address}/api/v1/contacts/export`, {
    headers: { authorization: `Bearer ${token}` },
  })
  if (!answer.ok) throw new Error(`export: ${answer.status} ${await answer.text()}`)
  const seen: Memory[] = []
  let lines = 0
  let asked = began
  for await (const part of answer.body!) {
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
  console.log(`\nExport of ${lines - 1} contacts in ${((performance.now() - began) / 1_000).toFixed(0)} s`)
  console.log(`  before: ${said([before])}; then the most in each quarter of the way:`)
  console.log(`  ${[0, 1, 2, 3].map((place) => said(quarter(place))).join('; ')} (promised: flat)`)
}
