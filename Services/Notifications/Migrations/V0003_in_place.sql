-- Each row is written twice, pending and then sent. With room for both, the second stays in its page and leaves the four
-- indexes alone. For pages to come: what is in those that are there has been written twice already.
ALTER TABLE notification SET (fillfactor = 50);
