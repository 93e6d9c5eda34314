/** Ends a run with `N passed, N failed` alone on a line, whatever reads it. */
import type { Reporter, TestModule } from 'vitest/node'

export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const states = modules.flatMap((module) => [...module.children.allTests()].map((test) => test.result().state))
    const broken = modules.filter((module) => module.state() === 'failed' && module.children.size === 0).length
    const failed = states.filter((state) => state === 'failed').length + broken
    console.log(`\n${states.filter((state) => state === 'passed').length} passed, ${failed} failed`)
  }
}
