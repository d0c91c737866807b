import Postgres

/// What the catalogue holds, in inventory's schema.
enum CatalogueQueries {
    static let skus = Statement("catalogue_skus", "SELECT sku FROM article ORDER BY sku")
}
