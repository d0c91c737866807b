import Contracts
import Foundation
import Testing
import WireJSON

/// A sample file, decoded by the type that its name says. What grew within its version has a sample of each age: the first
/// as it was, the others with a word after a `+`.
private struct Sample: CustomTestStringConvertible, Sendable {
    let type: MessageType
    let payload: any MessagePayload.Type
    let bytes: [UInt8]

    var testDescription: String { type.rawValue }

    static func all() throws -> [Sample] {
        let payloads = Dictionary(uniqueKeysWithValues: MessageCatalogue.payloads.map { ($0.type, $0) })
        return try Repository.files(in: Repository.samples).map { file in
            let name = file.deletingPathExtension().lastPathComponent.prefix { $0 != "+" }
            let type = MessageType(rawValue: String(name))
            let payload = try #require(payloads[type], "no type reads the sample \(type.rawValue)")
            return Sample(type: type, payload: payload, bytes: Array(try Data(contentsOf: file)))
        }
    }

    /// The sample as this version writes it.
    func encoded() throws -> [UInt8] {
        func encode<Payload: MessagePayload>(_: Payload.Type) throws -> [UInt8] { try Payload.parse(bytes).jsonBytes }
        return try encode(payload)
    }

    /// The sample in an envelope as services send it.
    func envelope() throws -> Envelope {
        Envelope(
            id: .v5("sample/\(type.rawValue)"), source: "/waybill/\(type.service)", type: type, subject: "order/1",
            time: Timestamp(seconds: 1_772_368_200), orderID: .v5("order"), causationID: .v5("cause"), step: "pay",
            epoch: 1, sequence: 7, channel: "web/main",
            trace: TraceContext(traceparent: "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"),
            data: try encoded())
    }
}

@Suite("Samples: every version of every message, read for ever")
struct SampleTests {
    @Test("Every type of the catalogue has a sample and a schema, and no two have one name")
    func complete() throws {
        let known = MessageCatalogue.payloads.map { $0.type }
        let types = known.map(\.rawValue)
        #expect(Set(types).count == types.count)
        let samples = try Sample.all().map(\.type.rawValue)
        #expect(Set(types).subtracting(samples).isEmpty)
        let schemas = try Repository.files(in: Repository.schemas).map { $0.deletingPathExtension().lastPathComponent }
        #expect(Set(schemas) == Set(types).union(["envelope"]))
        #expect(known.filter { !$0.isWellFormed }.isEmpty)
    }

