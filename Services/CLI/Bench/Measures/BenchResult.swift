import WireJSON

/// What a measure found, for people and for programs.
protocol BenchResult: Sendable {
    var json: JSONValue { get }
    var text: String { get }
}

extension AuditBenchResult: BenchResult {}
extension ThroughputResult: BenchResult {}
extension RateResult: BenchResult {}
extension FlashResult: BenchResult {}
extension BacklogResult: BenchResult {}
extension GrowthResult: BenchResult {}
extension IdleResult: BenchResult {}
extension ImportResult: BenchResult {}
extension LimitResult: BenchResult {}
extension PeersResult: BenchResult {}
extension SeedResult: BenchResult {}
extension StockBenchResult: BenchResult {}
