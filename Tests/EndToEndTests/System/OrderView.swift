import Foundation
import TestSupport

/// What `waybill show ORDER --json` says, as far as it is looked at here.
struct OrderView: Decodable {
    struct Money: Decodable, Equatable {
        var authorised = 0
        var captured = 0
        var voided = 0
        var refunded = 0
    }

    struct Line: Decodable {
        var id: String
        var ordered: Int
        var units: [String: Int]
    }

    struct Step: Decodable {
        var step: String
        var status: String
        var hold: String?
    }

    struct Parcel: Decodable {
        struct Tracking: Decodable {
            var carrier: String
            var trackingNumber: String
        }

        var site: String
        var tracking: Tracking?
    }

    struct Entry: Decodable {
        var service: String
        var type: String
        var actor: String?
    }

    var id: String
    var status: String
    var phase: String
    var plan: String
    var money: Money
    var lines: [Line]
    var steps: [Step]
    var parcels: [Parcel]
    var timeline: [Entry]

    var hold: String? { steps.compactMap(\.hold).first }

    /// Units of all lines in a bucket.
    func units(_ bucket: String) -> Int { lines.reduce(0) { $0 + ($1.units[bucket] ?? 0) } }
}
