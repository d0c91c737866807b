import Postgres

/// SQL of articles, aliases, bins, sites and shops.
enum CatalogueSQL {
    static let loadArticles = Statement(
        "article_load",
        """
        SELECT sku, title, barcode, weight, length, width, height, safety_stock, short_policy, lead_days, coalesce((
                SELECT jsonb_agg(jsonb_build_object('sku', k.component, 'quantity', k.quantity) ORDER BY k.position)
                FROM kit_component k WHERE k.kit = sku), '[]'), level_base
        FROM article WHERE sku = ANY(article_closure($1::text[], $2::text[]))
        """)

    static let loadAliases = Statement(
        "sku_alias_load", "SELECT alias, sku FROM sku_alias WHERE alias = ANY($1::text[])")

    static let loadSites = Statement(
        "site_load",
        "SELECT code, name, floor, address, latitude_e6, longitude_e6, is_open FROM site ORDER BY code")

    static let lockSites = Statement(
        "site_lock",
        """
        SELECT code, name, floor, address, latitude_e6, longitude_e6, is_open FROM site ORDER BY code
        FOR NO KEY UPDATE
        """)

    static let loadShops = Statement(
        "shop_load", "SELECT channel, shop, is_open, buffer, sequence, version FROM shop ORDER BY channel, shop")

    static let lockShops = Statement(
        "shop_lock",
        """
        SELECT channel, shop, is_open, buffer, sequence, version FROM shop ORDER BY channel, shop
        FOR NO KEY UPDATE
        """)

    static let saveArticles = Statement(
        "article_save",
        """
        INSERT INTO article (sku, title, barcode, weight, length, width, height, safety_stock, short_policy, lead_days,
                             level_base)
        SELECT unnest($1::text[]), unnest($2::text[]), unnest($3::text[]), unnest($4::int8[]), unnest($5::int8[]),
               unnest($6::int8[]), unnest($7::int8[]), unnest($8::int8[]), unnest($9::text[]), unnest($10::int8[]),
               unnest($11::int8[])
        ON CONFLICT (sku) DO UPDATE SET title = excluded.title, barcode = excluded.barcode, weight = excluded.weight,
            length = excluded.length, width = excluded.width, height = excluded.height,
            safety_stock = excluded.safety_stock, short_policy = excluded.short_policy,
            lead_days = excluded.lead_days, level_base = excluded.level_base, updated_at = now()
        """)

    static let deleteComponents = Statement(
        "kit_component_delete", "DELETE FROM kit_component WHERE kit = ANY($1::text[])")

    static let insertComponents = Statement(
        "kit_component_insert",
        """
        INSERT INTO kit_component (kit, component, quantity, position)
        SELECT unnest($1::text[]), unnest($2::text[]), unnest($3::int8[]), unnest($4::int2[])
        """)

    /// Two imports may bring the same alias at once; the first keeps it.
    static let saveAliases = Statement(
        "sku_alias_save",
        """
        INSERT INTO sku_alias (alias, sku) SELECT unnest($1::text[]), unnest($2::text[])
        ON CONFLICT (alias) DO NOTHING
        """)

    static let saveSites = Statement(
        "site_save",
        """
        INSERT INTO site (code, name, floor, address, country, latitude_e6, longitude_e6, is_open)
        SELECT unnest($1::text[]), unnest($2::text[]), unnest($3::text[]), unnest($4::jsonb[]), unnest($5::text[]),
               unnest($6::int8[]), unnest($7::int8[]), unnest($8::bool[])
        ON CONFLICT (code) DO UPDATE SET name = excluded.name, floor = excluded.floor, address = excluded.address,
            country = excluded.country, latitude_e6 = excluded.latitude_e6, longitude_e6 = excluded.longitude_e6,
            is_open = excluded.is_open, updated_at = now()
        """)

    static let saveBins = Statement(
        "bin_save",
        """
        INSERT INTO bin (sku, site, code) SELECT unnest($1::text[]), unnest($2::text[]), unnest($3::text[])
        ON CONFLICT (sku, site) DO UPDATE SET code = excluded.code
        """)

    static let saveShops = Statement(
        "shop_save",
        """
        INSERT INTO shop (channel, shop, is_open, buffer, sequence, version)
        SELECT unnest($1::text[]), unnest($2::text[]), unnest($3::bool[]), unnest($4::int8[]), unnest($5::int8[]),
               unnest($6::int8[])
        ON CONFLICT (channel, shop) DO UPDATE SET is_open = excluded.is_open, buffer = excluded.buffer,
            sequence = excluded.sequence, version = excluded.version
        """)
}
