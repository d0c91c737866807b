-- A program from before V0002 knows one row of an order line at a site. When it hands over a line that has several, of a kit
-- or allocated anew, it finds only the first, and books the rest as goods that left without having been held: the further
-- rows would stay reserved for ever. Its ledger line gives it away, and before it is written the rest is taken off the
-- further rows here. A program of today says that it has looked at all rows. When no older one can run any more, trigger and
-- function may go.

CREATE FUNCTION take_from_further_rows() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    further record;
    gone bigint;
    taken bigint := 0;
    parcels_reservation uuid;
BEGIN
    IF current_setting('waybill.knows_further_rows', true) = 'on' THEN
        RETURN NEW;
    END IF;
    -- The reservation's row was written, and so locked, before its ledger.
    SELECT id INTO parcels_reservation FROM reservation
    WHERE order_id = NEW.order_id AND parcels ? NEW.reference;
    FOR further IN
        SELECT l.position, l.quantity - l.consumed - l.released AS open FROM reservation_line l
        WHERE l.reservation_id = parcels_reservation AND l.sku = NEW.sku AND l.site = NEW.site
            AND l.order_line IS NOT NULL AND l.quantity > l.consumed + l.released
            -- It went beyond a line only when there was nothing left in the row that it knows.
            AND NOT EXISTS (
                SELECT FROM reservation_line f
                WHERE f.reservation_id = l.reservation_id AND f.line_id = l.order_line AND f.site = l.site
                    AND f.sku = l.sku AND f.quantity > f.consumed + f.released)
        ORDER BY l.position
    LOOP
        gone := least(further.open, NEW.reserved - NEW.on_hand - taken);
        EXIT WHEN gone = 0;
        UPDATE reservation_line SET consumed = consumed + gone, kept = least(kept, further.open - gone)
        WHERE reservation_id = parcels_reservation AND position = further.position;
        taken := taken + gone;
    END LOOP;
    IF taken > 0 THEN
        UPDATE stock_balance SET reserved = reserved - taken WHERE sku = NEW.sku AND site = NEW.site;
        UPDATE reservation SET state = 'consumed'
        WHERE id = parcels_reservation AND state = 'reserved' AND NOT EXISTS (
            SELECT FROM reservation_line l
            WHERE l.reservation_id = parcels_reservation AND l.quantity > l.consumed + l.released);
        NEW.reserved := NEW.reserved - taken;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER take_from_further_rows BEFORE INSERT ON stock_movement
    FOR EACH ROW WHEN (NEW.kind = 'consume' AND NEW.on_hand < NEW.reserved)
    EXECUTE FUNCTION take_from_further_rows();
