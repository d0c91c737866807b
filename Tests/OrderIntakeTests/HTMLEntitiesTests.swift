import Testing

@testable import OrderIntake

@Suite("Character references in titles")
struct HTMLEntitiesTests {
    @Test(
        "are decoded once, and what is none stays",
        arguments: [
            ("Ship Your Idea &ndash; Color: Black", "Ship Your Idea – Color: Black"), ("&lt;b&gt;", "<b>"),
            ("Mix & Match", "Mix & Match"), ("&amp;lt;", "&lt;"), ("it&#8217;s &#x2F; 5 &times; 2", "it’s / 5 × 2"),
            ("&unknown; &; &#0; &#xD800; &#99999999; &", "&unknown; &; &#0; &#xD800; &#99999999; &"),
            ("R&D; &copyleft", "R&D; &copyleft"), ("", ""),
        ])
    func decoded(text: String, expected: String) {
        #expect(HTMLEntities.decoded(text) == expected)
    }
}
