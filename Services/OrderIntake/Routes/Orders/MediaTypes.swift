/// What a request's headers say of the forms that it sends and takes.
enum MediaTypes {
    private static let json = ["application", "json"]

    /// Whether a Content-Type is JSON's, with whatever parameters: JSON is UTF-8, so that no `charset` changes it.
    static func isJSON(_ contentType: String?) -> Bool {
        contentType.map { words(of: $0.split(separator: ";").first ?? "") == json } ?? false
    }

    /// Whether an Accept takes JSON: by the most specific of its ranges that is about it (RFC 9110, 12.5.1).
    static func takesJSON(_ accept: String?) -> Bool {
        guard let accept, !accept.allSatisfy(\.isWhitespace) else { return true }
        var best: (specificity: Int, isTaken: Bool)?
        for range in accept.split(separator: ",") {
            let parts = range.split(separator: ";")
            let specificity: Int
            switch parts.first.map({ words(of: $0) }) {
            case json: specificity = 2
            case ["application", "*"]: specificity = 1
            case ["*", "*"]: specificity = 0
            default: continue
            }
            guard specificity >= best?.specificity ?? 0 else { continue }
            best = (specificity, !parts.dropFirst().contains(where: isQualityZero))
        }
        return best?.isTaken ?? false
    }

    private static func words(of type: Substring) -> [String] {
        type.split(separator: "/", omittingEmptySubsequences: false).map { trimmed($0).lowercased() }
    }

    private static func isQualityZero(_ parameter: Substring) -> Bool {
        let words = parameter.split(separator: "=").map { trimmed($0).lowercased() }
        return words.count == 2 && words[0] == "q" && Double(words[1]) == 0
    }

    private static func trimmed(_ text: Substring) -> Substring {
        var text = text.drop(while: \.isWhitespace)
        while text.last?.isWhitespace == true { text.removeLast() }
        return text
    }
}
