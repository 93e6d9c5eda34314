-- What one currency was worth in another on a day, and who says so. A row is never changed: another rate for the same day stands
-- beside it, and since when it is used instead is said in the former one.
create table exchange_rates (
  id uuid primary key default uuidv7(),
  day date not null,
  -- 1 base = rate currency
  base text not null check (base ~ '^[A-Z]{3}$'),
  currency text not null check (currency ~ '^[A-Z]{3}$' and currency <> base),
  -- the scale is kept as written
  rate numeric not null check (rate > 0),
  source text not null,
  created_by uuid references users,
  created_at timestamptz(3) not null default now(),
  replaced_at timestamptz(3)
);
create unique index exchange_rates_used on exchange_rates (currency, base, day) where replaced_at is null;
create index exchange_rates_day on exchange_rates (day, id);
create index exchange_rates_currency on exchange_rates (currency, day, id);
