import Testing

@testable import AMQP

@Suite("Putting a content together")
struct ContentAssemblerTests {
    private let start = ContentStart.delivery(
        consumerTag: "q", tag: 1, redelivered: false, exchange: "", routingKey: "q")

    @Test("joins the pieces of a body and is ready for the next content")
    func pieces() throws {
        var assembler = ContentAssembler()
        try assembler.begin(start)
        #expect(try assembler.header(bodySize: 3, MessageProperties()) == nil)
        #expect(try assembler.body([1, 2]) == nil)
        #expect(try assembler.body([3])?.body == [1, 2, 3])
        try assembler.begin(start)
        #expect(try assembler.header(bodySize: 0, MessageProperties())?.body == [])
    }

    @Test("refuses frames that come out of order or are longer than announced")
    func outOfOrder() throws {
        var assembler = ContentAssembler()
        #expect(throws: AMQPError.self) { try assembler.body([1]) }
        #expect(throws: AMQPError.self) { try assembler.header(bodySize: 1, MessageProperties()) }
        try assembler.begin(start)
        #expect(throws: AMQPError.self) { try assembler.begin(start) }
        _ = try assembler.header(bodySize: 1, MessageProperties())
        #expect(throws: AMQPError.self) { try assembler.body([1, 2]) }
    }
}
