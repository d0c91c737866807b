import HTTPClient
import ServiceKit

extension Setting {
    /// How shops are reached on their channels' side.
    static let channels: [Setting] = [
        Setting(
            key: "intake.credentials",
            help: "Folder with the keys and passwords of shops, in files <channel>.<shop>.<name>."),
        Setting(
            key: "intake.poll.every", kind: .duration, default: "1m",
            help: "How often a shop is asked for its orders and claims, unless its connection says otherwise.",
            allowed: .durations(.milliseconds(100) ... .seconds(86_400))),
        Setting(
            key: "intake.webhook.grace", kind: .duration, default: "2m",
            help:
                "How long webhooks may take: what is older and unknown was lost, and comes in when the shop is asked.",
            allowed: .durations(.zero ... .seconds(86_400))),
        Setting(
            key: "intake.census.every", kind: .duration, default: "1d",
            help: "How often a shop's orders are counted against those that are here.",
            allowed: .durations(.seconds(1) ... .seconds(86_400 * 30))),
        Setting(
            key: "intake.channels.connections", kind: .int, default: "8",
            help: "Calls to channels side by side, of each process.", allowed: .integers(1...100)),
        Setting(
            key: "intake.channels.timeout", kind: .duration, default: "20s", help: "Longest time for one of them.",
            allowed: .durations(.milliseconds(100) ... .seconds(50))),
        Setting(
            key: "intake.channels.cacert",
            help:
                "File with the certificate authorities that channels are believed by (PEM); the system's when not set."),
    ]
}

extension PollSettings {
    init(_ settings: Settings) throws(SettingsError) {
        self.init(
            every: try settings.duration("intake.poll.every"), grace: try settings.duration("intake.webhook.grace"),
            censusEvery: try settings.duration("intake.census.every"))
    }
}

extension ChannelLinks {
    /// Of a process that reaches nobody, as in the simulation.
    package static let offline = ChannelLinks(transport: NoTransport(), credentials: ChannelCredentials(folder: nil))

    convenience init(_ settings: Settings) throws(SettingsError) {
        let connections = try settings.int("intake.channels.connections")
        let pool = HTTPPool(
            HTTPConfiguration(
                reach: .anywhere, timeout: try settings.duration("intake.channels.timeout"),
                bodyLimit: ChannelAnswer.bodyLimit, refusesLongBodies: true,
                authorities: try settings.stringIfPresent("intake.channels.cacert")),
            connections: connections, hostLimit: max(1, connections / 2))
        self.init(
            transport: pool,
            credentials: ChannelCredentials(folder: try settings.stringIfPresent("intake.credentials")))
    }
}

private struct NoTransport: HTTPTransport {
    func send(_ call: HTTPCall) async throws(HTTPFailure) -> HTTPAnswer {
        throw HTTPFailure(.unreachable, "this process reaches no channel")
    }
}
