import Contracts
import Foundation
import Testing
import WireJSON

@Suite("Envelopes: CloudEvents from inside and from outside")
struct EnvelopeTests {
    private let complete = Envelope(
        id: .v5("id"), source: "/waybill/inventory", type: "waybill.inventory.reserved.v1", subject: "order/1",
        time: Timestamp(microseconds: 1_772_368_200_123_456), orderID: .v5("order"), causationID: .v5("cause"),
        step: "reserve", epoch: 2, sequence: 42, channel: "web/main",
        trace: TraceContext(traceparent: "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"),
        data: Array(#"{"b":1,"a":[2.50]}"#.utf8))

    @Test("What is written is read, the data byte for byte")
    func roundTrip() throws {
        let read = try Envelope.parse(complete.jsonBytes)
        #expect(read.jsonBytes == complete.jsonBytes)
        #expect(read.data == complete.data)
        #expect(read.orderID == .v5("order"))
        #expect(read.sequence == 42)
        #expect(read.epoch == 2)
        #expect(read.trace == complete.trace)
        #expect(read.time == complete.time)
        #expect(read.externalID == nil)
    }

    @Test("Unknown attributes and unknown types are read: newer senders have them")
    func openness() throws {
        let text =
            #"{"specversion":"1.0","id":"0190f5c2-7c1a-7cc3-98c4-dc0c0c07398f","source":"/x","#
            + #""type":"waybill.new.thing.v9","time":"2026-03-01T12:30:00Z","data":1,"newer":{"a":[]}}"#
        let envelope = try Envelope.parse(Array(text.utf8))
        #expect(envelope.type == "waybill.new.thing.v9")
        #expect(envelope.data == [UInt8(ascii: "1")])
        #expect(envelope.orderID == nil)
    }

    @Test(
        "What is wrong with an envelope is named by code and path",
        arguments: [
            ("specversion", "\"0.3\"", "invalid_value", "$.specversion"),
            ("specversion", nil, "missing", "$.specversion"),
            ("id", "\"7\"", "invalid_value", "$.id"), ("id", nil, "missing", "$.id"),
            ("type", "\"order\"", "invalid_value", "$.type"), ("type", "\"waybill.a.b\"", "invalid_value", "$.type"),
            ("type", "\"waybill.a.b.v+1\"", "invalid_value", "$.type"),
            ("type", "\"waybill.a.b c.v1\"", "invalid_value", "$.type"), ("type", "7", "wrong_type", "$.type"),
            ("time", "\"yesterday\"", "invalid_value", "$.time"), ("data", "null", "missing", "$.data"),
            ("data", nil, "missing", "$.data"), ("epoch", "\"1\"", "wrong_type", "$.epoch"),
        ] as [(String, String?, String, String)])
    func refused(member: String, value: String?, code: String, path: String) throws {
        let error = #expect(throws: JSONError.self) {
            try Envelope.parse(changed(complete.jsonBytes, member, value))
        }
        #expect(error?.code.rawValue == code)
        #expect(error?.path == path)
    }

    private let submission = Array(
        #"""
        {"specversion":"1.0","id":"order-1001","source":"urn:my-shop","type":"waybill.intake.order.submit.v1",
        "time":"2026-03-01T12:30:00+03:00","orderid":"0190f5c2-7c1a-7cc3-98c4-dc0c0c07398f","sequence":"9","step":"pay",
        "epoch":3,"causationid":"0190f5c2-7c1a-7cc3-98c4-dc0c0c07398f","channel":"other/shop",
        "datacontenttype":"application/json; charset=utf-8","data":{"order":{}}}
        """#.utf8)

    private func fromOutside(_ bytes: [UInt8], sender: String = "web/main") throws -> Envelope {
        try Envelope(fromOutside: try JSONDocument(parsing: bytes).root, sender: sender)
    }

    @Test("From outside only the id, the time, the type and the data are believed")
    func outside() throws {
        let envelope = try fromOutside(submission)
        #expect(envelope.id == .v5("outside/web/main/order-1001"))
        #expect(envelope.externalID == "order-1001")
        #expect(envelope.source == "/storefront/web/main")
        #expect(envelope.channel == "web/main")
        #expect(envelope.time.rfc3339 == "2026-03-01T09:30:00Z")
        #expect(envelope.orderID == nil)
        #expect(envelope.causationID == nil)
        #expect(envelope.step == nil)
        #expect(envelope.epoch == 0)
        #expect(envelope.sequence == nil)
        #expect(envelope.data == Array(#"{"order":{}}"#.utf8))
    }

    @Test("One id of two shops is two messages, twice of one shop is one")
    func outsideIDs() throws {
        #expect(try fromOutside(submission).id == fromOutside(submission).id)
        #expect(try fromOutside(submission).id != fromOutside(submission, sender: "web/other").id)
    }

    @Test(
        "What a storefront may not send is refused by code and path",
        arguments: [
            ("type", "\"waybill.intake.shop.upsert.v1\"", "invalid_value", "$.type"),
            ("type", "\"waybill.intake.order.submit.v2\"", "invalid_value", "$.type"),
            ("type", nil, "missing", "$.type"),
            ("type", "[]", "wrong_type", "$.type"), ("id", "7", "wrong_type", "$.id"),
            ("id", "\"\"", "invalid_value", "$.id"),
            ("id", "\"\(String(repeating: "x", count: 256))\"", "invalid_value", "$.id"),
            ("source", nil, "missing", "$.source"), ("specversion", "\"1.1\"", "invalid_value", "$.specversion"),
            ("datacontenttype", "\"text/xml\"", "invalid_value", "$.datacontenttype"),
            ("data_base64", "\"e30=\"", "invalid_value", "$.data_base64"), ("data", nil, "missing", "$.data"),
            ("time", nil, "missing", "$.time"), ("subject", "\"\"", "invalid_value", "$.subject"),
        ] as [(String, String?, String, String)])
    func refusedFromOutside(member: String, value: String?, code: String, path: String) throws {
        let error = #expect(throws: JSONError.self) { try fromOutside(changed(submission, member, value)) }
        #expect(error?.code.rawValue == code)
        #expect(error?.path == path)
    }

    @Test("All that is wrong with a storefront's envelope is found at once, and nothing where it can be read")
    func allFromOutside() throws {
        let wrong = Array(#"{"specversion":"0.3","id":"order-7","type":"order","time":"noon","data":{}}"#.utf8)
        let errors = Envelope.errors(fromOutside: try JSONDocument(parsing: wrong).root)
        #expect(errors.map(\.path) == ["$.specversion", "$.source", "$.type", "$.time"])
        #expect(Envelope.errors(fromOutside: try JSONDocument(parsing: submission).root).isEmpty)
    }

    @Test("A pack is taken apart, and one bad envelope in it does not take the others along")
    func batch() throws {
        let pack = EnvelopeBatch.join([complete.jsonBytes, Array("7".utf8), complete.jsonBytes])
        for type in [Envelope.batchContentType, "Application/CloudEvents-Batch+JSON ; charset=utf-8"] {
            let nodes = try EnvelopeBatch.split(pack, contentType: type)
            #expect(nodes.count == 3)
            #expect(try ReceivedMessage(from: nodes[0]).id == complete.id)
            #expect(throws: JSONError.self) { try ReceivedMessage(from: nodes[1]) }
            #expect(Array(nodes[2].rawBytes) == complete.jsonBytes)
        }
        #expect(try EnvelopeBatch.split(EnvelopeBatch.join([]), contentType: Envelope.batchContentType).isEmpty)
    }

    @Test("Whatever is not a batch is one envelope", arguments: [Envelope.contentType, "application/json", nil, ""])
    func single(contentType: String?) throws {
        let nodes = try EnvelopeBatch.split(complete.jsonBytes, contentType: contentType)
        #expect(nodes.map { Array($0.rawBytes) } == [complete.jsonBytes])
    }

    @Test("A batch that is no array, and a U+0000, which the database cannot keep, are refused")
    func refusedBodies() throws {
        let error = #expect(throws: JSONError.self) {
            try EnvelopeBatch.split(complete.jsonBytes, contentType: Envelope.batchContentType)
        }
        #expect(error?.code == .wrongType)
        #expect(throws: JSONError.self) { try EnvelopeBatch.split(Array(#""\u0000""#.utf8), contentType: nil) }
    }

    @Test("The content hash sees type, subject and data, not layout, times or traces")
    func contentHash() throws {
        let hash = try ReceivedMessage(parsing: complete.jsonBytes).hash
        func hashed(_ member: String, _ value: String) throws -> ContentHash {
            try ReceivedMessage(parsing: changed(complete.jsonBytes, member, value)).hash
        }
        #expect(try hashed("data", #"{ "a" : [ 2.50 ], "\u0062": 1 }"#) == hash)
        #expect(try hashed("time", #""2030-01-01T00:00:00Z""#) == hash)
        #expect(try hashed("traceparent", #""00-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa-bbbbbbbbbbbbbbbb-00""#) == hash)
        #expect(try hashed("data", #"{"b":1,"a":[2.5]}"#) != hash)
        #expect(try hashed("subject", #""order/2""#) != hash)
        #expect(try hashed("type", #""waybill.inventory.reserved.v2""#) != hash)
        #expect(hash.bytes.count == 16)
    }

    /// The document with one member replaced, or left out.
    private func changed(_ bytes: [UInt8], _ member: String, _ value: String?) throws -> [UInt8] {
        guard case .object(var members) = try JSONValue.parse(bytes) else { return bytes }
        members.removeAll { $0.0 == member }
        if let value { members.append((member, try .parse(Array(value.utf8)))) }
        return JSONValue.object(members).jsonBytes
    }
}
