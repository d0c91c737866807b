/// Everything that is wrong with a configuration, so that it can be put right in one go.
public struct SettingsError: Error, Sendable {
    public var problems: [SettingsProblem]

    public init(_ problems: [SettingsProblem]) {
        self.problems = problems
    }

    /// True when only the command line is wrong: a flag that does not exist, or a word too many.
    public var isUsage: Bool { problems.allSatisfy(\.isUsage) }
}

extension SettingsError: CustomStringConvertible {
    /// One line per problem. Secrets are not in it.
    public var description: String {
        let heading =
            problems.count == 1 ? "1 problem in the configuration:" : "\(problems.count) problems in the configuration:"
        return ([heading] + problems.map { "  - \($0)" }).joined(separator: "\n")
    }
}

/// One thing that is wrong: which setting, where it came from, what is wrong and what would be right.
public struct SettingsProblem: Sendable, Hashable {
    /// The key, or the flag or member that nobody knows.
    public var setting: String
    /// Such as `environment WAYBILL_HTTP_PORT`; nil when the setting was given nowhere.
    public var source: String?
    /// Continues the sentence that the setting's name begins.
    public var message: String
    public var allowed: String?
    /// The command line itself is wrong, rather than a value.
    public var isUsage: Bool

    public init(
        _ setting: String, source: String? = nil, _ message: String, allowed: String? = nil, isUsage: Bool = false
    ) {
        self.setting = setting
        self.source = source
        self.message = message
        self.allowed = allowed
        self.isUsage = isUsage
    }
}

extension SettingsProblem: CustomStringConvertible {
    public var description: String {
        let place = source.map { " (\($0))" } ?? ""
        let hint = allowed.map { "; allowed: \($0)" } ?? ""
        return "\(setting)\(place): \(message)\(hint)"
    }
}
