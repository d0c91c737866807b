import FoundationEssentials

/// The folder that `WAYBILL_SECRETS` names: one secret a file, in its first line.
struct SecretsFolder: Sendable {
    let path: String

    init?(environment: [String: String]) {
        guard let path = environment["WAYBILL_SECRETS"], !path.isEmpty else { return nil }
        self.path = path
    }

    /// - Returns: nil when there is no such file, or nothing in it.
    /// - Throws: `OperatorError` for one that cannot be read: to go on without it would end in a refusal that says nothing.
    func secret(_ name: String) throws -> String? {
        let file = "\(path)/\(name)"
        let text: String
        do {
            text = try String(contentsOfFile: file, encoding: .utf8)
        } catch let error as CocoaError where error.code == .fileReadNoSuchFile || error.code == .fileNoSuchFile {
            return nil
        } catch {
            throw OperatorError(
                "the secret \(file) is there and cannot be read",
                advice: "Who runs this command needs the right to read the file; it is one line of UTF-8.")
        }
        let line = text.prefix { !$0.isNewline }
        return line.isEmpty ? nil : String(line)
    }
}
