import Contracts

// What an order's way forward consists of. Deadlines, what operators and storefronts say, and every answer that leads off
// that way are not among it.

extension PaymentAuthorised { package static var isOrdinary: Bool { true } }
extension StockReserved { package static var isOrdinary: Bool { true } }
extension PickingStarted { package static var isOrdinary: Bool { true } }
extension OrderPicked { package static var isOrdinary: Bool { true } }
extension ParcelPacked { package static var isOrdinary: Bool { true } }
extension ParcelLabelled { package static var isOrdinary: Bool { true } }
extension ParcelHandedOver { package static var isOrdinary: Bool { true } }
extension ParcelTracked { package static var isOrdinary: Bool { true } }
extension ParcelDelivered { package static var isOrdinary: Bool { true } }
extension PaymentCaptured { package static var isOrdinary: Bool { true } }
extension PaymentFinished { package static var isOrdinary: Bool { true } }
