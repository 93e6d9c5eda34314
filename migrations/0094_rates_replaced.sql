-- rates that are used no more are few; a report asks whether one of them stood where it finds another now
create index exchange_rates_replaced on exchange_rates (currency, base, day) where replaced_at is not null;
