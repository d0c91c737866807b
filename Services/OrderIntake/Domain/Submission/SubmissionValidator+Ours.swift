import Contracts
import FoundationEssentials
import WireJSON

/// Members that are ours to fill. What a sender writes there is not taken over, but must be what the contract says: a program
/// that gets them wrong gets others wrong too.
extension SubmissionValidator {
    mutating func checkOurs(at node: JSONNode) {
        for key in ["id", "originalOrderId"] {
            guard let value = reader.member(key, of: node), value.string.flatMap({ UUID(uuidString: $0) }) == nil else {
                continue
            }
            reader.findings.add(value.kind == .string ? .invalidValue : .wrongType, at: value, "\(key) must be a UUID")
        }
        guard let list = reader.member("mismatches", of: node) else { return }
        guard list.kind == .array else {
            reader.findings.add(.wrongType, at: list, "mismatches must be an array")
            return
        }
        for element in list.elements {
            do throws(JSONError) {
                _ = try Reason(from: element)
            } catch {
                reader.findings.add(.wrongType, at: element, "a mismatch has a code and a message, which are strings")
            }
        }
    }
}
