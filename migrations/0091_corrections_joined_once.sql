-- What a rule had placed is compared with what it is now (0081). Nobody knows beforehand how many rows fit, so each was compared with each:
-- taking back what a rule had moved, 2,000 entries at once, took 2 s, nearly all of it this.
alter function move_placed_by_day() set enable_nestloop = off;
