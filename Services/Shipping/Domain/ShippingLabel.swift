import Contracts

/// A parcel's label as ZPL II, with the tracking number as a Code 128 barcode.
package enum ShippingLabel {
    /// 4 x 6 inches at 203 dpi. `^CI28` is UTF-8; carets and tildes of the data are escaped by `^FH`.
    package static func zpl(tracking: ParcelTracking, from: Address, to: Address, number: String, weight: Int) -> String
    {
        """
        ^XA
        ^CI28
        ^PW812
        ^LL1218
        ^CF0,28
        ^FO40,40^FH^FD\(escaped(lines(of: from).joined(separator: ", ")))^FS
        ^FO40,90^GB732,3,3^FS
        ^CF0,44
        \(lines(of: to).enumerated().map { "^FO40,\(120 + 54 * $0)^FH^FD\(escaped($1))^FS" }.joined(separator: "\n"))
        ^CF0,30
        ^FO40,520^FH^FD\(escaped("\(tracking.carrier) \(tracking.service)   \(weight) g   \(number)"))^FS
        ^FO40,580^GB732,3,3^FS
        ^BY3,3,200
        ^FO60,640^BCN,200,Y,N,N^FH^FD\(escaped(tracking.trackingNumber))^FS
        ^XZ
        """
    }

    private static func lines(of address: Address) -> [String] {
        let town = [address.postcode, address.city, address.region].compactMap { $0 }.joined(separator: " ")
        return [address.name, address.company, address.line1, address.line2, town, address.country]
            .compactMap { $0 }.filter { !$0.isEmpty }
    }

    /// `^`, `~` and `_` would be read as commands: they are written in hexadecimal, which `^FH` allows.
    private static func escaped(_ text: String) -> String {
        var result = ""
        for character in text {
            switch character {
            case "^": result += "_5E"
            case "~": result += "_7E"
            case "_": result += "_5F"
            case "\n", "\r": result += " "
            default: result.append(character)
            }
        }
        return result
    }
}
