import { Dashboard, DashboardQuery } from '#domain/dashboard.ts'
import {
  Pipeline,
  PipelineQuery,
  TimePerDeal,
  TimePerDealQuery,
  TimePerWeek,
  TimePerWeekQuery,
} from '#domain/reports.ts'
import { operation } from './operation.ts'

export const reports = {
  dashboard: operation({
    method: 'GET',
    path: '/reports/dashboard',
    permission: 'reports:read',
    summary: 'The first page in one answer: pipeline, deals won, hours, what needs somebody, what happened last',
    query: DashboardQuery,
    answers: { 200: Dashboard },
  }),
  pipeline: operation({
    method: 'GET',
    path: '/reports/pipeline',
    permission: 'deals:read',
    summary: 'Deals by stage: number, value per currency, weighted value, hours worked',
    query: PipelineQuery,
    answers: { 200: Pipeline },
  }),
  timePerDeal: operation({
    method: 'GET',
    path: '/reports/time-per-deal',
    permission: 'reports:read',
    summary: 'Hours per deal, with everything that is not on a deal beside it',
    query: TimePerDealQuery,
    answers: { 200: TimePerDeal },
  }),
  timePerWeek: operation({
    method: 'GET',
    path: '/reports/time-per-week',
    permission: 'time:read',
    summary: 'Hours on one account or one deal, week by week, by deal',
    query: TimePerWeekQuery,
    answers: { 200: TimePerWeek },
  }),
}
