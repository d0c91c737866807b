import Testing
import WireJSON

private struct Money: JSONCodable, Equatable {
    var amount: Int64
    var currency: String

    init(amount: Int64, currency: String) {
        self.amount = amount
        self.currency = currency
    }

    init(from json: JSONNode) throws(JSONError) {
        amount = try json.decode("amount")
        currency = try json.decode("currency")
    }

    func encode(to json: inout JSONWriter) {
        json.object {
            $0.write("amount", amount)
            $0.write("currency", currency)
        }
    }
}

private struct Colour: RawRepresentable, JSONCodable, Equatable {
    var rawValue: String
}

private enum Size: Int, JSONCodable {
    case small = 1
    case large = 2
}

private struct Order: JSONCodable, Equatable {
    var id: String
    var totals: [Money]
    var colour: Colour?
    var size: Size
    var quantity: Int32
    var properties: [String: String]
    var note: String?

    init(from json: JSONNode) throws(JSONError) {
        id = try json.decode("id")
        totals = try json.decode("totals")
        colour = try json.decodeIfPresent("colour")
        size = try json.decode("size", default: .small)
        quantity = try json.decode("quantity")
        properties = try json.decode("properties", default: [:])
        note = try json.decodeIfPresent("note")
    }

    func encode(to json: inout JSONWriter) {
        json.object {
            $0.write("id", id)
            $0.write("totals", totals)
            $0.write("colour", colour)
            $0.write("size", size)
            $0.write("quantity", quantity)
            $0.write("properties", properties)
            $0.write("note", note)
        }
    }
}

@Suite("Coding: types that read and write themselves")
struct CodingTests {
    private let complete = #"""
        {"id":"o-1","totals":[{"amount":1999,"currency":"EUR"},{"amount":-5,"currency":"USD"}],"colour":"teal",\#
        "size":2,"quantity":3,"properties":{"gift":"yes","wrap":"\"red\""},"note":"ring twice"}
        """#

    @Test("What was written is read, and written the same again")
    func roundTrip() throws {
        let order = try Order.parse(Array(complete.utf8))
        #expect(order.totals == [Money(amount: 1999, currency: "EUR"), Money(amount: -5, currency: "USD")])
        #expect(order.colour == Colour(rawValue: "teal"))
        #expect(order.size == .large)
        #expect(String(decoding: order.jsonBytes, as: UTF8.self) == complete)
    }

    @Test("Null means absent, unknown members are ignored, nil is not written")
    func absence() throws {
        let text = #"{"id":"o","totals":[],"colour":null,"size":null,"quantity":1,"note":null,"newer":[{}]}"#
        let order = try Order.parse(Array(text.utf8))
        #expect(order.colour == nil)
        #expect(order.size == .small)
        #expect(order.properties == [:])
        #expect(
            String(decoding: order.jsonBytes, as: UTF8.self)
                == #"{"id":"o","totals":[],"size":1,"quantity":1,"properties":{}}"#)
    }

    @Test(
        "An error says what is wrong and where",
        arguments: [
            (#"{"totals":[]}"#, "missing", "$.id"),
            (#"{"id":null}"#, "missing", "$.id"),
            (#"{"id":7}"#, "wrong_type", "$.id"),
            (#"{"id":"","totals":{}}"#, "wrong_type", "$.totals"),
            (#"{"id":"","totals":[{"amount":1,"currency":"EUR"},{"amount":2}]}"#, "missing", "$.totals[1].currency"),
            (#"{"id":"","totals":[7]}"#, "wrong_type", "$.totals[0]"),
            (#"{"id":"","totals":[{"amount":"1","currency":"EUR"}]}"#, "wrong_type", "$.totals[0].amount"),
            (#"{"id":"","totals":[{"amount":1.5,"currency":"EUR"}]}"#, "wrong_type", "$.totals[0].amount"),
            (#"{"id":"","totals":[{"amount":1e3,"currency":"EUR"}]}"#, "wrong_type", "$.totals[0].amount"),
            (#"{"id":"","totals":[{"amount":9223372036854775808}]}"#, "out_of_range", "$.totals[0].amount"),
            (#"{"id":"","totals":[],"size":3}"#, "invalid_value", "$.size"),
            (#"{"id":"","totals":[],"quantity":2147483648}"#, "out_of_range", "$.quantity"),
            (#"{"id":"","totals":[],"quantity":-2147483649.0}"#, "out_of_range", "$.quantity"),
            (
                #"{"id":"","totals":[],"quantity":1,"properties":{"a":"b","c d":1}}"#, "wrong_type",
                #"$.properties["c d"]"#
            ),
            (#"{"id":"","totals":[],"quantity":true}"#, "wrong_type", "$.quantity"),
            ("[]", "wrong_type", "$"),
            ("{", "invalid_json", "$"),
        ])
    func errors(text: String, code: String, path: String) {
        let error = #expect(throws: JSONError.self) { try Order.parse(Array(text.utf8)) }
        #expect(error?.code.rawValue == code)
        #expect(error?.path == path)
    }

    @Test("Reading a member of what is no object fails instead of finding nothing")
    func notAnObject() throws {
        let root = try JSONDocument(parsing: Array("[1]".utf8)).root
        let error = #expect(throws: JSONError.self) { try root.decodeIfPresent("a", as: Int.self) }
        #expect(error?.message == "expected an object, found an array")
    }

    @Test("Integers of every width read their bounds and refuse one more")
    func widths() throws {
        func check<T: FixedWidthInteger & JSONCodable>(_ type: T.Type) throws {
            for bound in [T.min, T.max] {
                #expect(String(decoding: bound.jsonBytes, as: UTF8.self) == String(bound))
                #expect(try T.parse(bound.jsonBytes) == bound)
            }
            for text in ["\(Int128(T.max) + 1)", "\(Int128(T.min) - 1)"] {
                let error = #expect(throws: JSONError.self) { try T.parse(Array(text.utf8)) }
                #expect(error?.code == .outOfRange)
            }
        }
        try check(Int.self)
        try check(Int64.self)
        try check(Int32.self)
        try check(Int16.self)
        try check(UInt32.self)
        try check(UInt16.self)
        try check(UInt8.self)
    }
}
