-- A step has its command with it while it may have to be asked for again: one row less to write, index and delete. Some go on
-- after they were done, and keep it until the order is finished.

LOCK TABLE saga_step, saga_command IN ACCESS EXCLUSIVE MODE;

ALTER TABLE saga_step
    ADD COLUMN routing_key text,
    ADD COLUMN command bytea;               -- the envelope, as it went out

UPDATE saga_step s SET routing_key = c.routing_key, command = c.envelope
FROM saga_command c
WHERE c.order_id = s.order_id AND c.step = s.step AND c.unit = s.unit AND c.epoch = s.epoch
    AND (s.status = 'sent' OR s.status = 'done' AND s.step IN ('reserve', 'fulfil'));

DROP TABLE saga_command;

-- What a coordinator of the release before reads and writes, while it runs beside those of this one.
CREATE VIEW saga_command AS
    SELECT order_id, step, unit, epoch, 'waybill.commands'::text AS exchange, routing_key, command AS envelope
    FROM saga_step WHERE command IS NOT NULL;

CREATE FUNCTION change_command() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        UPDATE saga_step s SET routing_key = NEW.routing_key, command = NEW.envelope
        WHERE s.order_id = NEW.order_id AND s.step = NEW.step AND s.unit = NEW.unit AND s.epoch = NEW.epoch;
        RETURN NEW;
    END IF;
    UPDATE saga_step s SET routing_key = NULL, command = NULL
    WHERE s.order_id = OLD.order_id AND s.step = OLD.step AND s.unit = OLD.unit AND s.epoch = OLD.epoch;
    RETURN OLD;
END $$;

CREATE TRIGGER saga_command_changed INSTEAD OF INSERT OR DELETE ON saga_command
    FOR EACH ROW EXECUTE FUNCTION change_command();
