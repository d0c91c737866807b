public import Postgres

/// The engine's own tables, which every service's schema has.
public enum EngineMigrations {
    public static let all = [
        Migration(name: "E0001_engine", sql: String(decoding: PackageResources.E0001_engine_sql, as: UTF8.self)),
        Migration(
            name: "E0002_operations", sql: String(decoding: PackageResources.E0002_operations_sql, as: UTF8.self)),
        Migration(name: "E0003_unended", sql: String(decoding: PackageResources.E0003_unended_sql, as: UTF8.self)),
        Migration(name: "E0004_suspects", sql: String(decoding: PackageResources.E0004_suspects_sql, as: UTF8.self)),
        Migration(name: "E0005_audit", sql: String(decoding: PackageResources.E0005_audit_sql, as: UTF8.self)),
        Migration(
            name: "E0006_audit_changes",
            sql: String(decoding: PackageResources.E0006_audit_changes_sql, as: UTF8.self)),
        Migration(name: "E0007_packs", sql: String(decoding: PackageResources.E0007_packs_sql, as: UTF8.self)),
        Migration(
            name: "E0008_left_nothing",
            sql: String(decoding: PackageResources.E0008_left_nothing_sql, as: UTF8.self)),
    ]
}
