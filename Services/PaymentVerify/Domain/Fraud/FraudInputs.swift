import Contracts
import WireJSON

/// All that a decision was taken on, as it is stored with it. No personal data: counts, countries and list entries.
struct FraudInputs: Hashable, Sendable, JSONEncodable {
    /// An entry of a list that the order meets.
    struct Listing: Hashable, Sendable, JSONEncodable {
        enum Effect: String, Sendable {
            case deny, review, allow
        }

        let kind: FraudSubject.Kind
        let effect: Effect
        let reason: String

        func encode(to json: inout JSONWriter) {
            json.object { json in
                json.write("kind", kind.rawValue)
                json.write("effect", effect.rawValue)
                json.write("reason", reason)
            }
        }
    }

    let method: PaymentMethod
    let amount: Int64
    let currency: Currency
    let billingCountry: String?
    let shippingCountry: String?
    let placedAt: Timestamp
    /// When earlier orders of the same e-mail address and of the same place were placed, within a day.
    let earlierByEmail: [Timestamp]
    let earlierByAddress: [Timestamp]
    let listings: [Listing]

    /// Earlier orders within a window, this one not counted.
    func earlier(by subject: FraudSubject.Kind, within seconds: Int) -> Int {
        let times = subject == .email ? earlierByEmail : earlierByAddress
        let start = placedAt - .seconds(seconds)
        return times.count { $0 > start && $0 <= placedAt }
    }

    func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("method", method)
            json.write("amount", amount)
            json.write("currency", currency)
            json.write("billingCountry", billingCountry)
            json.write("shippingCountry", shippingCountry)
            json.write("placedAt", placedAt)
            json.write("earlierByEmail", earlierByEmail.count)
            json.write("earlierByAddress", earlierByAddress.count)
            json.write("listings", listings)
        }
    }
}
