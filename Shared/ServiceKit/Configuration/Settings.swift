/// The checked values of one process, each with the place it came from.
///
/// Reading asks for a key that was declared and for the kind it was declared with; anything else is a mistake in the
/// program, which is thrown rather than trapped so that a process says it before it ends.
public struct Settings: Sendable {
    package struct Entry: Sendable {
        var setting: Setting
        var value: SettingValue?
        var source: SettingSource
    }

    private let entries: [String: Entry]
    private let order: [String]
    /// What is odd but does no harm, such as an environment variable that begins like ours and that nobody reads.
    public let warnings: [String]

    package init(_ entries: [Entry], warnings: [String]) {
        self.entries = Dictionary(entries.map { ($0.setting.key, $0) }) { first, _ in first }
        self.order = entries.map(\.setting.key)
        self.warnings = warnings
    }

    public func string(_ key: String) throws(SettingsError) -> String {
        try required(key, try stringIfPresent(key))
    }

    /// Also for secrets and URLs.
    public func stringIfPresent(_ key: String) throws(SettingsError) -> String? {
        switch try entry(key).value {
        case .string(let text): text
        case nil: nil
        default: throw mismatch(key, "text")
        }
    }

    public func int(_ key: String) throws(SettingsError) -> Int {
        try required(key, try intIfPresent(key))
    }

    public func intIfPresent(_ key: String) throws(SettingsError) -> Int? {
        switch try entry(key).value {
        case .int(let number): number
        case nil: nil
        default: throw mismatch(key, "whole number")
        }
    }

    /// False when it is neither given nor has a default.
    public func bool(_ key: String) throws(SettingsError) -> Bool {
        switch try entry(key).value {
        case .bool(let value): value
        case nil: false
        default: throw mismatch(key, "truth value")
        }
    }

    public func duration(_ key: String) throws(SettingsError) -> Duration {
        try required(key, try durationIfPresent(key))
    }

    public func durationIfPresent(_ key: String) throws(SettingsError) -> Duration? {
        switch try entry(key).value {
        case .duration(let value): value
        case nil: nil
        default: throw mismatch(key, "duration")
        }
    }

    /// Empty when it is neither given nor has a default.
    public func list(_ key: String) throws(SettingsError) -> [String] {
        switch try entry(key).value {
        case .list(let elements): elements
        case nil: []
        default: throw mismatch(key, "list")
        }
    }

    /// Where the value came from; nil when there is none.
    public func source(of key: String) throws(SettingsError) -> SettingSource? {
        let entry = try entry(key)
        return entry.value == nil ? nil : entry.source
    }

    /// A problem with the value of `key` that only its reader can see, such as a URL that does not parse.
    package func problem(_ key: String, _ message: String, allowed: String? = nil) -> SettingsError {
        let source = entries[key].map { $0.source.description(of: $0.setting) }
        return SettingsError([SettingsProblem(key, source: source, message, allowed: allowed)])
    }

    private func entry(_ key: String) throws(SettingsError) -> Entry {
        guard let entry = entries[key] else {
            throw SettingsError([SettingsProblem(key, "is read by the program but not declared as a setting")])
        }
        return entry
    }

    private func required<Value>(_ key: String, _ value: Value?) throws(SettingsError) -> Value {
        guard let value else { throw SettingsError([SettingsProblem(key, "is required but not given")]) }
        return value
    }

    private func mismatch(_ key: String, _ kind: String) -> SettingsError {
        SettingsError([SettingsProblem(key, "is read by the program as a \(kind) but declared as something else")])
    }
}

extension Settings: CustomStringConvertible {
    /// One line per setting that has a value, with where it came from. A secret is shown as `***`.
    public var description: String {
        order.compactMap { entries[$0] }.compactMap { entry in
            guard let value = entry.value else { return nil }
            let text = entry.setting.isSecret ? "***" : value.text
            return "\(entry.setting.key) = \(text) (\(entry.source.description(of: entry.setting)))"
        }.joined(separator: "\n")
    }
}

extension SettingValue {
    fileprivate var text: String {
        switch self {
        case .string(let text): text
        case .int(let number): String(number)
        case .bool(let value): String(value)
        case .duration(let value): value.settingText
        case .list(let elements): elements.joined(separator: ",")
        }
    }
}
