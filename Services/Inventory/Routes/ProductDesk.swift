import CCrypto
import CSV
import Contracts
import FoundationEssentials
import Logging
import Messaging
import WireJSON

/// Takes a product feed in, without a word of HTTP: who sends it, what does it say, what became of it.
package struct ProductDesk: Sendable {
    package enum Verdict: Sendable {
        /// All of it is committed.
        case fed(ProductsFed)
        /// Without the key, or where no key is set: which of them is not said.
        case unauthorised
        case unreadable(Reason)
        /// It could not be committed, or not all of it; the same feed again does no harm.
        case unavailable
    }

    /// So many articles are locked at once, for a moment only.
    package static let atOnce = 250

    private let inbox: any LocalInbox
    private let replies: any ProductReplies
    private let key: String?

    /// - Parameter key: nil or empty when nobody is let in.
    package init(inbox: any LocalInbox, replies: any ProductReplies, key: String?) {
        self.inbox = inbox
        self.replies = replies
        self.key = key
    }

    package func take(
        _ body: [UInt8], isCSV: Bool = false, key given: String?, isPreview: Bool, trace: TraceContext?, logger: Logger
    ) async -> Verdict {
        guard isKey(given) else {
            logger.warning("product feed refused: missing or wrong key")
            return .unauthorised
        }
        let products: [ProductFacts]
        do {
            products = try isCSV ? ProductFile.read(csv: ByteSource(bytes: body)) : ProductFacts.list(in: body)
        } catch let error as JSONError {
            return .unreadable(Reason(code: error.code.rawValue, path: error.path, message: error.message))
        } catch let error as RowError {
            return .unreadable(
                Reason(code: error.code, path: error.place, message: "line \(error.line): \(error.message)"))
        } catch {
            return .unreadable(Reason(code: "unreadable", message: "the body cannot be read"))
        }
        var sum = ProductsFed(isPreview: isPreview)
        for start in stride(from: 0, to: products.count, by: Self.atOnce) {
            let part = FeedProducts(products: Array(products[start...].prefix(Self.atOnce)), isPreview: isPreview)
            do {
                // Not made of its content: what was said before, and otherwise since, may be said again.
                let id = UUID()
                _ = try await inbox.submit(part, id: id, orderID: nil, channel: nil, trace: trace)
                guard let answer = try await replies.answer(to: id) else { return .unavailable }
                sum.add(answer, from: start)
            } catch {
                logger.error("product feed not taken: it cannot be committed", metadata: ["error": "\(error)"])
                return .unavailable
            }
        }
        return .fed(sum)
    }

    /// In a time that does not tell how much of it is right.
    private func isKey(_ given: String?) -> Bool {
        let known = ContentHash(of: Array((key ?? "").utf8)).bytes
        let isEqual = CRYPTO_memcmp(known, ContentHash(of: Array((given ?? "").utf8)).bytes, known.count) == 0
        return isEqual && key?.isEmpty == false
    }
}

/// Where a route finds what became of its feed.
package protocol ProductReplies: Sendable {
    /// - Returns: nil while there is no answer, since the feed is tried again.
    func answer(to messageID: UUID) async throws -> ProductsFed?
}
