import Contracts
import FoundationEssentials

/// A UUID as two numbers, which is what a copy's ids are computed as.
struct SeedID: Hashable, Sendable {
    var high: UInt64
    var low: UInt64

    init(_ id: UUID) {
        let bytes = id.bytes
        high = bytes[..<8].reduce(0) { $0 << 8 | UInt64($1) }
        low = bytes[8...].reduce(0) { $0 << 8 | UInt64($1) }
    }

    var id: UUID {
        var bytes: [UInt8] = []
        for half in [high, low] {
            for shift in (0..<8).reversed() { bytes.append(UInt8(truncatingIfNeeded: half >> UInt64(8 * shift))) }
        }
        return UUID(bytes: bytes[...])
    }

    /// Another id, the same for the same id and copy, of the same version and variant.
    func mixed(with copy: Int) -> SeedID {
        var other = self
        let salt = UInt64(copy + 1) &* 0x9E37_79B9_7F4A_7C15
        let (first, second) = (Self.mix(high ^ salt), Self.mix(low &+ salt ^ high))
        other.high = first & ~0xF000 | high & 0xF000
        other.low = second & ~(0b11 << 62) | low & (0b11 << 62)
        return other
    }

    /// The finaliser of SplitMix64: every bit of the result depends on every bit given.
    static func mix(_ value: UInt64) -> UInt64 {
        var value = value
        value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
        return value ^ value >> 31
    }
}
