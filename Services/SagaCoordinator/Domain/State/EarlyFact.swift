import Contracts
import WireJSON

/// A fact that came before its turn, kept until its predecessor comes.
package struct EarlyFact: Hashable, Sendable, JSONCodable {
    package let type: MessageType
    package let epoch: Int
    package let origin: Origin
    package let data: [UInt8]

    package init(_ fact: some SagaFact, epoch: Int, from origin: Origin) {
        type = Swift.type(of: fact).type
        self.epoch = epoch
        self.origin = origin
        data = fact.jsonBytes
    }

    /// - Throws: `JSONError` when the kept fact cannot be read again, which only another version could have written.
    package init(from json: JSONNode) throws(JSONError) {
        let type: MessageType = try json.decode("type")
        guard let data = json["data"] else { throw json.error(.missing, "the member data is required") }
        let fact = try FactCatalogue.decode(type, data)
        self.init(
            fact, epoch: try json.decode("epoch", default: 0), from: try json.decode("origin", default: Origin()))
    }

    package func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("type", type)
            if epoch != 0 { json.write("epoch", epoch) }
            if origin != Origin() { json.write("origin", origin) }
            json.writeRaw("data", data)
        }
    }

    /// Nil never happens for what was once taken in; a fact that cannot be read is left where it is.
    package var fact: (any SagaFact)? {
        guard let document = try? JSONDocument(parsing: data, limits: .message) else { return nil }
        return try? FactCatalogue.decode(type, document.root)
    }
}
