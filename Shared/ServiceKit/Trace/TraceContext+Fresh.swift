import Contracts

extension TraceContext {
    /// A new trace, for what comes from a caller without one.
    package static func fresh() -> TraceContext {
        .root(from: entropy() + entropy())
    }

    /// One span further, with an id that nothing else has. For requests, which have no id of their own.
    package func freshChild() -> TraceContext {
        child(of: Self.entropy())
    }

    /// Eight random bytes, not all zero: W3C calls an id of zeros invalid.
    private static func entropy() -> [UInt8] {
        withUnsafeBytes(of: UInt64.random(in: 1 ... .max)) { Array($0) }
    }
}
