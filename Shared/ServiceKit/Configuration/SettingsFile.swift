import Configuration
import WireJSON

/// A configuration file: one JSON object, whose nested members are settings (`{"database": {"host": "db"}}`).
///
/// The library's own JSON snapshot does not tell which keys a file has, so a misspelt one would pass unseen; it also
/// needs all of Foundation. This one keeps the keys, refuses duplicates, and reports every error with its path.
package struct SettingsFile: ConfigSnapshot {
    package let providerName: String
    /// By dotted key. Scalars are kept as their own text.
    private(set) var values: [String: ConfigContent] = [:]
    private(set) var problems: [SettingsProblem] = []

    init(path: String, _ bytes: [UInt8]) {
        providerName = path
        do {
            let document = try JSONDocument(parsing: bytes)
            guard document.root.kind == .object else {
                problems.append(SettingsProblem("$", source: path, "is not a JSON object"))
                return
            }
            collect(document.root, prefix: "")
        } catch {
            problems.append(SettingsProblem(error.path, source: path, "is not valid JSON: \(error.message)"))
        }
    }

    package func value(forKey key: AbsoluteConfigKey, type: ConfigType) throws -> LookupResult {
        let name = key.components.joined(separator: ".")
        return LookupResult(encodedKey: name, value: values[name].map { ConfigValue($0, isSecret: false) })
    }

    private mutating func collect(_ object: JSONNode, prefix: String) {
        for (name, node) in object.members {
            let key = prefix + name
            switch node.kind {
            case .object: collect(node, prefix: key + ".")
            case .null: continue
            case .array: store(key, list(node))
            default: store(key, scalar(node).map { .string($0) })
            }
        }
    }

    private mutating func store(_ key: String, _ content: ConfigContent?) {
        guard let content else {
            problems.append(SettingsProblem(key, source: providerName, "has an element that is not a text or a number"))
            return
        }
        if values.updateValue(content, forKey: key) != nil {
            problems.append(SettingsProblem(key, source: providerName, "is given twice"))
        }
    }

    private func list(_ array: JSONNode) -> ConfigContent? {
        var elements: [String] = []
        for node in array.elements {
            guard let text = scalar(node) else { return nil }
            elements.append(text)
        }
        return .stringArray(elements)
    }

    private func scalar(_ node: JSONNode) -> String? {
        node.string ?? node.rawNumber ?? node.bool.map { $0 ? "true" : "false" }
    }
}
