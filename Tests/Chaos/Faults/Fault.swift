/// What goes wrong, alone or with others.
package enum Fault: String, CaseIterable, Sendable {
    case killService = "kill-service"
    case stopService = "stop-service"
    case rollingRestart = "rolling-restart"
    case afterInbox = "after-inbox"
    case beforeCommit = "before-commit"
    case afterCommit = "after-commit"
    case afterPublish = "after-publish"
    case afterConfirm = "after-confirm"
    case afterEffect = "after-effect"
    case killBroker = "kill-broker"
    case memoryAlarm = "memory-alarm"
    case cutConnections = "cut-connections"
    case halfOpen = "half-open"
    case cluster = "cluster"
    case killDatabase = "kill-database"
    case restartDatabase = "restart-database"
    case terminateBackends = "terminate-backends"
    case diskFull = "disk-full"
    case lockTimeouts = "lock-timeouts"
    case poison = "poison"
    case repeats = "repeats"
    case disorder = "disorder"
    case flood = "flood"
    case mail = "mail"
    case providers = "providers"
    case carriers = "carriers"
    case webhooks = "webhooks"
    case mixed = "mixed"
    /// Something is really lost, and something really done twice: a run with this must fail.
    case sabotage = "sabotage"

    package static let all = allCases.filter { $0 != .sabotage }

    package var title: String {
        switch self {
        case .killService: "a service killed (SIGKILL)"
        case .stopService: "a service halted for 5 s (SIGSTOP)"
        case .rollingRestart: "rolling restart of all"
        case .afterInbox: "death after the inbox is written"
        case .beforeCommit: "death before the commit"
        case .afterCommit: "death after the commit, unpublished"
        case .afterPublish: "death after publish, unconfirmed"
        case .afterConfirm: "death after confirm, outbox row left"
        case .afterEffect: "death after the provider's work"
        case .killBroker: "broker killed and started"
        case .memoryAlarm: "memory alarm of the broker, 5 s"
        case .cutConnections: "all connections reset"
        case .halfOpen: "connections half-open, 12 s"
        case .cluster: "cluster of 3: a leader's node killed"
        case .killDatabase: "database killed and started"
        case .restartDatabase: "database restarted"
        case .terminateBackends: "database ends all connections"
        case .diskFull: "database's disk full, 5 s"
        case .lockTimeouts: "rows and tables locked for 12 s"
        case .poison: "poison between the messages"
        case .repeats: "messages delivered again and again"
        case .disorder: "messages out of order"
        case .flood: "flood while readers are down"
        case .mail: "mail server hangs, fails, drops"
        case .providers: "providers hang, fail, drop"
        case .carriers: "carrier down, fails, hangs, drops"
        case .webhooks: "webhook's server hangs, fails, drops"
        case .mixed: "three of these at once"
        case .sabotage: "sabotage (must be found)"
        }
    }

    /// Whether it takes the servers themselves, which only a private pair can be asked for.
    var needsServers: Bool {
        switch self {
        case .killBroker, .memoryAlarm, .cluster, .killDatabase, .restartDatabase, .diskFull: true
        default: false
        }
    }

    /// How often, with orders between one time and the next.
    var times: Int {
        switch self {
        case .killService, .terminateBackends, .mail, .webhooks: 3
        case .cutConnections, .carriers: 4
        case .stopService, .repeats, .poison, .disorder, .cluster, .afterInbox, .beforeCommit, .afterCommit,
            .afterPublish, .afterConfirm, .afterEffect:
            2
        default: 1
        }
    }

    /// How long it lasts.
    var hold: Duration {
        switch self {
        case .halfOpen, .lockTimeouts: .seconds(12)
        case .stopService, .memoryAlarm, .diskFull, .mail, .webhooks: .seconds(5)
        case .providers: .seconds(10)
        case .carriers: .seconds(3)
        case .killBroker, .cluster, .disorder, .mixed: .seconds(2)
        default: .milliseconds(700)
        }
    }

    /// What a run that is short chooses from with others beside it.
    static let mixable: [Fault] = [
        .killService, .stopService, .cutConnections, .terminateBackends, .poison, .repeats, .mail, .carriers, .webhooks,
    ]
}
