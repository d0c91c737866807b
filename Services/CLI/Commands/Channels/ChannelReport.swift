import Contracts
import Postgres
import WireJSON

/// What `waybill channels` prints.
struct ChannelReport: Sendable {
    let states: [ChannelState]

    /// - Parameter shop: only this one, as `channel/shop`; nil for all.
    static func read(_ shop: String?, in session: OperatorSession) async throws -> ChannelReport {
        let rows = try await session.database(.intake).query(ChannelQueries.all, shop)
        return ChannelReport(states: try rows.map { try ChannelState($0) })
    }

    var hasFailure: Bool {
        states.contains { $0.failures > 0 || $0.claims?.failures ?? 0 > 0 || $0.queueFailures > 0 }
    }

    var json: JSONValue { .array(states.map(\.json)) }

    /// - Parameter width: of the terminal; nil cuts nothing.
    func text(width: Int? = Console.width) -> String {
        var table = TextTable(
            "shop", "state", "lag", "last poll", "last webhook", "limits", .number("orders"), .number("recovered"),
            "complete", "claims lag", "trouble")
        for state in states {
            table.add(
                state.shop, state.state, state.lag?.short ?? "", state.ago(state.answeredAt),
                state.ago(state.lastWebhook), state.limitsText, String(state.orders), String(state.recovered),
                state.completeness, state.claimLag?.short ?? "", state.trouble)
        }
        return table.isEmpty
            ? "no shop is asked for its orders; see waybill shop add --url" : table.render(width: width)
    }
}
