import Contracts
import Foundation
import TestSupport
import Testing

/// The table "Cancel in mid-flight" of the design, row by row: a hundred orders are brought to each state and cancelled at
/// random moments before, during and after the step that leads out of it. Then every order is compared with its row: the
/// coordinator's units and money, inventory's stock, the floor's scans, the carrier's and the provider's own books.
@Suite(
    "A cancel at each state of the table, a hundred random moments each", .serialized,
    .sharedSystem([
        // Each call takes a moment, so that a cancel can come in the middle of it; a parcel is under way for a while.
        "WAYBILL_SANDBOX_LATENCY": "150ms", "WAYBILL_SANDBOX_SCAN_INTERVAL": "2s", "WAYBILL_FLOOR_AUTO_DELAY": "200ms",
    ]))
enum CancelTableTests {}

extension CancelTableTests {
    /// How many of the orders had which answer: shows how far the moments were spread.
    static func report(_ row: String, _ round: CancelRound) {
        let accepted = round.answers.values.count(where: \.accepted)
        print("cancel \(row): \(accepted) accepted, \(round.answers.count - accepted) refused")
    }
}
