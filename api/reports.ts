import { Dashboard, DashboardQuery } from '#domain/dashboard.ts'
import {
  Pipeline,
  PipelineQuery,
  TimePerDeal,
  TimePerDealQuery,
  TimePerWeek,
  TimePerWeekQuery,
} from '#domain/reports.ts'
import { ByReport, ReportCsvQuery, ReportList, ReportQuery, ReportTable } from '#domain/report-tables.ts'
import { operation } from './operation.ts'

export const reports = {
  list: operation({
    method: 'GET',
    path: '/reports',
    permission: 'reports:read',
    summary: 'The reports one may open, with what each takes',
    answers: { 200: ReportList },
  }),
  table: operation({
    method: 'GET',
    path: '/reports/{report}/table',
    permission: 'reports:read',
    summary: 'One report as a table: columns, rows, totals, what was left out, and the rules it was counted by',
    params: ByReport,
    query: ReportQuery,
    answers: { 200: ReportTable },
  }),
  csv: operation({
    method: 'GET',
    path: '/reports/{report}/csv',
    permission: 'reports:read',
    summary: 'The same table as CSV, its rules below it',
    params: ByReport,
    query: ReportCsvQuery,
    produces: 'csv',
    answers: { 200: null },
  }),
  pdf: operation({
    method: 'GET',
    path: '/reports/{report}/pdf',
    permission: 'reports:read',
    summary: 'The same table as a document, its rules below it',
    params: ByReport,
    query: ReportQuery,
    produces: 'pdf',
    answers: { 200: null },
  }),
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
