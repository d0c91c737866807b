import Contracts
import WireJSON

/// Rules as data: a new version takes effect on the next order, and each decision names the version it was taken by.
struct FraudRuleSet: Hashable, Sendable {
    let version: Int
    /// From this score on a person decides.
    let review: Int
    /// From this score on it is refused.
    let deny: Int
    let rules: [FraudRule]

    /// - Parameter json: `{"review": 50, "deny": 90, "rules": [...]}`
    init(version: Int, json: JSONNode) throws(JSONError) {
        self.version = version
        review = try json.decode("review")
        deny = try json.decode("deny")
        rules = try json.decode("rules")
    }
}

/// One rule: what it looks at, and what it adds to the score.
struct FraudRule: Hashable, Sendable, JSONDecodable {
    /// What a rule looks at. The set is closed: a rule that this version cannot judge must not pass silently.
    enum Kind: String, JSONDecodable, Sendable {
        /// More than `limit` orders of one `subject` within `window` seconds, at most a day.
        case velocity
        /// The order costs more than `limits` says for its currency.
        case amount
        /// The bill goes to another country than the goods.
        case countryMismatch = "country_mismatch"
        /// The e-mail address, telephone number, address or token is on a list.
        case list
    }

    /// The longest window, and how far back orders are loaded.
    static let longestWindow = 86_400

    let id: String
    let kind: Kind
    let score: Int
    /// Ways of paying that it is for; nil for all.
    let methods: [String]?
    let subject: FraudSubject.Kind?
    let window: Int
    let limit: Int
    /// Minor units by currency.
    let limits: [String: Int64]

    init(from json: JSONNode) throws(JSONError) {
        id = try json.decode("id")
        kind = try json.decode("kind")
        score = try json.decode("score", default: 0)
        methods = try json.decodeIfPresent("methods")
        subject = try json.decodeIfPresent("subject")
        window = try json.decode("window", default: Self.longestWindow)
        limit = try json.decode("limit", default: 0)
        limits = try json.decode("limits", default: [:])
        guard (1...Self.longestWindow).contains(window) else {
            throw json.error(.outOfRange, "a window is between a second and a day")
        }
        if kind == .velocity, subject != .email, subject != .address {
            throw json.error(.invalidValue, "velocity counts by email or by address")
        }
    }

    func applies(to method: PaymentMethod) -> Bool {
        methods?.contains(method.rawValue) ?? true
    }
}

extension FraudSubject.Kind: JSONDecodable {}
