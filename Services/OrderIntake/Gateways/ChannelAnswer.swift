import HTTPClient
import WireJSON

/// What a channel answered: any status but those that ``ChannelLink`` takes care of (401, 403, 408, 429 and from 500 on).
package struct ChannelAnswer: Sendable {
    package let status: Int
    package let body: [UInt8]
    private let answer: HTTPAnswer

    package init(_ answer: HTTPAnswer) {
        self.answer = answer
        status = answer.status
        body = answer.body
    }

    package var isSuccess: Bool { (200..<300).contains(status) }

    /// By a name in any case.
    package func header(_ name: String) -> String? { answer.header(name) }

    /// Itself, when it is a success.
    /// - Throws: a final failure with the channel's words: asking again would give the same.
    package func expectSuccess() throws(ChannelFailure) -> ChannelAnswer {
        guard isSuccess else { throw refusal }
        return self
    }

    /// - Throws: a failure that passes, for what should be JSON and is not: a gateway's error page, an answer cut short.
    package func json() throws(ChannelFailure) -> JSONNode {
        do {
            return try JSONDocument(parsing: body, limits: Self.limits).root
        } catch {
            throw ChannelFailure(code: .unreadable, message: "the answer is not JSON: \(error)", isFinal: false)
        }
    }

    /// What it says, as a refusal for good.
    package var refusal: ChannelFailure {
        ChannelFailure(code: .refused, message: "HTTP \(status) \(excerpt)", isFinal: true)
    }

    /// The beginning of the body on one line, for people.
    package var excerpt: String {
        let text = String(decoding: body.prefix(300), as: UTF8.self)
        return String(text.map { $0.isWhitespace || $0.unicodeScalars.contains { $0.value < 0x20 } ? " " : $0 })
    }

    /// As much as ``ChannelLinks`` reads of any answer.
    private static let limits = JSONLimits(maximumBytes: bodyLimit)
    package static let bodyLimit = 16 << 20
}
