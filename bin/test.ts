/** Everything that must hold, in one command: format, lint, types, the built web app, then every test. */
import { spawn } from 'node:child_process'
import path from 'node:path'

const root = path.join(import.meta.dirname, '..')
const local = (name: string) => path.join(root, 'node_modules/.bin', name)

type Step = { name: string; command: string; args: string[] }
const checks: Step[][] = [
  [
    { name: 'format', command: local('oxfmt'), args: ['--check', '.'] },
    { name: 'nothing unused', command: local('knip'), args: ['--include', 'files,dependencies,unlisted,binaries'] },
    { name: 'lint', command: local('oxlint'), args: ['--type-aware', '--deny-warnings'] },
  ],
  [
    { name: 'types of server and tests', command: local('tsc'), args: ['-p', '.'] },
    { name: 'types of domain', command: local('tsc'), args: ['-p', 'domain'] },
    { name: 'types of web', command: local('tsc'), args: ['-p', 'web'] },
    { name: 'web build', command: process.execPath, args: ['bin/build-web.ts'] },
  ],
  [{ name: 'tests', command: local('vitest'), args: ['run', ...process.argv.slice(2)] }],
]

/** Gives whether it passed; what it printed is shown at once for the last step, and only on failure for the others. */
function run({ name, command, args }: Step, live: boolean): Promise<boolean> {
  const began = performance.now()
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, stdio: live ? 'inherit' : 'pipe' })
    let output = ''
    child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()))
    child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()))
    child.on('close', (code) => {
      console.log(`${code === 0 ? 'ok    ' : 'FAILED'} ${name} (${((performance.now() - began) / 1_000).toFixed(1)} s)`)
      if (code !== 0 && !live) console.log(output)
      resolve(code === 0)
    })
  })
}

for (const group of checks) {
  const passed = await Promise.all(group.map((step) => run(step, step.name === 'tests')))
  if (!passed.every(Boolean)) process.exit(1)
}
