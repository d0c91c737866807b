/// One thing that an operator can set: its names, what it may be, and the text that `--help` prints for it.
///
/// The key `database.host` is the flag `--database-host`, the environment variable `WAYBILL_DATABASE_HOST` and the
/// member `{"database": {"host": ...}}` of the file. A secret can also be read from a file that the same names with
/// `-file`, `_FILE` and `.file` at their end point to.
public struct Setting: Sendable {
    public enum Kind: String, Sendable {
        case string, int, bool
        /// A whole number with a unit: `250ms`, `30s`, `5m`, `2h`, `7d`.
        case duration
        /// Texts with commas between them, or an array in the file.
        case list
        /// A text that is never shown, and that can come from a file of its own.
        case secret
        case url
    }

    /// Narrows what a kind takes; checked at start-up and shown when the check fails.
    public enum Allowed: Sendable {
        case anything
        /// For `.string`, and for each element of a `.list`.
        case values([String])
        case integers(ClosedRange<Int>)
        case durations(ClosedRange<Duration>)
        /// For `.url`.
        case schemes([String])
    }

    /// Lower-case words with dots between them.
    public var key: String
    public var kind: Kind
    /// As an operator would write it; nil when there is none.
    public var `default`: String?
    public var help: String
    /// Never shown in descriptions, errors or logs. Always true for `.secret`; true for a URL that holds a password.
    public var isSecret: Bool
    /// Loading fails when there is no value and no default.
    public var isRequired: Bool
    public var allowed: Allowed
    /// The key of a URL setting that says the same. When that one is given this one must not be, and is not required.
    public var alternative: String?
    /// May be given beside the alternative after all: a password that the URL leaves out.
    package var goesWithAlternative = false
    /// What kind and range cannot say: why a text that passed both is still unfit, or nil. Must not quote a secret.
    public var check: (@Sendable (String) -> String?)?
    /// What only a look at other settings can tell: why the value contradicts them, or nil. Asked when the setting has a
    /// value that is fit by itself; must not quote a secret.
    public var conflict: (@Sendable (Settings) throws(SettingsError) -> String?)?
    /// A second, shorter flag that means the same.
    package var shortFlag: String?

    public init(
        key: String, kind: Kind = .string, default: String? = nil, help: String, isSecret: Bool = false,
        isRequired: Bool = false, allowed: Allowed = .anything, alternative: String? = nil,
        check: (@Sendable (String) -> String?)? = nil,
        conflict: (@Sendable (Settings) throws(SettingsError) -> String?)? = nil
    ) {
        self.key = key
        self.kind = kind
        self.default = `default`
        self.help = help
        self.isSecret = isSecret || kind == .secret
        self.isRequired = isRequired
        self.allowed = allowed
        self.alternative = alternative
        self.check = check
        self.conflict = conflict
    }

    /// Such as `--database-host`.
    public var flag: String { "--" + key.replacing(".", with: "-") }

    /// Such as `WAYBILL_DATABASE_HOST`.
    public var environmentName: String {
        Self.environmentPrefix + String(key.uppercased().map { $0.isLetter || $0.isNumber ? $0 : "_" })
    }

    /// Every environment variable of ours begins with this.
    public static let environmentPrefix = "WAYBILL_"

    /// For a secret: the setting that names the file to read it from.
    package var file: Setting? {
        guard isSecret else { return nil }
        return Setting(key: key + ".file", help: "File that holds \(key); a newline at its end is dropped.")
    }
}
