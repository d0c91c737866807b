/// What is read of Hepsiburada, one list after the other.
enum HepsiburadaList: Int {
    /// Paid, and not packed.
    case open
    case packages
    case cancelled

    /// The most that it gives at once.
    var pageSize: Int { self == .packages ? 10 : 50 }

    /// How long a window may be: of a longer one it leaves out the end without a word. Of cancels nothing is said.
    var longestWindow: Duration? { self == .cancelled ? nil : .seconds(86_340) }

    func path(of account: String) -> String {
        switch self {
        case .open: "/orders/merchantid/\(account)"
        case .packages: "/packages/merchantid/\(account)"
        case .cancelled: "/orders/merchantid/\(account)/cancelled"
        }
    }
}
