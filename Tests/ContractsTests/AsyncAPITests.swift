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
                == Set(
                    [
                        SubmitOrder.type, CancelSubmitted.type, ChangeSubmitted.type, ReturnSubmitted.type,
                        SubmissionAccepted.type, SubmissionRejected.type, CancelAnswered.type, ChangeAnswered.type,
                        OrderStatusChanged.type, StockLevel.type,
                    ].map(\.rawValue)))
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
