/**
 * `node bench/hashes.ts`: the settings of argon2id that OWASP's password storage cheat sheet calls equally strong, against each
 * other in one run. Rounds alternate, so that a noisy machine is noisy for all of them; CPU seconds do not hear the noise.
 */
import { hash, verify } from '@node-rs/argon2'
import { ratioLine, timed } from './measure.ts'

const settings = [
  { memoryCost: 47_104, timeCost: 1 },
  { memoryCost: 19_456, timeCost: 2 },
  { memoryCost: 12_288, timeCost: 3 },
  { memoryCost: 9_216, timeCost: 4 },
  { memoryCost: 7_168, timeCost: 5 },
]
const rounds = 9
const atOnce = 50
const password = 'bench-password'

const measured = await Promise.all(
  settings.map(async (setting) => ({
    name: `m=${setting.memoryCost} t=${setting.timeCost}`,
    stored: await hash(password, { ...setting, algorithm: 2, parallelism: 1, outputLen: 32 }),
    wall_ms: [] as number[],
    cpu_ms: [] as number[],
  })),
)
for (let round = 0; round < rounds; round++)
  for (const { stored, wall_ms, cpu_ms } of measured) {
    const before = process.cpuUsage()
    const ms = await timed(() => Promise.all(Array.from({ length: atOnce }, () => verify(stored, password))))
    const { user, system } = process.cpuUsage(before)
    wall_ms.push(ms)
    cpu_ms.push((user + system) / 1_000 / atOnce)
  }

const middle = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!
const reference = middle(measured[1]!.cpu_ms)
for (const { name, wall_ms, cpu_ms } of measured) {
  console.log(
    `${name}: ${atOnce} at once in ${middle(wall_ms).toFixed(0)} ms, ${middle(cpu_ms).toFixed(2)} CPU ms a hash`,
  )
  ratioLine('CPU to that of m=19456 t=2', middle(cpu_ms) / reference, 'the less the better')
}
