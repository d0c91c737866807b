-- What a product information system says of an article beyond what the stock needs. A table of its own: who reserves does not
-- read it.
CREATE TABLE product (
    sku text COLLATE "C" PRIMARY KEY REFERENCES article,
    is_fragile boolean,
    hs_code text,                           -- of the Harmonised System
    origin text,                            -- ISO 3166-1
    price bigint,                           -- minor units of currency
    currency text,
    fed_at timestamptz NOT NULL DEFAULT now(),
    CHECK ((price IS NULL) = (currency IS NULL))
);
