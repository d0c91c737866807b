/// Shares of a whole by largest remainder (Hamilton's method), so that the parts always add up to it.
public enum Apportionment {
    /// Splits `whole` in proportion to `weights`; ties of the remainder go to the earlier part. With all weights zero
    /// the first part takes everything.
    /// - Parameter weights: none negative. Products are computed in 128 bits, so nothing overflows.
    /// - Returns: one part per weight, of the sign of `whole`, with the sum `whole`; empty only for no weights.
    public static func split(_ whole: Int64, by weights: [Int64]) -> [Int64] {
        guard !weights.isEmpty else { return [] }
        let total = weights.reduce(Int128(0)) { $0 + Int128(max(0, $1)) }
        guard total > 0 else { return [whole] + Array(repeating: 0, count: weights.count - 1) }
        let sign: Int128 = whole < 0 ? -1 : 1
        let magnitude = Int128(whole.magnitude)
        var parts: [Int128] = []
        var remainders: [(index: Int, remainder: Int128)] = []
        for (index, weight) in weights.enumerated() {
            let (quotient, remainder) = (magnitude * Int128(max(0, weight))).quotientAndRemainder(dividingBy: total)
            parts.append(quotient)
            remainders.append((index, remainder))
        }
        let missing = Int(magnitude - parts.reduce(0, +))
        remainders.sort { $0.remainder != $1.remainder ? $0.remainder > $1.remainder : $0.index < $1.index }
        for entry in remainders.prefix(missing) { parts[entry.index] += 1 }
        return parts.map { Int64($0 * sign) }
    }
}
