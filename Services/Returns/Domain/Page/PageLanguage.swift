/// The languages that the page speaks: Turkish for Turkish, English for all others.
package enum PageLanguage: String, Sendable {
    case english = "en"
    case turkish = "tr"

    /// - Parameter tag: BCP 47.
    package init(tag: String?) {
        let primary = (tag ?? "").lowercased().split(whereSeparator: { $0 == "-" || $0 == "_" }).first
        self = primary == "tr" ? .turkish : .english
    }
}
