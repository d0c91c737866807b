/// Reads the flags of a command line with the settings in hand, so that nothing is guessed: which flag takes a value,
/// which does not exist, which was given twice.
///
/// `CommandLineArgumentsProvider` accepts whatever it gets, so it is handed only what passed here, in the one form
/// `--flag=value`.
struct FlagScanner {
    private var known: [String: Setting] = [:]
    private(set) var problems: [SettingsProblem] = []
    private(set) var canonical: [String: String] = [:]

    init(_ settings: [Setting]) {
        for setting in settings {
            known[setting.flag] = setting
            if let short = setting.shortFlag { known[short] = setting }
            if let file = setting.file { known[file.flag] = file }
        }
    }

    /// What `CommandLineArgumentsProvider` reads; it skips the first, a program's name.
    var arguments: [String] { [""] + canonical.sorted { $0.key < $1.key }.map { "\($0)=\($1)" } }

    mutating func scan(_ arguments: [String]) {
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            guard argument.hasPrefix("-"), argument != "-" else {
                problems.append(SettingsProblem(argument, "is not expected here", isUsage: true))
                continue
            }
            let (flag, inline) = Self.split(argument)
            guard let setting = known[flag] else {
                reportUnknown(flag)
                if inline == nil, let next = rest.first, !next.hasPrefix("-") { rest.removeFirst() }
                continue
            }
            guard let value = inline ?? Self.value(for: setting, from: &rest) else {
                problems.append(SettingsProblem(flag, "needs a value", isUsage: true))
                continue
            }
            store(value, for: setting)
        }
    }

    private mutating func store(_ value: String, for setting: Setting) {
        guard let earlier = canonical[setting.flag] else {
            canonical[setting.flag] = value
            return
        }
        if setting.kind == .list {
            canonical[setting.flag] = "\(earlier),\(value)"
        } else {
            problems.append(SettingsProblem(setting.flag, "is given twice", isUsage: true))
        }
    }

    private mutating func reportUnknown(_ flag: String) {
        let near = closest(to: flag, among: known.keys).map { "; did you mean \($0)?" } ?? ""
        problems.append(SettingsProblem(flag, "is not a flag of this command\(near)", isUsage: true))
    }

    private static func split(_ argument: String) -> (flag: String, value: String?) {
        guard let equals = argument.firstIndex(of: "=") else { return (argument, nil) }
        return (String(argument[..<equals]), String(argument[argument.index(after: equals)...]))
    }

    /// A truth value stands alone (`--broker-tls`); every other flag takes the next word.
    private static func value(for setting: Setting, from rest: inout ArraySlice<String>) -> String? {
        if setting.kind == .bool {
            guard let next = rest.first, Setting.booleans[next.lowercased()] != nil else { return "true" }
            return rest.removeFirst()
        }
        guard let next = rest.first, !next.hasPrefix("--") else { return nil }
        return rest.removeFirst()
    }
}

/// The name that differs in the fewest letters, if that is few enough to be a slip.
func closest(to name: String, among names: some Sequence<String>) -> String? {
    let ranked = names.map { ($0, editDistance(Array(name), Array($0))) }.min {
        $0.1 == $1.1 ? $0.0 < $1.0 : $0.1 < $1.1
    }
    guard let ranked, ranked.1 <= (name.count < 5 ? 1 : max(2, name.count / 5)) else { return nil }
    return ranked.0
}

private func editDistance(_ left: [Character], _ right: [Character]) -> Int {
    var row = Array(0...right.count)
    for (i, a) in left.enumerated() {
        var diagonal = row[0]
        row[0] = i + 1
        for (j, b) in right.enumerated() {
            let above = row[j + 1]
            row[j + 1] = min(above + 1, row[j] + 1, diagonal + (a == b ? 0 : 1))
            diagonal = above
        }
    }
    return row[right.count]
}
