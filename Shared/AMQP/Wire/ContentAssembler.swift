/// Puts method, header and body frames together again: one content at a time, as the broker sends them on a channel.
struct ContentAssembler {
    struct Content {
        var start: ContentStart
        var properties: MessageProperties
        var body: [UInt8]
    }

    private enum State {
        case idle
        case awaitingHeader(ContentStart)
        case awaitingBody(Content, missing: UInt64)
    }

    private var state = State.idle

    mutating func begin(_ start: ContentStart) throws(AMQPError) {
        guard case .idle = state else { throw .outOfOrder("a content begins inside another") }
        state = .awaitingHeader(start)
    }

    /// - Returns: the content when it has no body.
    mutating func header(bodySize: UInt64, _ properties: MessageProperties) throws(AMQPError) -> Content? {
        guard case .awaitingHeader(let start) = state else { throw .outOfOrder("a header without a method") }
        let content = Content(start: start, properties: properties, body: [])
        state = bodySize == 0 ? .idle : .awaitingBody(content, missing: bodySize)
        return bodySize == 0 ? content : nil
    }

    /// - Returns: the content when this was its last piece.
    mutating func body(_ piece: [UInt8]) throws(AMQPError) -> Content? {
        guard case .awaitingBody(var content, let missing) = state, UInt64(piece.count) <= missing else {
            throw .outOfOrder("a body that was not announced")
        }
        state = .idle  // the only other reference to the body's storage goes first, so that appending does not copy
        if content.body.isEmpty {
            content.body = piece
        } else {
            content.body += piece
        }
        let rest = missing - UInt64(piece.count)
        guard rest > 0 else { return content }
        state = .awaitingBody(content, missing: rest)
        return nil
    }
}

extension AMQPError {
    fileprivate static func outOfOrder(_ what: String) -> AMQPError {
        AMQPError(.protocolViolation, what, isRetriable: true)
    }
}
