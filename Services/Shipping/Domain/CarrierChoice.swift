import Contracts

/// Which carrier takes a parcel, and which one else when that one is down or does not want it.
package enum CarrierChoice {
    package struct Carrier: Hashable, Sendable {
        package let name: String
        /// Keeps the promise of an express order.
        package let isExpress: Bool
        package let collectsCash: Bool

        package init(_ name: String, isExpress: Bool, collectsCash: Bool) {
            self.name = name
            self.isExpress = isExpress
            self.collectsCash = collectsCash
        }

        func keepsPromise(of request: BuyLabel) -> Bool {
            (isExpress || !request.isExpress) && (collectsCash || request.cashOnDelivery == 0)
        }
    }

    /// In the order of preference.
    package static let carriers = [
        Carrier("sandbox", isExpress: true, collectsCash: true),
        Carrier("sandbox2", isExpress: false, collectsCash: false),
    ]

    /// The carrier could not be reached, or is left alone for a while: nothing was bought.
    package static let down = "carrier_down"

    /// Refusals that another carrier may not share; a wrong address is wrong for all.
    package static func isOfOneCarrier(_ code: String) -> Bool {
        [down, "not_served", "too_heavy"].contains(code)
    }

    package static func first(for request: BuyLabel) -> String {
        carriers.first { $0.keepsPromise(of: request) }?.name ?? carriers[0].name
    }

    /// The next one that keeps the promise, or nil when all were asked.
    package static func next(after name: String?, for request: BuyLabel) -> String? {
        guard let index = carriers.firstIndex(where: { $0.name == name }) else { return nil }
        return carriers[(index + 1)...].first { $0.keepsPromise(of: request) }?.name
    }
}
