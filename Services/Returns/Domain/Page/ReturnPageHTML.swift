import Contracts

/// The page as HTML: no script, no other file, usable with a keyboard and a screen reader. Every value is escaped.
package enum ReturnPageHTML {
    /// - Parameters:
    ///   - nonce: of this showing of the form.
    ///   - problem: the code of why the last wish was refused.
    package static func page(_ page: ReturnPage, nonce: String, problem: String?) -> String {
        let language = PageLanguage(tag: page.order.customer.language)
        let text = PageText.of(language)
        var body = "<h1>\(escaped(text.title)) <span>\(escaped(page.order.number))</span></h1>\n"
        if let problem {
            body += """
                <div class="problem" role="alert"><h2>\(escaped(text.problemTitle))</h2>
                <p>\(escaped(text.problems[problem] ?? text.problem))</p></div>

                """
        }
        body += page.lines.isEmpty ? "<p>\(escaped(text.nothing))</p>\n" : form(page, nonce, text)
        if !page.returns.isEmpty { body += returns(page, text) }
        return document(body, title: "\(text.title) \(page.order.number)", language: language)
    }

    package enum Notice: Sendable {
        case unknownLink
        case unavailable
    }

    /// Whose language is not known: both.
    package static func notice(_ notice: Notice) -> String {
        let (english, turkish) =
            switch notice {
            case .unknownLink:
                (
                    "This link is not valid, or not any more. Please ask the shop for a new one.",
                    "Bu bağlantı geçerli değil ya da süresi dolmuş. Lütfen mağazadan yenisini isteyin."
                )
            case .unavailable:
                ("Please try again in a moment.", "Lütfen biraz sonra yeniden deneyin.")
            }
        let body = "<h1>\(escaped(english))</h1>\n<p lang=\"tr\">\(escaped(turkish))</p>\n"
        return document(body, title: english, language: .english)
    }

    private static func form(_ page: ReturnPage, _ nonce: String, _ text: PageText) -> String {
        var html = """
            <p>\(escaped(text.intro))</p>
            <form method="post">
            <input type="hidden" name="nonce" value="\(escaped(nonce))">

            """
        for (index, line) in page.lines.enumerated() {
            let options = (0...min(line.returnable, 999)).map { "<option>\($0)</option>" }.joined()
            let reasons = text.reasons.map { "<option value=\"\($0.code)\">\(escaped($0.text))</option>" }.joined()
            html += """
                <fieldset><legend>\(escaped(line.title))</legend>
                <p class="until">\(escaped(text.until)) <time datetime="\(day(line.until))">\(day(line.until))</time></p>
                <p><label for="q\(index)">\(escaped(text.howMany))</label>
                <select id="q\(index)" name="quantity:\(escaped(line.lineID))">\(options)</select></p>
                <p><label for="r\(index)">\(escaped(text.why))</label>
                <select id="r\(index)" name="reason:\(escaped(line.lineID))">\(reasons)</select></p>
                </fieldset>

                """
        }
        return html + """
            <fieldset><legend>\(escaped(text.settlement))</legend>
            <p><label><input type="radio" name="settlement" value="refund" checked> \(escaped(text.refund))</label></p>
            <p><label><input type="radio" name="settlement" value="store_credit"> \(escaped(text.storeCredit))</label></p>
            </fieldset>
            <button>\(escaped(text.submit))</button>
            </form>

            """
    }

    private static func returns(_ page: ReturnPage, _ text: PageText) -> String {
        var html = "<h2>\(escaped(text.yourReturns))</h2>\n<ul class=\"returns\">\n"
        for entry in page.returns {
            let state = text.states[entry.state] ?? entry.state.rawValue
            html += "<li><strong>\(escaped(state))</strong><br>\(entry.titles.map(escaped).joined(separator: "<br>"))"
            html += "<br>\(escaped(text.amount)): \(escaped(page.order.currency.format(entry.amount)))"
            if let url = entry.trackingURL {
                html += "<br><a href=\"\(escaped(url))\" rel=\"noreferrer\">\(escaped(text.label))</a>"
            }
            html += "</li>\n"
        }
        return html + "</ul>\n"
    }

    private static func document(_ body: String, title: String, language: PageLanguage) -> String {
        """
        <!doctype html>
        <html lang="\(language.rawValue)">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>\(escaped(title))</title>
        <style>\(style)</style>
        </head>
        <body><main>
        \(body)</main></body>
        </html>

        """
    }

    private static func day(_ moment: Timestamp) -> String { String(moment.rfc3339.prefix(10)) }

    /// For text and for attributes in double quotes alike.
    package static func escaped(_ text: String) -> String {
        var output = ""
        output.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": output += "&amp;"
            case "<": output += "&lt;"
            case ">": output += "&gt;"
            case "\"": output += "&quot;"
            case "'": output += "&#39;"
            default: output.unicodeScalars.append(scalar)
            }
        }
        return output
    }

    private static let style = """
        :root{--line:#c4c9d2;--accent:#0b57d0;--bad:#b3261e}
        body{font:1.0625rem/1.5 system-ui,sans-serif;margin:0}
        main{max-width:38rem;margin:0 auto;padding:1.5rem 1rem 4rem}
        h1{font-size:1.5rem;line-height:1.2}h1 span{font-weight:400;opacity:.75}h2{font-size:1.125rem}
        fieldset,.returns li,.problem{border:1px solid var(--line);border-radius:.5rem;margin:0 0 1rem;padding:.75rem 1rem}
        legend{font-weight:600;padding:0 .25rem}fieldset p{margin:.5rem 0}.until{opacity:.75;font-size:.9375rem}
        fieldset label{display:inline-block;min-width:6rem}
        select,button{font:inherit;min-height:2.75rem;padding:.25rem .75rem;border-radius:.375rem;border:1px solid var(--line)}
        select{min-width:6rem;max-width:100%}
        button{background:var(--accent);border-color:var(--accent);color:#fff;padding:.25rem 1.5rem;cursor:pointer}
        :focus-visible{outline:3px solid var(--accent);outline-offset:2px}
        .problem{border-color:var(--bad);border-left-width:.375rem}.problem h2{margin:0}
        .returns{list-style:none;padding:0}
        """
}
