import Contracts
import FoundationEssentials

/// The pure middle of a batch: loaded rows and new messages in, changed rows and outcomes out.
///
/// The simulation and the tests run this very function. A message whose handler throws is taken out and the rest is
/// decided again from the loaded rows, so that it leaves no trace.
package struct BatchDecision<Store: ServiceStore>: Sendable {
    package struct Item: Sendable {
        package let index: Int
        package let context: HandlerContext
        package let decide: HandlerMap<Store>.Decision

        package init(index: Int, context: HandlerContext, decide: @escaping HandlerMap<Store>.Decision) {
            self.index = index
            self.context = context
            self.decide = decide
        }
    }

    package private(set) var rows: Store.Rows
    package private(set) var outcomes: [(index: Int, outcome: Outcome)] = []
    package private(set) var failures: [(index: Int, error: any Error)] = []

    /// What the decisions before a place have made.
    private struct Checkpoint {
        var place: Int
        var rows: Store.Rows
        var outcomes: Int
    }

    package init(_ items: [Item], on loaded: Store.Rows, by service: ServiceName) {
        var failed: Set<Int> = []
        rows = loaded
        var checkpoint = Checkpoint(place: 0, rows: loaded, outcomes: 0)
        decideAll: while true {
            rows = checkpoint.rows
            outcomes.removeLast(outcomes.count - checkpoint.outcomes)
            for place in checkpoint.place..<items.count where !failed.contains(items[place].index) {
                if !failed.isEmpty, place - checkpoint.place >= Self.stride {
                    checkpoint = Checkpoint(place: place, rows: rows, outcomes: outcomes.count)
                }
                let item = items[place]
                var outcome = Outcome(cause: item.context.envelope, service: service, now: item.context.now)
                do {
                    try item.decide(item.context, &rows, &outcome)
                    outcomes.append((item.index, outcome))
                } catch {
                    failed.insert(item.index)
                    failures.append((item.index, error))
                    continue decideAll
                }
            }
            return
        }
    }

    /// How many are decided again at most because one throws: a crowd of bad messages would keep the rows locked for long.
    /// Before the first that does nothing is remembered, since that copies the rows.
    private static var stride: Int { 16 }
}
