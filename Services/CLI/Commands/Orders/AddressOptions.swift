import ArgumentParser
import Contracts

/// An address on the command line: none, or a whole one.
struct AddressOptions: ParsableArguments {
    @Option(help: "Name of the person.")
    var shipName: String?

    @Option(help: "Street and number.")
    var shipLine1: String?

    @Option(help: "What else the carrier needs.")
    var shipLine2: String?

    @Option(help: "City.")
    var shipCity: String?

    @Option(help: "Postcode.")
    var shipPostcode: String?

    @Option(help: "ISO 3166-1 alpha-2, such as TR.")
    var shipCountry: String?

    func validate() throws {
        let isGiven = [shipLine1, shipCity, shipCountry].map { $0 != nil }
        if isGiven.contains(true), isGiven.contains(false) {
            throw ValidationError("An address has at least --ship-line1, --ship-city and --ship-country.")
        }
    }

    var address: Address? {
        guard let shipLine1, let shipCity, let shipCountry else { return nil }
        return Address(
            name: shipName, line1: shipLine1, line2: shipLine2, city: shipCity, postcode: shipPostcode,
            country: shipCountry)
    }
}