    @Test("Every sample is read, and written again as the same JSON")
    func roundTrip() throws {
        for sample in try Sample.all() {
            let written = try JSONDocument(parsing: try sample.encoded()).root.canonicalBytes()
            let kept = try JSONDocument(parsing: sample.bytes).root.canonicalBytes()
            #expect(
                String(decoding: written, as: UTF8.self) == String(decoding: kept, as: UTF8.self), "\(sample.type)")
        }
    }

    @Test("Every schema names itself as envelopes name it")
    func schemaNames() throws {
        for file in try Repository.files(in: Repository.schemas) {
            let root = try JSONDocument(parsing: Array(try Data(contentsOf: file))).root
            #expect(root["$id"]?.string == "https://waybill.dev/schemas/\(file.lastPathComponent)")
        }
    }

    @Test(
        "What we write is valid by its schema, and what the schema refuses we refuse",
        .enabled(if: PythonTool.has("jsonschema", "referencing"), "needs Python with jsonschema"))
    func schemas() throws {
        var cases: [JSONValue] = []
        func add(_ name: String, schema: String, valid: Bool, _ instance: JSONValue) {
            cases.append(
                .object([
                    ("name", .string(name)), ("schema", .string("https://waybill.dev/schemas/\(schema).json")),
                    ("valid", .bool(valid)), ("instance", instance),
                ]))
        }
        var mutations = 0
        for sample in try Sample.all() {
            let name = sample.type.rawValue
            let value = try JSONValue.parse(try sample.encoded())
            add(name, schema: name, valid: true, value)
            add("\(name) in an envelope", schema: "envelope", valid: true, try .parse(try sample.envelope().jsonBytes))
            for path in paths(in: value) {
                let wrongs = [("without", nil), ("with another kind of", value[path].map(ofAnotherKind))]
                for (what, wrong) in wrongs {
                    let mutated = replacing(path, in: value, by: wrong)
                    // What a member must be, the decoder says; the schema must agree.
                    let accepts = (try? decode(mutated, as: sample.payload)) != nil
                    add("\(name) \(what) \(path)", schema: name, valid: accepts, mutated)
                    if !accepts { mutations += 1 }
                }
            }
        }
        #expect(mutations > 1000, "hardly anything is required, or the samples are empty")
        let input = cases.map(\.jsonBytes).joined(separator: [UInt8(ascii: "\n")])
        let result = try PythonTool.run(
            script: "validate.py", [Repository.schemas.path()], input: Array(input))
        #expect(result.status == 0, "\(result.output)")
    }

    @Test(
        "The CloudEvents project's own SDK understands our envelopes",
        .enabled(if: PythonTool.has("cloudevents.core.bindings.rabbitmq"), "needs Python with cloudevents 2"))
    func cloudEvents() throws {
        let samples = try Sample.all()
        let envelopes = try samples.map { try $0.envelope() }
        let input = envelopes.map(\.jsonBytes).joined(separator: [UInt8(ascii: "\n")])
        let result = try PythonTool.run(script: "cloudevents_sdk.py", [], input: Array(input))
        #expect(result.status == 0, "\(result.output)")
        let lines = result.output.split(separator: "\n")
        try #require(lines.count == envelopes.count)
        for (line, envelope) in zip(lines, envelopes) {
            let read = try JSONValue.parse(Array(line.utf8))
            let expected: [(String, JSONValue)] = [
                ("specversion", .string("1.0")), ("id", .string(envelope.id.text)),
                ("source", .string(envelope.source)), ("type", .string(envelope.type.rawValue)),
                ("subject", .string("order/1")), ("time", .string(String(envelope.time.seconds))),
                ("datacontenttype", .string("application/json")),
                ("dataschema", .string(Envelope.schemaURI(of: envelope.type))),
                ("orderid", .string(UUID.v5("order").text)), ("causationid", .string(UUID.v5("cause").text)),
                ("step", .string("pay")), ("epoch", .string("1")), ("sequence", .string("7")),
                ("channel", .string("web/main")),
                ("traceparent", .string("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")),
            ]
            #expect(read["attributes"] == .object(expected))
            #expect(read["data"] == (try JSONValue.parse(envelope.data)))
        }
    }

    private func decode<Payload: MessagePayload>(_ value: JSONValue, as type: Payload.Type) throws {
        _ = try Payload.parse(value.jsonBytes)
    }

    /// The members of all objects inside, each as the way to it.
    private func paths(in value: JSONValue) -> [[String]] {
        switch value {
        case .object(let members):
            members.flatMap { key, value in [[key]] + paths(in: value).map { [key] + $0 } }
        case .array(let values):
            values.prefix(1).flatMap { value in paths(in: value).map { ["0"] + $0 } }
        default: []
        }
    }

    private func ofAnotherKind(_ value: JSONValue) -> JSONValue {
        switch value {
        case .string: .bool(true)
        case .number: .string("1")
        case .object: .array([])
        default: .object([])
        }
    }

    private func replacing(_ path: [String], in value: JSONValue, by new: JSONValue?) -> JSONValue {
        guard let step = path.first else { return value }
        let rest = Array(path.dropFirst())
        switch value {
        case .object(let members) where rest.isEmpty:
            return .object(members.compactMap { key, value in key == step ? new.map { (key, $0) } : (key, value) })
        case .object(let members):
            return .object(members.map { ($0, $0 == step ? replacing(rest, in: $1, by: new) : $1) })
        case .array(var values):
            values[0] = replacing(rest, in: values[0], by: new)
            return .array(values)
        default: return value
        }
    }
}

extension JSONValue {
    fileprivate subscript(path: [String]) -> JSONValue? {
        path.reduce(self) { value, step in
            if case .array(let values) = value { values.first } else { value?[step] }
        }
    }
}
