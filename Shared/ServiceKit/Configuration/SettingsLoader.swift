import Configuration

/// One load of the settings: asks the providers strongest first, and collects what is wrong instead of stopping at it.
struct SettingsLoader {
    private struct Finding {
        var content: ConfigContent
        var source: SettingSource
    }

    private let declared: [Setting]
    private let environment: [String: String]
    private var providers: [(SettingSource, any ConfigSnapshot)] = []
    private var problems: [SettingsProblem] = []

    init(_ declared: [Setting], environment: [String: String]) {
        self.declared = declared
        self.environment = environment
    }

    mutating func load(_ arguments: [String]) throws(SettingsError) -> Settings {
        checkDeclarations()
        openProviders(arguments)
        let entries = declared.map { entry(for: $0) }
        checkAlternatives(entries)
        let settings = Settings(entries, warnings: unknownVariables())
        checkConflicts(entries, settings)
        guard problems.isEmpty else { throw SettingsError(problems) }
        return settings
    }

    /// A setting that is wrong by itself has said so; what it would contradict is not known yet.
    private mutating func checkConflicts(_ entries: [Settings.Entry], _ settings: Settings) {
        let failed = Set(problems.map(\.setting))
        for entry in entries where entry.value != nil && !failed.contains(entry.setting.key) {
            do throws(SettingsError) {
                guard let conflict = try entry.setting.conflict?(settings) else { continue }
                let place = entry.source.description(of: entry.setting)
                problems.append(SettingsProblem(entry.setting.key, source: place, conflict))
            } catch {
                problems += error.problems
            }
        }
    }

    private mutating func checkDeclarations() {
        var flags: Set<String> = []
        for setting in declared where !flags.insert(setting.flag).inserted {
            problems.append(SettingsProblem(setting.key, "is declared twice by the program"))
        }
    }

    private mutating func openProviders(_ arguments: [String]) {
        var scanner = FlagScanner(declared)
        scanner.scan(arguments)
        problems += scanner.problems
        providers = [
            (.flag, CommandLineArgumentsProvider(arguments: scanner.arguments).snapshot()),
            (
                .environment,
                EnvironmentVariablesProvider(environmentVariables: environment)
                    .prefixKeys(with: "waybill").snapshot()
            ),
        ]
        let config = Setting.configurationFile
        guard let path = scanner.canonical[config.flag] ?? environment[config.environmentName] else { return }
        do throws(FileReadError) {
            let file = SettingsFile(path: path, try readSmallFile(path))
            problems += file.problems
            reportUnknownKeys(of: file, path: path)
            providers.append((.file(path), file))
        } catch {
            problems.append(SettingsProblem(config.key, "cannot read \(path): \(error.reason)"))
        }
    }

    private mutating func reportUnknownKeys(of file: SettingsFile, path: String) {
        let readable = declared.filter { $0.key != Setting.configurationFile.key }
        let known = Set(readable.map(\.key) + readable.compactMap(\.file?.key))
        for key in file.values.keys.sorted() where !known.contains(key) {
            let near = closest(to: key, among: known).map { "; did you mean \($0)?" } ?? ""
            problems.append(SettingsProblem(key, source: path, "is not a setting of this command\(near)"))
        }
    }

    private func unknownVariables() -> [String] {
        let known = Set(declared.map(\.environmentName) + declared.compactMap(\.file?.environmentName))
        return environment.keys.sorted().filter { $0.hasPrefix(Setting.environmentPrefix) && !known.contains($0) }
            .map { "environment variable \($0) is not a setting of this command and is ignored" }
    }

    private mutating func entry(for setting: Setting) -> Settings.Entry {
        var found = find(setting)
        if let file = setting.file, let path = find(file) {
            if let other = found {
                let both = [other.source.description(of: setting), path.source.description(of: file)]
                problems.append(SettingsProblem(setting.key, "is given twice: \(both.joined(separator: " and "))"))
            }
            found = contents(of: path, for: setting)
        }
        var content = found?.content
        var source = found?.source ?? .default
        if content == nil {
            content = setting.default.map { .string($0) }
            source = .default
        }
        guard let content else { return Settings.Entry(setting: setting, value: nil, source: source) }
        return Settings.Entry(setting: setting, value: read(content, as: setting, from: source), source: source)
    }

    private func find(_ setting: Setting) -> Finding? {
        let key = AbsoluteConfigKey(setting.key.split(separator: ".").map(String.init))
        for (source, provider) in providers {
            // The command line splits at commas, so its texts are asked for as lists; nothing here can fail to convert.
            let type: ConfigType = source == .flag ? .stringArray : .string
            guard let value = try? provider.value(forKey: key, type: type).value else { continue }
            guard source == .flag, case .stringArray(let parts) = value.content else {
                return Finding(content: value.content, source: source)
            }
            return Finding(content: .string(parts.joined(separator: ",")), source: source)
        }
        return nil
    }

    private mutating func contents(of path: Finding, for setting: Setting) -> Finding? {
        guard case .string(let name) = path.content else { return nil }
        do throws(FileReadError) {
            var bytes = try readSmallFile(name)[...]
            if bytes.last == UInt8(ascii: "\n") { bytes.removeLast() }
            if bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
            guard let text = String(validating: bytes, as: UTF8.self), !text.isEmpty else {
                throw FileReadError(reason: bytes.isEmpty ? "the file is empty" : "the file is not UTF-8 text")
            }
            return Finding(content: .string(text), source: path.source)
        } catch {
            let source = setting.file.map { path.source.description(of: $0) }
            problems.append(SettingsProblem(setting.key, source: source, "cannot read \(name): \(error.reason)"))
            return nil
        }
    }

    private mutating func read(
        _ content: ConfigContent, as setting: Setting, from source: SettingSource
    ) -> SettingValue? {
        var shown = ""
        do throws(UnfitValue) {
            switch content {
            case .stringArray(let elements):
                guard setting.kind == .list else { throw UnfitValue(message: "is a list where one value is expected") }
                return .list(try setting.checked(elements))
            case .string(let text):
                shown = setting.isSecret ? "" : "\"\(text)\" "
                return try setting.value(reading: text)
            default:
                throw UnfitValue(message: "is of an unexpected type")
            }
        } catch {
            let place = source.description(of: setting)
            problems.append(SettingsProblem(setting.key, source: place, shown + error.message, allowed: error.allowed))
            return nil
        }
    }

    /// A required setting must be there, unless the URL that says the same is; and both at once contradict each other.
    private mutating func checkAlternatives(_ entries: [Settings.Entry]) {
        let failed = Set(problems.map(\.setting))
        let given = Dictionary(entries.map { ($0.setting.key, $0) }) { first, _ in first }
        for entry in entries where !failed.contains(entry.setting.key) {
            let setting = entry.setting
            // A URL that was given and is wrong was still given: no need to ask for its parts as well.
            let url = setting.alternative.flatMap { given[$0]?.value != nil || failed.contains($0) ? $0 : nil }
            if let url, !setting.goesWithAlternative, entry.value != nil, entry.source != .default {
                let place = entry.source.description(of: setting)
                problems.append(SettingsProblem(setting.key, source: place, "contradicts \(url); give one of them"))
            } else if setting.isRequired, entry.value == nil, url == nil {
                let or = setting.alternative.map { ", or \($0)" } ?? ""
                let how = "\(setting.flag) or \(setting.environmentName)"
                problems.append(SettingsProblem(setting.key, "is required: give \(how)\(or)"))
            }
        }
    }
}
