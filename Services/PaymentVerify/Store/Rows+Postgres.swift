import Contracts
import FoundationEssentials
import Messaging
import Postgres
import WireJSON

extension Payment {
    /// The columns of ``PaymentSQL/load``, in its order.
    init(_ row: PostgresRow) throws {
        self.init(
            id: try row.uuid(0), orderID: try row.uuid(1), state: try row.known(2), version: try row.int64(3))
        custody = try row.known(4)
        channel = try row.string(5)
        shop = try row.string(6)
        method = PaymentMethod(rawValue: try row.string(7))
        amount = try row.int64(8)
        currency = Currency(rawValue: try row.string(9))
        authorised = try row.int64(10)
        authorisedCurrency = try row.stringOrNil(11).map { Currency(rawValue: $0) }
        captured = try row.int64(12)
        voided = try row.int64(13)
        refunded = try row.int64(14)
        reference = try row.stringOrNil(15)
        expiresAt = try row.timestampOrNil(16).map { Timestamp(microseconds: $0) }
        placedAt = Timestamp(microseconds: try row.timestamp(17))
        email = try row.bytesOrNil(18).map { FraudSubject(kind: .email, digest: $0) }
        address = try row.bytesOrNil(19).map { FraudSubject(kind: .address, digest: $0) }
        verdict = try row.known(20)
        score = try row.int(21)
        findings = try [FraudFinding].parse(try row.json(22))
        hold = try row.stringOrNil(23).map { HoldReason(rawValue: $0) }
        reason = try row.jsonOrNil(24).map { bytes in try Reason.parse(bytes) }
        undoing = try row.stringOrNil(25).flatMap { Undoing(rawValue: $0) }
        token = try row.stringOrNil(26)
        lost = try row.int64(27)
        disputed = try row.int64(28)
    }
}

extension MoneyOperation {
    init(_ row: PostgresRow) throws {
        self.init(
            key: Key(paymentID: try row.uuid(0), kind: try row.known(1), ordinal: try row.int(2)),
            amount: try row.int64(3), state: try row.known(4), reference: try row.stringOrNil(5),
            code: try row.stringOrNil(6), message: try row.stringOrNil(7), authorisation: try row.int(8),
            refundID: try row.uuidOrNil(9), lines: try row.jsonOrNil(10).map { try [LineAmount].parse($0) } ?? [],
            returnID: try row.uuidOrNil(11))
    }
}

extension OpenQuestion {
    init(_ row: PostgresRow) throws {
        let command = try CommandReference.parse(try row.json(2))
        self.init(
            key: Key(paymentID: try row.uuid(0), subject: try row.string(1), commandID: command.id),
            command: command)
    }
}

extension PostgresRow {
    /// A text that names a case. The columns have CHECKs, so another one means that the schema is newer than the code.
    func known<Name: RawRepresentable>(_ column: Int) throws -> Name where Name.RawValue == String {
        guard let name = Name(rawValue: try string(column)) else {
            throw PostgresError(.decoding, "column \(column) has a \(Name.self) that is not known here")
        }
        return name
    }
}
