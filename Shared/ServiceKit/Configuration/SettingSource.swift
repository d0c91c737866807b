/// Where a value came from, strongest first.
public enum SettingSource: Sendable, Hashable {
    case flag
    case environment
    /// The path of the file.
    case file(String)
    case `default`

    package func description(of setting: Setting) -> String {
        switch self {
        case .flag: "flag \(setting.flag)"
        case .environment: "environment \(setting.environmentName)"
        case .file(let path): "\(setting.key) in \(path)"
        case .default: "default"
        }
    }
}
