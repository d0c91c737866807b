-- A kit that several sites send parts of. A parcel with components that stand for no unit of the order line has no unit to
-- return, and what each parcel holds of the line is so many equal sets, whose number is not that of the units.
ALTER TABLE returnable_line
    DROP CONSTRAINT returnable_line_delivered_quantity_check,
    ADD CONSTRAINT returnable_line_delivered_quantity_check CHECK (delivered_quantity >= 0),
    ADD COLUMN sets integer CHECK (sets > 0);              -- as many as units where it is not said
