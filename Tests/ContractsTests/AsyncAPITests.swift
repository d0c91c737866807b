import Contracts
import Foundation
import Testing
import WireJSON

@Suite("AsyncAPI: what a storefront's developer codes against")
struct AsyncAPITests {
    private static let file = Repository.contracts.appending(path: "AsyncAPI/waybill-storefront.json")
    private let root: JSONNode

    init() throws {
        root = try JSONDocument(parsing: Array(try Data(contentsOf: Self.file))).root
    }

    @Test("Its addresses and queues are those that the code uses")
    func addresses() throws {
        let shop = try #require(Storefront(channel: "web", shop: "main"))
        let channels = try #require(root["channels"])
        func filled(_ text: String?) -> String? {
            text?.replacing("{channel}", with: "web").replacing("{shop}", with: "main").replacing("{event}", with: "#")
        }
        #expect(filled(channels["submissions"]?["address"]?.string) == shop.submissionKey)
        #expect(
            channels["submissions"]?["bindings"]?["amqp"]?["exchange"]?["name"]?.string == Topology.intake)
        for (name, binding) in zip(["answers", "orders", "stock"], shop.bindings) {
            #expect(filled(channels[name]?["address"]?.string) == binding.routingKey)
            #expect(
                filled(channels[name]?["bindings"]?["amqp"]?["queue"]?["name"]?.string) == binding.queue)
        }
        #expect(channels.count == 1 + shop.bindings.count)
    }

    @Test("Its examples are read by our types")
    func examples() throws {
        let messages = try #require(root["components"]?["messages"])
        let payloads = Dictionary(uniqueKeysWithValues: MessageCatalogue.payloads.map { ($0.type, $0) })
        for (_, message) in messages.members {
            let example = try #require(message["examples"]?[0]?["payload"])
            let received =
                message["name"]?.string.map({ MessageCatalogue.fromOutside.contains(MessageType(rawValue: $0)) })
                    == true
                ? try ReceivedMessage(fromOutside: example, sender: "web/main") : try ReceivedMessage(from: example)
            #expect(received.type.rawValue == message["name"]?.string)
            func decode<Payload: MessagePayload>(_: Payload.Type) throws { _ = try received.payload(Payload.self) }
            let payload: any MessagePayload.Type = try #require(payloads[received.type])
            try decode(payload)
        }
        let types = messages.members.compactMap { $0.value["name"]?.string }
        #expect(
            Set(types)
                == Set(MessageCatalogue.fromOutside.union(MessageCatalogue.toStorefronts).map(\.rawValue)))
    }

    @Test("Whatever a storefront sends has its answers there, and whatever it reads is read on a channel of its own")
    func answers() throws {
        func messages(_ channel: String) throws -> Set<String> {
            let all = try #require(root["components"]?["messages"])
            let names = try #require(root["channels"]?[channel]?["messages"]).members.map(\.key)
            return Set(names.compactMap { all[$0]?["name"]?.string })
        }
        #expect(try messages("submissions") == Set(MessageCatalogue.fromOutside.map(\.rawValue)))
        let read = try ["answers", "orders", "stock"].reduce(into: Set<String>()) { try $0.formUnion(messages($1)) }
        #expect(read == Set(MessageCatalogue.toStorefronts.map(\.rawValue)))
        let operations = try #require(root["operations"]).members
        for (name, operation) in operations where operation["action"]?.string == "send" {
            let replies = operation["reply"]?["messages"]?.elements.compactMap { $0["$ref"]?.string } ?? []
            #expect(replies.contains { !$0.hasSuffix("Rejected") }, "\(name) has an answer that says yes")
        }
    }

    @Test(
        "An independent model of AsyncAPI 3.0 takes it, its references lead somewhere, its examples are valid",
        .enabled(
            if: PythonTool.has("jsonschema", "referencing", "asyncapi3"),
            "needs Python with jsonschema and asyncapi3"))
    func independently() throws {
        let result = try PythonTool.run(script: "asyncapi.py", [Self.file.path()], input: [])
        #expect(result.status == 0, "\(result.output)")
    }
}
