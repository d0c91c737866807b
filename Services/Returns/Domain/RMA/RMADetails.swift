import Contracts
import FoundationEssentials
import WireJSON

/// What a return carries besides its state and its units.
package struct RMADetails: JSONCodable, Hashable, Sendable {
    /// Who asked.
    package var actor: String
    package var isPaidFor: Bool
    /// What the return label costs the customer.
    package var labelFee: Int64
    /// Whether shipping and other charges are given back in proportion.
    package var refundsCharges: Bool
    package var daysToSend: Int
    /// Where it goes back to; where it was received, once it was.
    package var site: String
    /// What the customer gets when everything comes back as described, after fees.
    package var expected: Int64
    package var expectedFees: Int64
    package var exchangeLines: [ExchangeLine]
    package var exchangeOrderID: UUID?
    /// What of the settlement the replacement takes up.
    package var exchangeCredit: Int64
    package var tracking: ParcelTracking?
    /// Bookings into stock that were asked for and that were answered.
    package var bookings: Int
    package var booked: [Int]
    package var reason: Reason?
    /// What its refunds are for.
    package var attributions: [RefundAttribution] = []
    package var bounds = ReturnBounds()
    /// Nil while nothing has to happen by a time.
    package var watch: ReturnWatch?
    /// Nobody of ours gives back the rest: a bank or a marketplace has.
    package var isWaived = false

    package init(
        actor: String, isPaidFor: Bool = true, labelFee: Int64 = 0, refundsCharges: Bool = true, daysToSend: Int = 14,
        site: String = "", expected: Int64 = 0, expectedFees: Int64 = 0, exchangeLines: [ExchangeLine] = [],
        tracking: ParcelTracking? = nil, reason: Reason? = nil
    ) {
        self.actor = actor
        self.isPaidFor = isPaidFor
        self.labelFee = labelFee
        self.refundsCharges = refundsCharges
        self.daysToSend = daysToSend
        self.site = site
        self.expected = expected
        self.expectedFees = expectedFees
        self.exchangeLines = exchangeLines
        self.exchangeCredit = 0
        self.tracking = tracking
        self.bookings = 0
        self.booked = []
        self.reason = reason
    }

    package init(from json: JSONNode) throws(JSONError) {
        actor = try json.decode("actor")
        isPaidFor = try json.decode("isPaidFor", default: true)
        labelFee = try json.decode("labelFee", default: 0)
        refundsCharges = try json.decode("refundsCharges", default: true)
        daysToSend = try json.decode("daysToSend", default: 14)
        site = try json.decode("site", default: "")
        expected = try json.decode("expected", default: 0)
        expectedFees = try json.decode("expectedFees", default: 0)
        exchangeLines = try json.decode("exchangeLines", default: [])
        exchangeOrderID = try json.decodeIfPresent("exchangeOrderId")
        exchangeCredit = try json.decode("exchangeCredit", default: 0)
        tracking = try json.decodeIfPresent("tracking")
        bookings = try json.decode("bookings", default: 0)
        booked = try json.decode("booked", default: [])
        reason = try json.decodeIfPresent("reason")
        attributions = try json.decode("attributions", default: [])
        bounds = try json.decode("bounds", default: ReturnBounds())
        watch = try json.decodeIfPresent("watch")
        isWaived = try json.decode("isWaived", default: false)
    }

    package func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("actor", actor)
            json.write("isPaidFor", isPaidFor)
            json.write("labelFee", labelFee)
            json.write("refundsCharges", refundsCharges)
            json.write("daysToSend", daysToSend)
            json.write("site", site)
            json.write("expected", expected)
            json.write("expectedFees", expectedFees)
            json.write("exchangeLines", exchangeLines)
            json.write("exchangeOrderId", exchangeOrderID)
            json.write("exchangeCredit", exchangeCredit)
            json.write("tracking", tracking)
            json.write("bookings", bookings)
            json.write("booked", booked)
            json.write("reason", reason)
            if !attributions.isEmpty { json.write("attributions", attributions) }
            json.write("bounds", bounds)
            json.write("watch", watch)
            if isWaived { json.write("isWaived", true) }
        }
    }
}
