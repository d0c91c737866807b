import FoundationEssentials

/// Randomness that depends on what it is for and not on what was drawn before: leaving an order or a fault out of a run
/// leaves the rest of it as it was, which is what makes a failing run shrink.
struct Chance: Sendable {
    enum Draw: UInt64 {
        case latency = 1
        case batch, node, restart, adoption, retry, effect, fault, amount, duplicate, order, cancel, clock, postpone
        case overlap, floor, desk, wish, giveBack, webhook, stock, operate
    }

    let seed: UInt64

    func bits(_ draw: Draw, _ identity: UInt64, _ turn: Int = 0) -> UInt64 {
        Self.mix(seed ^ Self.mix(draw.rawValue &* 0x9E37_79B9_7F4A_7C15 ^ Self.mix(identity &+ UInt64(turn) &* 0x632B)))
    }

    /// From 0 up to 1.
    func unit(_ draw: Draw, _ identity: UInt64, _ turn: Int = 0) -> Double {
        Double(bits(draw, identity, turn) >> 11) * 0x1p-53
    }

    func int(_ range: ClosedRange<Int64>, _ draw: Draw, _ identity: UInt64, _ turn: Int = 0) -> Int64 {
        range.lowerBound + Int64(bits(draw, identity, turn) % UInt64(range.upperBound - range.lowerBound + 1))
    }

    /// splitmix64's finaliser.
    private static func mix(_ value: UInt64) -> UInt64 {
        var bits = value &+ 0x9E37_79B9_7F4A_7C15
        bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
        return bits ^ (bits >> 31)
    }
}

extension UUID {
    var identity: UInt64 { bytes16.0 ^ bytes16.1 }

    private var bytes16: (UInt64, UInt64) {
        withUnsafeBytes(of: uuid) {
            ($0.loadUnaligned(fromByteOffset: 0, as: UInt64.self), $0.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
        }
    }
}

extension String {
    /// FNV-1a: the same in every process, unlike `hashValue`.
    var identity: UInt64 {
        utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
    }
}
