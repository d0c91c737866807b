/// What goes wrong, alone or with another.
enum Fault: String, CaseIterable, Sendable {
    case killService = "SIGKILL of a service"
    case stopService = "SIGSTOP of a service for 3 s"
    case rollingRestart = "rolling restart of all"
    case failPoints = "death at each fail point"
    case cutConnections = "broker cuts connections"
    case resetConnections = "proxy resets connections"
    case halfOpen = "half-open connections, 8 s"
    case memoryAlarm = "memory alarm of the broker"
    case killBroker = "SIGKILL of the broker"
    case terminateBackends = "database ends connections"
    case lockTimeouts = "tables locked for 6 s"
    case diskFull = "database: disk full"
    case restartDatabase = "database restarted"
    case killDatabase = "SIGKILL of the database"
    case poison = "poison in the queues"
    case repeats = "each message many times"
    case disorder = "messages out of order"
    case troubledProviders = "providers hang, fail, drop"
    case silentMailServer = "mail server hangs, 8 s"
    case flood = "flood, readers down"
    case mixed = "three of these at once"

    /// Whether it takes the servers themselves, which only a private pair can be asked for.
    var needsServers: Bool {
        switch self {
        case .memoryAlarm, .killBroker, .restartDatabase, .killDatabase: true
        default: false
        }
    }

    /// What may happen beside others.
    static let mixable: [Fault] = [
        .killService, .stopService, .cutConnections, .resetConnections, .terminateBackends, .poison, .repeats,
    ]
}
