import Contracts
import FoundationEssentials

/// What a parcel holds and measures.
package enum Packing {
    /// Grams that a box and its filling add.
    static let tare = 50

    package struct Measures: Hashable, Sendable {
        /// Grams.
        package var weight: Int
        /// Millimetres.
        package var length: Int
        package var width: Int
        package var height: Int

        package init(weight: Int, length: Int, width: Int, height: Int) {
            self.weight = weight
            self.length = length
            self.width = width
            self.height = height
        }
    }

    /// The parcel of a fulfilment order. Its id follows from it and from how often a parcel was closed for it, so that a
    /// re-run packs the same parcel and one that was opened for a cancel becomes another, with a label of its own.
    package static func parcel(of order: FulfilmentOrder, measures: Measures) -> Parcel {
        Parcel(
            id: .v5("parcel/\(order.id.text)/\(order.packings)"), fulfilmentOrderID: order.id, site: order.site,
            lines: order.remaining,
            weight: measures.weight, length: measures.length, width: measures.width, height: measures.height)
    }

    /// What an automated warehouse reports without weighing: the sum of the units, stacked by height.
    package static func estimate(_ lines: [FulfilmentLine]) -> Measures {
        Measures(
            weight: lines.reduce(tare) { $0 + $1.weight * $1.due },
            length: max(1, lines.map(\.length).max() ?? 0), width: max(1, lines.map(\.width).max() ?? 0),
            height: max(1, lines.reduce(0) { $0 + $1.height * $1.due }))
    }
}
