/// The part of `--help` that lists every setting: flag, environment variable, and below them what it is for.
package struct SettingsHelp {
    static let columns = 100

    private let settings: [Setting]

    package init(_ settings: [Setting]) {
        self.settings = settings
    }

    /// No line is longer than 100 columns; the settings stand in the order given, a blank line between their families.
    package func render() -> String {
        let flags = settings.map(Self.flag)
        let environment = settings.map(\.environmentName)
        let width = flags.map(\.count).max() ?? 0
        // The names stand in two columns when both fit, else each under the other.
        let fits = width + 4 + (environment.map(\.count).max() ?? 0) <= Self.columns
        var lines: [String] = []
        var family: Substring?
        for (index, setting) in settings.enumerated() {
            let own = setting.key.prefix { $0 != "." }
            if let family, family != own { lines.append("") }
            family = own
            if fits {
                let gap = String(repeating: " ", count: width - flags[index].count + 2)
                lines.append("  \(flags[index])\(gap)\(environment[index])")
            } else {
                lines += ["  \(flags[index])", "  \(environment[index])"]
            }
            lines += Self.wrap(Self.text(setting), indent: 6)
        }
        return lines.joined(separator: "\n")
    }

    private static func flag(_ setting: Setting) -> String {
        let flag = setting.shortFlag ?? setting.flag
        return switch setting.kind {
        case .bool: flag
        case .string: "\(flag) TEXT"
        case .int: "\(flag) NUMBER"
        case .duration: "\(flag) TIME"
        case .list: "\(flag) A,B"
        case .secret: "\(flag) SECRET"
        case .url: "\(flag) URL"
        }
    }

    private static func text(_ setting: Setting) -> String {
        var notes: [String] = []
        if let fallback = setting.default { notes.append("default \(fallback)") }
        if let allowed = setting.allowedText { notes.append("allowed \(allowed)") }
        if setting.isRequired, setting.default == nil {
            notes.append(setting.alternative.map { "required unless \($0) is given" } ?? "required")
        }
        if let file = setting.file {
            notes.append("or from the file that \(file.flag) or \(file.environmentName) names")
        }
        return notes.isEmpty ? setting.help : "\(setting.help) [\(notes.joined(separator: "; "))]"
    }

    static func wrap(_ text: String, indent: Int) -> [String] {
        let margin = String(repeating: " ", count: indent)
        var lines: [String] = []
        var line = ""
        for word in text.split(separator: " ") {
            if !line.isEmpty, indent + line.count + 1 + word.count > columns {
                lines.append(margin + line)
                line = ""
            }
            line += line.isEmpty ? String(word) : " \(word)"
        }
        return line.isEmpty ? lines : lines + [margin + line]
    }
}
