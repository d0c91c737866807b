import Contracts
import FoundationEssentials
import Messaging
import Postgres
import WireJSON

/// SQL of `saga_fulfilment`.
enum FulfilmentTable {
    static let select = Statement(
        "saga_fulfilment_select",
        """
        SELECT order_id, id, floor, allocation::text, parcel::text, tracking::text, share, collected
        FROM saga_fulfilment WHERE order_id = ANY($1::uuid[]) ORDER BY order_id, position
        """)

    private static let insert = Statement(
        "saga_fulfilment_insert",
        """
        INSERT INTO saga_fulfilment (order_id, position, id, site, floor, allocation, parcel_id, parcel, tracking,
                                     share, collected)
        SELECT order_id, position, id, site, floor, allocation::json, parcel_id, parcel::json, tracking::json,
               share, collected
        FROM (SELECT unnest($1::uuid[]), unnest($2::int2[]), unnest($3::uuid[]), unnest($4::text[]), unnest($5::int2[]),
                     unnest($6::text[]), unnest($7::uuid[]), unnest($8::text[]), unnest($9::text[]), unnest($10::int8[]),
                     unnest($11::int8[]))
            AS m (order_id, position, id, site, floor, allocation, parcel_id, parcel, tracking, share, collected)
        """)

    private static let update = Statement(
        "saga_fulfilment_update",
        """
        UPDATE saga_fulfilment f SET floor = m.floor, parcel_id = m.parcel_id, parcel = m.parcel::json,
            tracking = m.tracking::json, allocation = coalesce(m.allocation::json, f.allocation), share = m.share, collected = m.collected
        FROM (SELECT unnest($1::uuid[]), unnest($2::int2[]), unnest($3::int2[]), unnest($4::uuid[]), unnest($5::text[]),
                     unnest($6::text[]), unnest($7::text[]), unnest($8::int8[]), unnest($9::int8[]))
            AS m (order_id, position, floor, parcel_id, parcel, tracking, allocation, share, collected)
        WHERE f.order_id = m.order_id AND f.position = m.position
        """)

    private struct Part {
        let orderID: UUID
        let position: Int16
        let fulfilment: Fulfilment
        /// Written again only when units were taken off it.
        let isReduced: Bool
    }

    static func read(_ rows: PostgresRows, into sagas: inout [UUID: OrderSaga]) throws {
        for row in rows {
            let fulfilment = Fulfilment(
                id: try row.uuid(1), allocation: try Allocation.parse(try row.json(3), limits: .message),
                floor: Fulfilment.Floor(rawValue: try row.int16(2)) ?? .allocated,
                parcel: try row.jsonOrNil(4).map { try Parcel.parse($0, limits: .message) },
                tracking: try row.jsonOrNil(5).map { try ParcelTracking.parse($0, limits: .message) },
                share: try row.int64OrNil(6), collected: try row.int64OrNil(7))
            sagas[try row.uuid(0)]?.fulfilments.append(fulfilment)
        }
    }

    static func write(_ rows: [SagaRow], in transaction: inout Transaction) throws {
        var inserted: [Part] = []
        var updated: [Part] = []
        for row in rows {
            let known = row.loaded?.fulfilments ?? []
            for (index, fulfilment) in row.saga.fulfilments.enumerated() {
                let isReduced = index < known.count && known[index].allocation != fulfilment.allocation
                let part = Part(
                    orderID: row.saga.id, position: Int16(clamping: index), fulfilment: fulfilment,
                    isReduced: isReduced)
                if index >= known.count {
                    inserted.append(part)
                } else if known[index] != fulfilment {
                    updated.append(part)
                }
            }
        }
        if !inserted.isEmpty {
            try transaction.send(
                insert, inserted.map(\.orderID), inserted.map(\.position), inserted.map(\.fulfilment.id),
                inserted.map(\.fulfilment.allocation.site), inserted.map(\.fulfilment.floor.rawValue),
                inserted.map(\.fulfilment.allocation.jsonText), inserted.map { $0.fulfilment.parcel?.id },
                inserted.map { $0.fulfilment.parcel?.jsonText }, inserted.map { $0.fulfilment.tracking?.jsonText },
                inserted.map(\.fulfilment.share), inserted.map(\.fulfilment.collected))
        }
        if !updated.isEmpty {
            try transaction.send(
                update, updated.map(\.orderID), updated.map(\.position), updated.map(\.fulfilment.floor.rawValue),
                updated.map { $0.fulfilment.parcel?.id }, updated.map { $0.fulfilment.parcel?.jsonText },
                updated.map { $0.fulfilment.tracking?.jsonText },
                updated.map { $0.isReduced ? $0.fulfilment.allocation.jsonText : nil },
                updated.map(\.fulfilment.share), updated.map(\.fulfilment.collected))
        }
    }
}
