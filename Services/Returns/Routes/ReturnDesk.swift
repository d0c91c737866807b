import Contracts
import FoundationEssentials
import Logging
import Messaging

/// Takes returns in from the page, without a word of HTTP: whose link is it, what is asked, is it kept.
package struct ReturnDesk: Sendable {
    package enum Verdict: Sendable {
        /// What to show.
        case page(ReturnPage)
        /// Committed and accepted.
        case taken
        /// Committed and refused, or not fit to be asked.
        case refused(ReturnPage, Reason)
        /// Not a link of ours, or one that has expired: which of them is not said.
        case unknownLink
        /// The database cannot be asked, or it could not be committed.
        case unavailable
    }

    private let inbox: any LocalInbox
    private let reader: any ReturnPageReading

    package init(inbox: any LocalInbox, reader: any ReturnPageReading) {
        self.inbox = inbox
        self.reader = reader
    }

    package func show(_ token: String, logger: Logger) async -> Verdict {
        do {
            return try await reader.page(token: token).map { .page($0) } ?? .unknownLink
        } catch {
            logger.error("page of returns not shown", metadata: ["error": "\(error)"])
            return .unavailable
        }
    }

    package func take(_ form: ReturnForm, token: String, trace: TraceContext?, logger: Logger) async -> Verdict {
        do {
            guard let page = try await reader.page(token: token) else { return .unknownLink }
            guard !form.lines.isEmpty else {
                return .refused(page, Reason(code: "no_lines", message: "nothing was chosen"))
            }
            let id = form.requestID(of: page.order.id)
            let message = RequestReturn(
                lines: form.lines, settlement: form.settlement, actor: "customer", isPreview: false)
            let receipt = try await inbox.submit(
                message, id: id, orderID: page.order.id, channel: page.order.sender, trace: trace)
            if case .kept(let reason) = receipt {
                logger.warning("a return is kept for a person", metadata: ["reason": "\(reason)"])
                return .taken
            }
            guard let answer = try await reader.answer(to: id), !answer.accepted else { return .taken }
            let reason = answer.reason ?? Reason(code: "refused", message: "it was refused")
            return .refused(try await reader.page(token: token) ?? page, reason)
        } catch {
            logger.error("return not taken", metadata: ["error": "\(error)"])
            return .unavailable
        }
    }
}
