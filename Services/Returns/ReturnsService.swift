public import Contracts
public import Messaging
public import Postgres
public import ServiceKit

/// returns: what was delivered, what of it can come back, and until when.
public struct ReturnsService: ServiceDefinition {
    public static let name = ServiceName.returns
    public static let migrations = [
        Migration(name: "V0001_returns", sql: String(decoding: PackageResources.V0001_returns_sql, as: UTF8.self))
    ]

    public let store = ReturnsStore()

    public init(settings: Settings) throws {}

    public let handlers = HandlerMap<ReturnsStore>()
        // from shipping
        .on(ParcelDeliveredHandler.self)
}
