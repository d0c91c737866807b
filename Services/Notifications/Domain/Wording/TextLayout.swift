/// A rendered template with slots where the texts of one e-mail go.
///
/// Which words stand around them, the template says once for all e-mails whose facts have the same shape: to ask it for
/// each e-mail is what cost most of it.
struct TextLayout: Sendable {
    private enum Piece: Sendable {
        case words([UInt8])
        case text(Int)
        /// As HTML has it.
        case escapedText(Int)
    }

    private let pieces: [Piece]

    // Private characters, which no template has. What customers write never passes through a template.
    private static let slot: Unicode.Scalar = "\u{F0000}"
    private static let escapedSlot: Unicode.Scalar = "\u{F0001}"
    private static let end: Unicode.Scalar = "\u{F0002}"

    /// What a template is given in place of a text.
    static func slot(_ index: Int) -> String {
        "\(slot)\(index)\(end)"
    }

    /// What becomes of a slot where a template wants its text escaped; nil when `text` is none.
    static func escapedSlot(_ text: String) -> String? {
        guard text.unicodeScalars.first == slot else { return nil }
        return String(escapedSlot) + String(text.unicodeScalars.dropFirst())
    }

    /// - Parameter rendered: what a template made of slots.
    init(_ rendered: String) {
        var pieces: [Piece] = []
        var words: [UInt8] = []
        var open: (isEscaped: Bool, index: Int)?
        for scalar in rendered.unicodeScalars {
            switch (scalar, open) {
            case (Self.slot, _), (Self.escapedSlot, _):
                if !words.isEmpty { pieces.append(.words(words)) }
                words = []
                open = (scalar == Self.escapedSlot, 0)
            case (Self.end, let slot?):
                pieces.append(slot.isEscaped ? .escapedText(slot.index) : .text(slot.index))
                open = nil
            case (_, let slot?): open = (slot.isEscaped, slot.index * 10 + Int(scalar.value) - 48)
            case (_, nil): words.append(contentsOf: scalar.utf8)
            }
        }
        if !words.isEmpty { pieces.append(.words(words)) }
        self.pieces = pieces
    }

    /// - Parameter texts: in the order of the slots' numbers.
    func filled(with texts: [String]) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(4_096)
        for piece in pieces {
            switch piece {
            case .words(let words): bytes.append(contentsOf: words)
            case .text(let index): bytes.append(contentsOf: texts[index].utf8)
            case .escapedText(let index): HTMLText.append(texts[index], to: &bytes)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
