/** Fills the sums by month out of those by day, where these were filled without triggers. */
export const sumMonths = `
  truncate time_by_month, task_time_by_month, placed_by_month;
  insert into time_by_month
  select month_of(day), user_id, account_id, deal_id, status, sum(entries), sum(seconds), sum(billable_seconds), bit_xor(bit_of(day, seconds))
  from time_by_day group by 1, 2, 3, 4, 5 order by 1;
  insert into task_time_by_month
  select month_of(day), user_id, task_id, account_id, deal_id, sum(entries), sum(seconds), sum(billable_seconds)
  from task_time_by_day group by 1, 2, 3, 4, 5 order by 1;
  insert into placed_by_month
  select month_of(day), user_id, way, rule_id, sum(entries), sum(seconds), sum(corrected), sum(confirmed)
  from placed_by_day group by 1, 2, 3, 4 order by 1;
`
