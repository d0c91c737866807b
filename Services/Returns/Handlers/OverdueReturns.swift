import Contracts
import Metrics

/// Counts the returns that somebody has to look at: there is an alert for it.
enum OverdueReturns {
    static func count(_ rma: RMA) {
        Counter(label: "waybill_returns_overdue_total", dimensions: [("state", rma.state.rawValue)]).increment()
    }
}
