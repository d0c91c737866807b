import Contracts

extension Currency {
    /// Minor units as channels write them: `1234.50`.
    func text(_ minor: Int64) -> String {
        String(format(minor).dropLast(rawValue.count + 1))
    }
}
