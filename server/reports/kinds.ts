/** TABLE OF CONTENTS of the reports, in the order of the menu. */
import { cohortWinRate } from './cohort-win-rate.ts'
import { costOfSale } from './cost-of-sale.ts'
import type { Kind } from './kind.ts'
import { mappingHealth } from './mapping-health.ts'
import { openPipeline } from './open-pipeline.ts'
import { pipelineMovement } from './pipeline-movement.ts'
import { timePerClient, timePerDeal, timePerPerson, timePerTask } from './recorded-time.ts'
import { revenueVsHours } from './revenue-vs-hours.ts'
import { stageConversion } from './stage-conversion.ts'
import { teamLoad } from './team-load.ts'
import { unbilled } from './unbilled.ts'
import { winRate } from './win-rate.ts'

/** Each knows the facts it asks for itself; whoever makes a table of one does not. */
export const kinds = [
  openPipeline,
  stageConversion,
  winRate,
  cohortWinRate,
  pipelineMovement,
  timePerClient,
  timePerDeal,
  timePerPerson,
  timePerTask,
  teamLoad,
  revenueVsHours,
  costOfSale,
  unbilled,
  mappingHealth,
] as unknown as readonly Kind[]
