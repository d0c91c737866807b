/// How a process ends. Thrown by a command that has already said why.
public struct ExitCode: RawRepresentable, Error, Sendable, Hashable {
    public var rawValue: Int32

    public init(rawValue: Int32) {
        self.rawValue = rawValue
    }

    public static let ok = ExitCode(rawValue: 0)
    public static let failure = ExitCode(rawValue: 1)
    /// `EX_USAGE` of sysexits.h: the command line is wrong.
    public static let usage = ExitCode(rawValue: 64)
    /// `EX_CONFIG`: a setting is wrong.
    public static let configuration = ExitCode(rawValue: 78)
}
