import FoundationEssentials
import Postgres
import Testing

@Suite("Values", .database)
struct ValueTests {
    @Test("Every type comes back as it went, alone and as NULL")
    func scalars() async throws {
        try await roundTrip(
            Statement("bool", "SELECT $1::bool, unnest($2::bool[]), $2::bool[]"), [true, false])
        try await roundTrip(
            Statement("int2", "SELECT $1::int2, unnest($2::int2[]), $2::int2[]"), [Int16.min, -1, 0, .max])
        try await roundTrip(
            Statement("int4", "SELECT $1::int4, unnest($2::int4[]), $2::int4[]"), [Int32.min, -1, 0, .max])
        try await roundTrip(
            Statement("int8", "SELECT $1::int8, unnest($2::int8[]), $2::int8[]"), [Int64.min, -1, 0, .max])
        try await roundTrip(
            Statement("int", "SELECT $1::int8, unnest($2::int8[]), $2::int8[]"), [Int.min, -1, 0, .max])
        try await roundTrip(
            Statement("float8", "SELECT $1::float8, unnest($2::float8[]), $2::float8[]"),
            [0.1, -.infinity, .greatestFiniteMagnitude, .leastNonzeroMagnitude])
        try await roundTrip(
            Statement("text", "SELECT $1::text, unnest($2::text[]), $2::text[]"),
            ["", "NULL", "{\"quoted\", \\}", "größer 👩‍👩‍👧", String(repeating: "x", count: 100_000)])
        try await roundTrip(
            Statement("bytea", "SELECT $1::bytea, unnest($2::bytea[]), $2::bytea[]"),
            [[], [0], Array(0...255)] as [[UInt8]])
        try await roundTrip(
            Statement("uuid", "SELECT $1::uuid, unnest($2::uuid[]), $2::uuid[]"), [UUID(), UUID(), UUID()])
        try await roundTrip(
            Statement("timestamptz", "SELECT $1::timestamptz, unnest($2::timestamptz[]), $2::timestamptz[]"),
            [0, -1, 946_684_800_000_000, 1_772_366_400_123_456].map(PostgresTimestamp.init))
        try await roundTrip(
            Statement("jsonb", "SELECT $1::jsonb, unnest($2::jsonb[]), $2::jsonb[]"),
            ["{}", "[1, 2]", "\"text\"", "null"].map { PostgresJSON(Array($0.utf8)) })
        try await roundTrip(
            Statement("raw", "SELECT $1::text, unnest($2::text[]), $2::text[]"), [Colour.red, Colour.green])
    }

    /// The statement must give its first parameter, the elements of its second, and its second.
    private func roundTrip<Value: PostgresValue & Equatable>(
        _ statement: Statement, _ values: [Value], sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        var withNulls: [Value?] = [nil]
        for value in values { withNulls += [value, nil] }
        try await TestDatabase.withConnection { connection in
            for value in values + [nil] {
                let rows = try await connection.query(statement, value, withNulls)
                let element: [Value?] = try rows.map { try $0.decodeOrNil(1) }
                #expect(element == withNulls, sourceLocation: sourceLocation)
                for row in rows {
                    let scalar: Value? = try row.decodeOrNil(0)
                    #expect(scalar == value, sourceLocation: sourceLocation)
                    let array: [Value?] = try row.nullableArray(2)
                    #expect(array == withNulls, sourceLocation: sourceLocation)
                }
            }
            let plain: [Value] = try await connection.query(statement, values.first, values)[0].array(2)
            #expect(plain == values, sourceLocation: sourceLocation)
            #expect(try await connection.query(statement, .null, [Value]()).isEmpty, sourceLocation: sourceLocation)
        }
    }

    @Test("An array may be NULL as a whole, and empty")
    func wholeArrays() async throws {
        let statement = Statement("arrays", "SELECT $1::int8[] IS NULL, cardinality($2::int8[])")
        try await TestDatabase.withConnection { connection in
            let row = try await connection.query(statement, [Int64]?.none, [Int64]())[0]
            #expect(try row.bool(0))
            #expect(try row.int(1) == 0)
        }
    }

    @Test("One statement serves different parameter types, NULL without a type among them")
    func differentTypes() async throws {
        let statement = Statement("coalesce", "SELECT coalesce($1, 5::int4)::text")
        try await TestDatabase.withConnection { connection in
            let rows = [
                try await connection.query(statement, .null), try await connection.query(statement, Int64(1) << 40),
                try await connection.query(statement, Int32(7)), try await connection.query(statement, Int16?.none),
            ]
            #expect(try rows.map { try $0[0].string(0) } == ["5", "1099511627776", "7", "5"])
        }
    }

