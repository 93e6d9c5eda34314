import autocannon from 'autocannon'

export async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await work()
  return performance.now() - began
}

export const seconds = async (work: () => Promise<unknown>): Promise<number> => (await timed(work)) / 1_000

/** The middle of `runs` measurements, after one that does not count. */
export async function median(runs: number, measure: () => Promise<number>): Promise<number> {
  await measure()
  const values: number[] = []
  for (let run = 0; run < runs; run++) values.push(await measure())
  return values.sort((a, b) => a - b)[Math.floor(runs / 2)]!
}

/** Requests per second over 4 seconds and 10 connections; any answer but 2xx is a failure of the bench. */
export async function load(url: string, token?: string): Promise<number> {
  const result = await autocannon({
    url,
    connections: 10,
    duration: 4,
    ...(token && { headers: { authorization: `Bearer ${token}` } }),
  })
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${url}: ${result.non2xx} refused, ${result.errors} failed`)
  return result.requests.average
}

export const ratioLine = (name: string, ratio: number, promise: string) =>
  console.log(`  → ${name}: ${ratio.toFixed(2)} (promised: ${promise})`)
