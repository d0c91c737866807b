import Contracts
import FoundationEssentials
import Messaging

/// What a batch has loaded of the payments, and what its handlers changed of it.
package struct PaymentRows: Sendable {
    var payments = Table<UUID, Payment>()
    /// All operations of the loaded payments.
    var operations = Table<MoneyOperation.Key, MoneyOperation>()
    /// Of the payments whose lines were asked for.
    var lines = Table<PaymentLineBalance.Key, PaymentLineBalance>()
    var disputes = Table<Dispute.Key, Dispute>()
    var questions = Table<OpenQuestion.Key, OpenQuestion>()
    /// To be appended.
    var decisions: [FraudDecision] = []
    /// To be appended, and the list made to say the same.
    var listChanges: [FraudListChange] = []
    /// How long a payment may be in review; a setting.
    var reviewDeadline = PaymentStore.defaultReviewDeadline
    /// The rules in force; nil when no payment is to be judged.
    var rules: FraudRuleSet?
    /// When orders of one buyer were placed, those of this batch among them.
    var earlier: [FraudSubject: [Timestamp]] = [:]
    var listings: [FraudSubject: FraudInputs.Listing] = [:]

    func operations(of paymentID: UUID) -> [MoneyOperation] {
        operations.rows.filter { $0.key.paymentID == paymentID }.sorted { $0.key < $1.key }
    }
}
