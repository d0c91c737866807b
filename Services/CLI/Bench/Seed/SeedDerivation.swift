import Contracts
import FoundationEssentials

/// How an id is made of its order's, so that a replay makes the copy's own again.
enum SeedDerivation: Sendable {
    case order
    case payment
    case reservation
    case fulfilment(site: String, ordinal: Int)
    /// Of that fulfilment order.
    case parcel(site: String, ordinal: Int)

    func id(of order: UUID) -> UUID {
        switch self {
        case .order: order
        case .payment: .v5("payment/\(order.text)")
        case .reservation: ReserveStock.reservationID(of: order)
        case .fulfilment(let site, let ordinal): .v5("fulfilment/\(order.text)/\(site)/\(ordinal)")
        case .parcel(let site, let ordinal):
            .v5("parcel/\(SeedDerivation.fulfilment(site: site, ordinal: ordinal).id(of: order).text)/0")
        }
    }

    /// All that an order may have that was carried through without detours.
    static func all(of order: UUID, sites: [String]) -> [(UUID, SeedDerivation)] {
        let kinds =
            [.order, .payment, .reservation]
            + sites.flatMap { site in
                (0..<2).flatMap {
                    [SeedDerivation.fulfilment(site: site, ordinal: $0), .parcel(site: site, ordinal: $0)]
                }
            }
        return kinds.map { ($0.id(of: order), $0) }
    }
}
