import Contracts
import FoundationEssentials
import Logging
import Messaging
import WireJSON

/// Takes orders from shops of their own, without a word of HTTP: who sends it, has it come before, is it kept.
package struct OrderDesk: Sendable {
    /// What a sender says of itself.
    package struct Claim: Sendable {
        /// `<channel>/<shop>`.
        package var shop: String
        package var signature: RequestSignature
        /// What the signature is over beside time and body.
        package var id: String

        package init(shop: String, signature: RequestSignature, id: String) {
            self.shop = shop
            self.signature = signature
            self.id = id
        }
    }

    /// What a submission came to, once it is committed.
    package enum Taken: Hashable, Sendable {
        case answered(SubmissionAccepted, isRepeat: Bool)
        /// Kept for another try, or for a person: nothing can be said of it yet.
        case kept(isRepeat: Bool)
    }

    /// A level less than a message has, since it becomes part of one.
    private static let limits = JSONLimits(
        maximumBytes: SubmissionValidator.maximumBytes, maximumDepth: JSONLimits.message.maximumDepth - 1,
        allowsNUL: JSONLimits.message.allowsNUL)

    private let inbox: any LocalInbox
    private let secrets: any ShopSecrets
    private let book: any SubmissionBook
    private let rates: ShopRates
    private let inFlight = SubmissionsInFlight()
    private let now: @Sendable () -> Timestamp

    package init(
        inbox: any LocalInbox, secrets: any ShopSecrets, book: any SubmissionBook, rates: ShopRates,
        now: @escaping @Sendable () -> Timestamp = { .wallClock }
    ) {
        self.inbox = inbox
        self.secrets = secrets
        self.book = book
        self.rates = rates
        self.now = now
    }

    /// Whose request it is. Shops of a storefront product sign webhooks in its own way, often with one secret for all of an
    /// app's shops; here they are unknown.
    package func sender(
        _ claim: Claim, body: [UInt8], logger: Logger
    ) async throws(OrderProblem) -> ShopKey {
        guard let shop = ShopKey(text: claim.shop), ChannelDirectory.mapping(of: shop.channel) == nil else {
            throw .unsigned
        }
        let known: ShopCredentials
        do {
            known = try await secrets.credentials(of: shop)
        } catch {
            logger.error("order not taken: the shop's secrets cannot be read", metadata: ["error": "\(error)"])
            throw .unavailable
        }
        guard claim.signature.isValid(id: claim.id, body: body, secrets: known.secrets) else {
            logger.warning("request refused: missing or wrong signature", metadata: ["shop": "\(shop.text)"])
            throw .unsigned
        }
        let moment = now()
        guard claim.signature.isFresh(at: moment) else {
            logger.warning("request refused: its time is outside the window", metadata: ["shop": "\(shop.text)"])
            throw .outsideWindow(now: moment)
        }
        return shop
    }

    package func admit(_ shop: ShopKey) throws(OrderProblem) {
        if let wait = rates.take(shop) { throw .tooManyRequests(wait: wait) }
    }

    /// - Returns: once it is committed.
    package func take(
        _ body: [UInt8], key: IdempotencyKey, from shop: ShopKey, trace: TraceContext?, logger: Logger
    ) async throws(OrderProblem) -> Taken {
        let root: JSONNode
        do {
            root = try JSONDocument(parsing: body, limits: Self.limits).root
        } catch {
            throw .unreadable(Reason(code: error.code.rawValue, path: error.path, message: error.message))
        }
        try refuseUnkept(root, body, from: shop)
        let id = UUID.v5("http/\(shop.text)/\(key.text)")
        guard inFlight.begin(id) else { throw .inFlight }
        defer { inFlight.end(id) }
        do {
            let (fate, isRepeat) = try await settle(Submission(from: root), id, shop, trace, logger)
            guard fate.hash == ContentHash(type: Submission.type, subject: nil, data: root) else {
                throw OrderProblem.keyReused
            }
            return try Self.taken(fate, isRepeat, key)
        } catch let problem as OrderProblem {
            throw problem
        } catch {
            logger.error(
                "order not taken: it cannot be committed", metadata: ["shop": "\(shop.text)", "error": "\(error)"])
            throw .unavailable
        }
    }

    package func order(_ name: String, of shop: ShopKey, logger: Logger) async throws(OrderProblem) -> KnownOrder {
        let order: KnownOrder?
        do {
            order = try await book.order(name, of: shop)
        } catch {
            logger.error("order not shown", metadata: ["shop": "\(shop.text)", "error": "\(error)"])
            throw .unavailable
        }
        guard let order else { throw .unknownOrder }
        return order
    }

    /// A card number must not be kept, not even until the handler has refused it; and what is no object is no envelope's data.
    private func refuseUnkept(_ root: JSONNode, _ body: [UInt8], from shop: ShopKey) throws(OrderProblem) {
        guard root.kind != .object || CardRedaction.redacted(body) != body else { return }
        if case .refused(let reasons, _) = SubmissionValidator.validate(root, from: shop, now: now()) {
            throw .rejected(reasons)
        }
    }

    /// Looks before it hands in: what has come before under this key has its answer, and something else under it is not to
    /// be parked for an operator.
    private func settle(
        _ submission: Submission, _ id: UUID, _ shop: ShopKey, _ trace: TraceContext?, _ logger: Logger
    ) async throws -> (fate: SubmissionFate, isRepeat: Bool) {
        guard case .claimed(let known) = try await book.claim(id) else { throw OrderProblem.inFlight }
        do {
            let fate: SubmissionFate
            if let known {
                fate = known
            } else {
                fate = try await handIn(submission, id, shop, trace, logger)
            }
            await book.release(id)
            return (fate, isRepeat: known != nil)
        } catch {
            await book.release(id)
            throw error
        }
    }

    private func handIn(
        _ submission: Submission, _ id: UUID, _ shop: ShopKey, _ trace: TraceContext?, _ logger: Logger
    ) async throws -> SubmissionFate {
        let receipt = try await inbox.submit(submission, id: id, orderID: nil, channel: shop.text, trace: trace)
        if case .kept(let reason) = receipt {
            logger.warning("a submission is kept", metadata: ["shop": "\(shop.text)", "reason": "\(reason)"])
        }
        guard let fate = try await book.fate(of: id) else { throw OrderProblem.unavailable }
        return fate
    }

    private static func taken(
        _ fate: SubmissionFate, _ isRepeat: Bool, _ key: IdempotencyKey
    ) throws(OrderProblem) -> Taken {
        if fate.isDiscarded { throw .discarded }
        switch fate.answer {
        case .accepted(var answer):
            // As the sender calls it.
            answer.submissionID = key.text
            return .answered(answer, isRepeat: isRepeat)
        case .rejected(let answer): throw .rejected(answer.reasons)
        case nil: return .kept(isRepeat: isRepeat)
        }
    }
}
