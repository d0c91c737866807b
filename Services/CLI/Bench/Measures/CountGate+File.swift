import Foundation
import WireJSON

extension CountGate {
    /// What is there to be renewed: nothing where there is no file yet. One that cannot be read is not written over.
    static func readToRenew(_ path: String) throws -> CountGate {
        FileManager.default.fileExists(atPath: path) ? try read(path) : CountGate()
    }

    static func read(_ path: String) throws -> CountGate {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw OperatorError("\(path) cannot be read")
        }
        guard case .object(let members)? = try JSONValue.parse(Array(data))["perOrder"], !members.isEmpty else {
            throw OperatorError("\(path) holds no counts", advice: "--renew-gate writes them.")
        }
        return CountGate(
            limits: try members.map { name, value in
                guard names.contains(name), let measured = number(value["measured"]), measured > 0,
                    let margin = number(value["margin"]), margin > 0
                else { throw OperatorError("\(path): \(name) is no count with what was measured and a margin") }
                return (name, Limit(measured: measured, margin: margin))
            })
    }

    private static func number(_ value: JSONValue?) -> Double? {
        guard case .number(let text)? = value else { return nil }
        return Double(text)
    }

    func write(to path: String) throws {
        guard FileManager.default.createFile(atPath: path, contents: Data(file.utf8)) else {
            throw OperatorError("\(path) cannot be written")
        }
    }

    /// A line a count, so that a change of one is a change of one line.
    private var file: String {
        let lines = limits.map { name, limit in
            #"    "\#(name)": {"measured": \#(limit.measured.fixed(2)), "margin": \#(limit.margin.fixed(2))}"#
        }
        return """
            {
              "what": "Counts of one order; more than measured * (1 + margin) fails ./deploy/test. The margin is what batches differ from run to run.",
              "renew": "./deploy/bench throughput --orders 2000 --gate deploy/bench-gate.json --renew-gate",
              "perOrder": {
            \(lines.joined(separator: ",\n"))
              }
            }

            """
    }
}
