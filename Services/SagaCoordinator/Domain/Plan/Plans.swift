import Contracts

// The plans, as they are specified. A plan is a list of steps; what a step is stands in `Steps.swift`.
//
//     accepted -> await payment -> authorise -> reserve ─┬─> fulfil -> label -> hand over ─┬─> capture ─┬─> finish -> closed
//                                                        │     (each site by itself)       └─> deliver ─┤
//                                                        └─> provide (what is not shipped) -> capture ──┘

extension Plan {
    /// Authorised at once; each parcel's part is captured when it has left.
    package static let card = Plan(
        "card",
        [
            .awaitPayment, .authorise, .reserve, .provide, .captureProvided, .fulfil, .label, .handOver, .capture,
            .deliver, .finishPayment,
        ])

    /// The marketplace was paid; the money is verified and never captured by us.
    package static let marketplace = Plan(
        "marketplace", [.awaitPayment, .authorise, .reserve, .provide, .fulfil, .label, .handOver, .deliver])

    /// Verified like the others; the courier collects at each door, and what he took is booked. The first parcel collects
    /// what is not shipped too, and that is the customer's once it is paid.
    package static let cashOnDelivery = Plan(
        "cash_on_delivery",
        [
            .authorise, .reserve, .fulfil, .label, .handOver, .deliver, .collect, .provide.after(.collect),
            .finishPayment,
        ])

    /// The same with a floor that is asked about sooner.
    package static let expressCard = card.hurried
    package static let expressMarketplace = marketplace.hurried
    package static let expressCashOnDelivery = cashOnDelivery.hurried

    /// Click and collect: no carrier; the customer is told that it is ready, and given a week to come.
    package static let pickup = Plan(
        "pickup",
        [
            .awaitPayment, .authorise, .reserve, .provide, .captureProvided, .fulfil, .pickUp, .handOverAtCounter,
            .capture, .finishPayment,
        ])

    /// A download or a service: nothing is reserved, picked or shipped.
    package static let digital = Plan(
        "digital", [.awaitPayment, .authorise, .provide.after(.authorise), .captureProvided, .finishPayment])

    /// The customer knows that it takes time: what is short is waited for, and somebody decides in the end.
    package static let backorder = Plan(
        "backorder",
        [
            .awaitPayment, .authorise, .reservePatiently, .provide, .captureProvided, .fulfil, .label, .handOver,
            .capture, .deliver, .finishPayment,
        ])

    /// Goods that are not out yet: the stock comes first, and the card is asked when it is there, because no
    /// authorisation lives as long.
    package static let preorder = Plan(
        "preorder",
        [
            .awaitPayment, .reservePatiently.after(.awaitPayment), .authorise.after(.reserve),
            .provide.after(.authorise), .captureProvided, .fulfil.after(.authorise), .label, .handOver, .capture,
            .deliver, .finishPayment,
        ])

    /// On terms: nobody waits for money; each parcel is invoiced when it has left.
    package static let b2b = Plan(
        "b2b",
        [
            .authorise, .reserve, .provide, .captureProvided, .fulfil, .label, .handOver, .capture, .deliver,
            .finishPayment,
        ])

    /// Sent by a supplier, whose site has days, not hours.
    package static let dropship = Plan(
        "dropship",
        [
            .awaitPayment, .authorise, .reserve, .provide, .captureProvided, .fulfilBySupplier, .label, .handOver,
            .capture, .deliver, .finishPayment,
        ])

    /// What goes out for what came back, paid by credit: reserved when it is approved.
    package static let exchange = Plan(
        "exchange",
        [
            .reserve.after(), .authorise.after(.reserve), .provide.after(.authorise), .captureProvided,
            .fulfil.after(.authorise), .label, .handOver, .capture, .deliver, .finishPayment,
        ])

    /// Which plan an order of a kind and a payment method follows; nil for every other method.
    private static let choices: [(kind: OrderKind, method: PaymentMethod?, plan: Plan)] = [
        (.standard, .marketplace, marketplace), (.standard, .cashOnDelivery, cashOnDelivery),
        (.standard, .invoice, b2b), (.standard, nil, card),
        (.express, .marketplace, expressMarketplace), (.express, .cashOnDelivery, expressCashOnDelivery),
        (.express, nil, expressCard),
        (.pickup, .marketplace, pickup.prepaid), (.pickup, .cashOnDelivery, pickup.paidAtTheCounter),
        (.pickup, nil, pickup),
        (.digital, .marketplace, digital.prepaid), (.digital, nil, digital),
        (.backorder, .marketplace, backorder.prepaid), (.backorder, .cashOnDelivery, backorder.paidAtTheDoor),
        (.backorder, nil, backorder),
        (.preorder, .marketplace, preorder.prepaid), (.preorder, .cashOnDelivery, preorder.paidAtTheDoor),
        (.preorder, nil, preorder),
        (.b2b, .cashOnDelivery, b2b.paidAtTheDoor), (.b2b, nil, b2b),
        (.dropship, .marketplace, dropship.prepaid), (.dropship, .cashOnDelivery, dropship.paidAtTheDoor),
        (.dropship, nil, dropship),
        (.exchange, nil, exchange),
    ]

    package static let all = choices.map(\.plan)

    /// Intake refuses kinds and methods that it does not know; should a newer one let one through, the strictest plan
    /// is taken: nothing leaves the house before the money is there.
    package static func chosen(for order: Order) -> Plan {
        if order.isPaidAtTheDoor, order.kind == .digital { return cashOnDelivery }
        if order.kind == .digital, order.lines.contains(where: \.requiresShipping) { return card }
        // Nobody knocks at a door: it is paid before, like any download.
        if order.payment.method == .cashOnDelivery, !order.isPaidAtTheDoor { return digital }
        return choices.first { $0.kind == order.kind && ($0.method == nil || $0.method == order.payment.method) }?.plan
            ?? card
    }

    private static let byName = Dictionary(all.map { ($0.name, $0) }) { first, _ in first }

    package static func named(_ name: String) -> Plan? { byName[name] }

    private var hurried: Plan { Plan("express_\(name)", steps.map { $0.name == .fulfil ? .fulfilExpress : $0 }) }

    /// Paid elsewhere: nothing is captured by us.
    private var prepaid: Plan {
        let captures: Set<StepName> = [.capture, .captureProvided, .finishPayment]
        return Plan("\(name)_prepaid", steps.filter { !captures.contains($0.name) })
    }

    /// Nobody waits for money before the door, and what is not shipped is paid there too.
    private var paidAtTheDoor: Plan {
        let others: Set<StepName> = [.awaitPayment, .capture, .captureProvided, .provide, .finishPayment]
        return Plan(
            "\(name)_cash",
            steps.filter { !others.contains($0.name) } + [.collect, .provide.after(.collect), .finishPayment])
    }

    /// What is not shipped is paid and given with what is fetched.
    private var paidAtTheCounter: Plan {
        let others: Set<StepName> = [.awaitPayment, .captureProvided, .provide, .finishPayment]
        return Plan(
            "\(name)_cash",
            steps.filter { !others.contains($0.name) } + [.provide.after(.capture), .finishPayment])
    }
}
