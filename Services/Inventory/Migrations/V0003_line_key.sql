-- Programs from before V0002 upsert lines by (reservation_id, line_id, site), so that key is back, and they reserve beside
-- this schema while a rolling upgrade lasts. A line has several rows at a site since V0002, for a kit or after an
-- allocation anew: the first keeps the order's line_id, a further one has its own and says here which line it is of.
-- When no such program can run any more, index and column may go.

ALTER TABLE reservation_line ADD COLUMN order_line text;        -- NULL: it is line_id

UPDATE reservation_line l
SET order_line = l.line_id, line_id = l.line_id || chr(31) || l.position
FROM (SELECT reservation_id, position,
             row_number() OVER (PARTITION BY reservation_id, line_id, site ORDER BY position) AS place
      FROM reservation_line) n
WHERE n.place > 1 AND l.reservation_id = n.reservation_id AND l.position = n.position;

CREATE UNIQUE INDEX reservation_line_key ON reservation_line (reservation_id, line_id, site);
