import FoundationEssentials

/// Who is at the keyboard, for logs and ledgers.
enum OperatorName {
    static var current: String {
        let environment = ProcessInfo.processInfo.environment
        return environment["SUDO_USER"] ?? environment["USER"] ?? environment["LOGNAME"] ?? "operator"
    }
}
