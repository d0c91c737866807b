/// What is read of Hepsiburada, one list after the other.
enum HepsiburadaList: Int {
    /// Paid, and not packed.
    case open
    case packages
    case cancelled

    func path(of account: String) -> String {
        switch self {
        case .open: "/orders/merchantid/\(account)"
        case .packages: "/packages/merchantid/\(account)"
        case .cancelled: "/orders/merchantid/\(account)/cancelled"
        }
    }
}
