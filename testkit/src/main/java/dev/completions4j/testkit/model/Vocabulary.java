// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.model;

import java.util.List;

/** The words of generated texts and of alternatives in log probabilities. */
final class Vocabulary {

    static final List<String> WORDS = List.of(
            " a", " and", " bird", " river", " small", " the", " under", " light", " of", " quiet", " stone", " walks",
            " far", " near", " tree", " wind");

    private Vocabulary() {}
}
