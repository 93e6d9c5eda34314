/** Child process of bench/sign-in.ts: people who sign in over and over, with a processor share of their own to be told. */
import { Agent, request } from 'node:http'

type Order = { address: string; people: number; rounds: number; password: string }

const agent = new Agent({ keepAlive: true })

/** fetch would cost more than the sign-in it measures. */
function signIn({ address, password }: Order, person: number): Promise<void> {
  const body = JSON.stringify({ email: `person${person}@bench.example`, password })
  return new Promise((resolve, reject) => {
    request(
      `${address}/api/v1/auth/login`,
      { agent, method: 'POST', headers: { 'content-type': 'application/json', 'content-length': body.length } },
      (answer) => {
        answer.resume().on('end', () => {
          if (answer.statusCode === 200) resolve()
          else reject(new Error(`sign-in answered ${answer.statusCode}`))
        })
      },
    )
      .on('error', reject)
      .end(body)
  })
}

async function carryOut(order: Order): Promise<void> {
  const times_ms: number[] = []
  const before = process.cpuUsage()
  await Promise.all(
    Array.from({ length: order.people }, async (_, person) => {
      for (let round = 0; round < order.rounds; round++) {
        const began = performance.now()
        await signIn(order, person + 1)
        times_ms.push(performance.now() - began)
      }
    }),
  )
  const { user, system } = process.cpuUsage(before)
  process.send!({ times_ms, cpu_ms: (user + system) / 1_000 })
}

process.on('message', (order: Order) => void carryOut(order))
process.on('disconnect', () => process.exit(0))
