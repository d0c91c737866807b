import Contracts
import FoundationEssentials

/// The money of one order: what the order costs, and what was authorised, captured, given up and given back of it.
///
/// `0 <= refunded + lost <= captured` and `captured + voided <= authorised` hold at every moment; the table checks them too.
struct Payment: Hashable, Sendable {
    enum State: String, Sendable {
        /// The provider has been asked.
        case pending
        /// A person must decide.
        case review
        case authorised
        /// All that was authorised is taken.
        case captured
        case voided
        case refunded
        /// The provider refused.
        case declined
        /// The rules or a person refused.
        case denied
        /// Cancelled before there was any money; also the tombstone of a payment that was never asked for.
        case cancelled
    }

    /// Who has the money, and so who must be asked to take it or give it back.
    enum Custody: String, Sendable {
        case gateway
        /// A marketplace that was paid by the customer: what we know of the money is what it says.
        case channel
        /// Whoever delivers the goods takes the cash.
        case courier
        /// The shop itself: on terms, or paid by goods that came back.
        case shop
    }

    /// Under way back: everything that was done is being undone, for one of two reasons.
    enum Undoing: String, Sendable {
        case cancel
        case deny
    }

    let id: UUID
    let orderID: UUID
    var state: State
    /// Rises with each change, and goes out with each answer.
    var version: Int64
    var custody = Custody.gateway
    var channel = ""
    var shop = ""
    var method = PaymentMethod(rawValue: "")
    /// What the order costs.
    var amount: Int64 = 0
    var currency = Currency(rawValue: "XXX")
    var authorised: Int64 = 0
    /// What the provider authorised in; another than `currency` is a mismatch.
    var authorisedCurrency: Currency?
    var captured: Int64 = 0
    var voided: Int64 = 0
    var refunded: Int64 = 0
    /// Taken back by the provider after disputes.
    var lost: Int64 = 0
    /// What open disputes claim: nobody knows yet who gets it.
    var disputed: Int64 = 0
    /// The provider's or the marketplace's.
    var reference: String?
    /// When the authorisation lapses.
    var expiresAt: Timestamp?
    /// The provider's for the card, so that a lapsed authorisation can be replaced; never a card number.
    var token: String?
    var placedAt = Timestamp(seconds: 0)
    /// Digests that later orders of the same buyer are counted by.
    var email: FraudSubject?
    var address: FraudSubject?
    /// What the rules said before the provider was asked.
    var verdict = FraudVerdict.pass
    var score = 0
    var findings: [FraudFinding] = []
    /// Why it is in review.
    var hold: HoldReason?
    /// What is wrong: the refusal, or the mismatch that a person must look at.
    var reason: Reason?
    var undoing: Undoing?

    init(id: UUID, orderID: UUID, state: State, version: Int64 = 1) {
        self.id = id
        self.orderID = orderID
        self.state = state
        self.version = version
    }

    /// What is authorised and neither taken nor given up.
    var open: Int64 { authorised - captured - voided }
    /// What is taken and not given back.
    var kept: Int64 { captured - refunded - lost }
    /// What of it can be given back without being paid twice, should the bank decide for the customer.
    var refundable: Int64 { max(0, kept - disputed) }

    /// The state that the amounts say, for a payment that is neither in question nor refused.
    var settledState: State {
        guard open == 0 else { return .authorised }
        if captured > 0 { return kept == 0 && refunded > 0 ? .refunded : .captured }
        return voided > 0 ? .voided : .authorised
    }

    /// Whether what is authorised cannot be taken any more.
    func isLapsed(at now: Timestamp) -> Bool {
        custody == .gateway && expiresAt.map { $0 <= now } ?? false
    }

    var isCapturable: Bool { undoing == nil && (state == .authorised || state == .captured) }
}
