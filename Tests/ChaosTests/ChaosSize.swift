import Foundation

/// How much is done.
enum ChaosSize {
    /// From `WAYBILL_CHAOS_MINUTES`; five where nothing is said.
    static var minutes: Int { ProcessInfo.processInfo.environment["WAYBILL_CHAOS_MINUTES"].flatMap { Int($0) } ?? 5 }

    /// Messages while their readers are down; the whole number only in a long run.
    static var flood: Int { minutes > 5 ? 50_000 : 2_000 }
}
