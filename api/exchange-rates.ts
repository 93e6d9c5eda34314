import {
  ExchangeRate,
  ExchangeRateInput,
  ExchangeRatePage,
  ExchangeRateQuery,
  RateImport,
  RateUpload,
} from '#domain/exchange.ts'
import { ById } from '#domain/shapes.ts'
import { operation } from './operation.ts'

export const exchangeRates = {
  list: operation({
    method: 'GET',
    path: '/exchange-rates',
    permission: 'reports:read',
    summary: 'What currencies were worth, by day and source',
    query: ExchangeRateQuery,
    answers: { 200: ExchangeRatePage },
  }),
  create: operation({
    method: 'POST',
    path: '/exchange-rates',
    permission: 'exchange-rates:write',
    summary:
      'Enter the rate of a day; one that is there already is replaced only where that is said, and kept; one far from the last is taken only where it is said to be right',
    body: ExchangeRateInput,
    answers: { 201: ExchangeRate },
    problems: [409],
  }),
  withdraw: operation({
    method: 'DELETE',
    path: '/exchange-rates/{id}',
    permission: 'exchange-rates:write',
    summary: 'Use a rate no more; it stays on record',
    params: ById,
    answers: { 204: null },
    problems: [404],
  }),
  import: operation({
    method: 'POST',
    path: '/exchange-rates/import',
    permission: 'exchange-rates:write',
    summary: 'Read a file of reference rates of the European Central Bank: CSV or XML, one day or all of them',
    query: RateUpload,
    accepts: 'file',
    answers: { 200: RateImport },
    problems: [413, 415],
  }),
}