    @Test("A batch goes into a table through unnest, with NULLs, and comes back")
    func unnest() async throws {
        let insert = Statement(
            "insert-batch",
            """
            INSERT INTO batch (id, name, amount, due, body)
            SELECT * FROM unnest($1::uuid[], $2::text[], $3::int4[], $4::timestamptz[], $5::jsonb[])
            """)
        let select = Statement(
            "select-batch", "SELECT id, name, amount, due, body FROM batch WHERE id = ANY($1) ORDER BY id")
        let ids = (0..<3).map { _ in UUID() }.sorted { $0.uuidString < $1.uuidString }
        let bodies: [PostgresJSON?] = [PostgresJSON(Array("{\"a\": 1}".utf8)), nil, PostgresJSON(Array("[]".utf8))]
        try await TestDatabase.withConnection { connection in
            try await connection.execute(
                script: "CREATE TABLE batch (id uuid PRIMARY KEY, name text, amount int4, due timestamptz, body jsonb)")
            let rows = try await connection.transaction { tx in
                try tx.send(
                    insert, ids, ["a", nil, "c"] as [String?], [Int32?](arrayLiteral: nil, 2, 3),
                    [.init(microseconds: 5), nil, nil] as [PostgresTimestamp?], bodies)
                return try tx.run(select, ids)
            }
            #expect(try rows.map { try $0.uuid(0) } == ids)
            #expect(try rows.map { try $0.stringOrNil(1) } == ["a", nil, "c"])
            #expect(try rows.map { try $0.int32OrNil(2) } == [nil, 2, 3])
            #expect(try rows.map { try $0.timestampOrNil(3) } == [5, nil, nil])
            #expect(try rows.map { try $0.jsonOrNil(4) } == bodies.map { $0?.bytes })
        }
    }

    @Test("Integers are read at any width that holds them, and no other")
    func integerWidths() async throws {
        let statement = Statement("widths", "SELECT 7::int2, 70000::int4, 5000000000::int8, count(*) FROM pg_class")
        try await TestDatabase.withConnection { connection in
            let row = try await connection.query(statement)[0]
            #expect(try row.int64(0) == 7 && row.int(1) == 70_000 && row.int(2) == 5_000_000_000)
            #expect(try row.int32(3) > 0)
            #expect(throws: PostgresError.self) { try row.int16(1) }
            #expect(throws: PostgresError.self) { try row.int32(2) }
        }
    }

    @Test("A column that is not what the reader expects is named, with what it is")
    func decodingErrors() async throws {
        let statement = Statement(
            "mixed", "SELECT 1::int8 AS id, NULL::text AS note, sum(1::int8) AS total, ARRAY[1, NULL] AS list")
        try await TestDatabase.withConnection { connection in
            let row = try await connection.query(statement)[0]
            let wrongType = try await postgresError { _ = try row.uuid(0) }
            let null = try await postgresError { _ = try row.string(1) }
            let numeric = try await postgresError { _ = try row.int64(2) }
            let missing = try await postgresError { _ = try row.int64(4) }
            let nullElement = try await postgresError { _ = try row.array(3, of: Int32.self) }
            for error in [wrongType, null, numeric, missing, nullElement] {
                #expect(error.code == .decoding)
                #expect(error.statement == "mixed")
                #expect(error.file.hasSuffix("ValueTests.swift"))
                #expect(!error.isRetriable)
            }
            #expect(wrongType.message.contains("column 0 (id)"))
            #expect(wrongType.message.contains("it is int8"))
            #expect(null.message.contains("column 1 (note) is NULL"))
            #expect(numeric.message.contains("numeric; cast it"))
            #expect(missing.message.contains("does not exist"))
        }
    }

    @Test("Enums of the database are read as their labels, json as its text")
    func textLike() async throws {
        let statement = Statement("text-like", "SELECT 'sad'::mood, '{\"a\": 1}'::json, 'v'::varchar(3), 'n'::name")
        try await TestDatabase.withConnection { connection in
            try await connection.execute(script: "CREATE TYPE mood AS ENUM ('sad', 'happy')")
            let row = try await connection.query(statement)[0]
            #expect(try row.string(0) == "sad")
            #expect(try row.json(1) == Array("{\"a\": 1}".utf8))
            #expect(try row.string(2) == "v")
            #expect(try row.string(3) == "n")
        }
    }

    @Test("Rows outlive the transaction and the connection")
    func rowsOutlive() async throws {
        let series = Statement("series", "SELECT n, n::text FROM generate_series(1, 1000) n")
        let rows = try await TestDatabase.withConnection { connection in
            try await connection.transaction { tx in try tx.run(series) }
        }
        #expect(rows.count == 1000)
        #expect(try rows.allSatisfy { try String($0.int(0)) == $0.string(1) })
    }
}

private enum Colour: String, PostgresValue {
    case red
    case green
}
