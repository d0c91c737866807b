import Contracts

extension Sequence<ChannelPush.Line> {
    /// Units per line.
    var perLine: [String: Int] {
        Dictionary(map { ($0.lineID, $0.quantity) }, uniquingKeysWith: +)
    }
}

extension ChannelFailure {
    /// What no attempt can mend: a person has to look at it.
    static func refused(_ message: String) -> ChannelFailure {
        ChannelFailure(code: .refused, message: message, isFinal: true)
    }

    /// What the channel has not come to yet.
    static func notYet(_ message: String) -> ChannelFailure {
        ChannelFailure(code: .unavailable, message: message, isFinal: false)
    }
}
