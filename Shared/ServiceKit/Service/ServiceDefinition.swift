public import Contracts
public import Hummingbird
public import Messaging
public import Postgres

/// A service as its map file describes it: what it consumes and what handles it, which effects it performs, which jobs
/// and routes run beside. The same value is run by its executable, by the simulation and by the tests.
public protocol ServiceDefinition: Sendable {
    associatedtype Store: ServiceStore

    static var name: ServiceName { get }
    /// In order; the engine's own tables come before them.
    static var migrations: [Migration] { get }
    /// The service's own settings; process, database and broker settings are added to them.
    static var settings: [Setting] { get }

    /// - Throws: an error that names the setting, when a combination of settings makes no sense.
    init(settings: Settings) throws

    var store: Store { get }
    /// The table of contents: message -> handler.
    var handlers: HandlerMap<Store> { get }
    /// Effect kind -> the gateway that does it.
    var effects: [String: any EffectPerformer] { get }
    var jobs: [RecurringJob] { get }
    /// Adds HTTP routes beside health and metrics. A route that takes something in answers after `inbox` says that it
    /// is committed.
    func addRoutes(to router: Router<ProcessRequestContext>, inbox: any LocalInbox)
}

extension ServiceDefinition {
    public static var settings: [Setting] { [] }
    public var effects: [String: any EffectPerformer] { [:] }
    public var jobs: [RecurringJob] { [] }
    public func addRoutes(to router: Router<ProcessRequestContext>, inbox: any LocalInbox) {}
}
